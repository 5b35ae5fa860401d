import type { StartIdentity } from '../../src/core/identity.ts';
import type { RunnerSpec, StartPolicy, StartRequest } from '../../src/core/start/start.ts';

/** What a test changes about a start. */
export type StartChange = Partial<RunnerSpec & StartPolicy & { count: number }>;

/** The start that a test requests unless it says otherwise. */
export function startRequest(start: StartIdentity, change: StartChange = {}): StartRequest {
  const {
    count = 1,
    allowPartial = false,
    maxRelaunches = 2,
    capacityTimeoutMs = 420_000,
    timeoutMs = 900_000,
    ...runner
  } = change;
  return {
    start,
    count,
    policy: { allowPartial, maxRelaunches, capacityTimeoutMs, timeoutMs },
    runner: {
      version: '0.1.0',
      repository: 'octo-org/octo-repo',
      label: 'gpu',
      extraLabels: [],
      isReachable: false,
      id: undefined,
      workFolder: '_work',
      tags: {},
      lifetimeMs: 3_600_000,
      ...runner,
    },
  };
}
