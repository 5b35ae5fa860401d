// The entry of the Marketplace action: each mode is the action of that name. Only what the mode needs is loaded.
const isPost = process.argv[2] === 'post';

switch (process.env['INPUT_MODE']?.trim()) {
  case 'start':
    await import('../start-runner/index.ts');
    break;
  case 'stop':
    if (!isPost) await import('../stop-runner/index.ts');
    break;
  case 'sweep':
    if (!isPost) await import('../sweep-runners/index.ts');
    break;
  case 'credentials':
    // The action has a mode of its own, for which `mode` is taken here.
    process.env['INPUT_MODE'] = process.env['INPUT_CREDENTIALS-MODE'];
    await import('../inject-credentials/index.ts');
    break;
  default:
    if (!isPost) {
      process.stdout.write(
        `::error::mode must be start, stop, sweep or credentials; it is ${JSON.stringify(process.env['INPUT_MODE'] ?? '')}. Nothing was done.\n`,
      );
      process.exitCode = 1;
    }
}

export {};
