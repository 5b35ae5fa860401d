// The entry of the bundle, for main and post. Nothing is imported before it is known what is needed: the post step of a
// healthy start reads one variable and ends.
if (process.argv[2] !== 'post') {
  const { main } = await import('./main.ts');
  await main(process.env);
  endStep();
} else if (process.env['STATE_outcome'] === 'ready') {
  process.stdout.write('The runner was ready and is left alone; stop-runner removes it.\n');
} else {
  const { post } = await import('./post.ts');
  await post(process.env);
  endStep();
}

/**
 * What may still be under way, such as the wait of a request that nobody needs any more, must not keep the step alive.
 */
function endStep(): void {
  process.stdout.write('', () => process.exit());
}

export {};
