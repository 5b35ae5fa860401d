import { fileURLToPath } from 'node:url';

/** The folder of the checkout: whose bundles are run, and whose files the tests and scripts read. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
