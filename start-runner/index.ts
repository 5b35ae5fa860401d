/**
 * Runs a step and ends the process with it. Nothing is imported before it is known what is needed: the post step of a
 * healthy start reads one variable and ends.
 */
export async function run(phase: 'main' | 'post'): Promise<void> {
  if (phase === 'main') {
    const { main } = await import('./main.ts');
    await main(process.env);
  } else if (process.env['STATE_outcome'] === 'ready') {
    process.stdout.write('The start succeeded: what it launched is left alone, and stop-runner removes it.\n');
    return;
  } else {
    const { post } = await import('./post.ts');
    await post(process.env);
  }
  // What may still be under way, such as a request whose answer nobody needs any more, must not keep the step alive.
  process.stdout.write('', () => process.exit());
}
