/** Runs a step. */
export async function run(phase: 'main' | 'post'): Promise<void> {
  if (phase === 'main') {
    const { main } = await import('./main.ts');
    await main(process.env);
  } else {
    const { post } = await import('./post.ts');
    await post(process.env);
  }
}
