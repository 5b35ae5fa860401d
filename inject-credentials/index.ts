// The entry of the bundle, for main and post.
if (process.argv[2] === 'post') {
  const { post } = await import('./post.ts');
  post(process.env);
} else {
  const { main } = await import('./main.ts');
  await main(process.env);
}

export {};
