// By import(): of a bundle's first file ncc does not collect the licences of what is in it.
const { main } = await import('./main.ts');
await main(process.env);

export {};
