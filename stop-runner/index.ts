/** Runs the main step and ends the process with it. There is no post step. */
export async function run(phase: 'main' | 'post'): Promise<void> {
  if (phase === 'post') return;
  const { main } = await import('./main.ts');
  await main(process.env);
  // What may still be under way, such as a request whose answer nobody needs any more, must not keep the step alive.
  process.stdout.write('', () => process.exit());
}
