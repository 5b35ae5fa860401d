import type { StartIdentity } from '../../src/core/identity.ts';
import type { StartRequest } from '../../src/core/start/start.ts';

/** The default request of a start in tests. */
export function startRequest(start: StartIdentity, change: Partial<StartRequest> = {}): StartRequest {
  return {
    start,
    version: '0.1.0',
    repository: 'octo-org/octo-repo',
    label: 'gpu',
    extraLabels: [],
    id: undefined,
    workFolder: '_work',
    tags: {},
    count: 1,
    allowPartial: false,
    maxRelaunches: 2,
    capacityTimeoutMs: 420_000,
    timeoutMs: 900_000,
    lifetimeMs: 3_600_000,
    ...change,
  };
}
