// Replaces undici in the bundles: tsconfig.json in this folder maps it for ncc. The toolkit's packages import undici
// when they are loaded, for HTTP requests that no action makes with them, which would cost every step 50 ms and 10 MB.
// See docs/decisions/2026-11-21-what-a-start-loads.md.

/** The toolkit creates one when it is loaded, if the environment names a proxy, and passes it only to fetch. */
export class ProxyAgent {}

/** @throws always */
export function fetch() {
  throw new Error('undici is not in this bundle: see docs/decisions/2026-11-21-what-a-start-loads.md.');
}
