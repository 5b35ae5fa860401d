// Stands for undici in the bundles: tsconfig.json beside this file says so to ncc. The toolkit's packages import undici
// when they are loaded, for HTTP requests that no action makes with them, and that costs every step 50 ms and 10 MB. The
// decision is docs/decisions/2026-11-21-what-a-start-loads.md.

/** The toolkit makes one when it is loaded where the environment names a proxy, and hands it to fetch only. */
export class ProxyAgent {}

/** @throws always */
export function fetch() {
  throw new Error('undici is not in this bundle: see docs/decisions/2026-11-21-what-a-start-loads.md.');
}
