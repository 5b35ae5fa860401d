// By import(): of a bundle's first file ncc does not collect the licences of what is in it.
const { main } = await import('./main.ts');
await main(process.env);
// What may still be under way, such as the wait of a request that nobody needs any more, must not keep the step alive.
process.stdout.write('', () => process.exit());

export {};
