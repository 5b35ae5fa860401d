import type { SandboxClock } from '../clock.ts';
import { AwsError } from './errors.ts';

interface Limit {
  readonly operations: readonly string[];
  readonly burst: number;
  readonly perSecond: number;
}

/** Per account and region: "Request throttling for the Amazon ECS API" in the ECS API reference. */
const LIMITS: readonly Limit[] = [
  { operations: ['RunTask', 'StopTask'], burst: 100, perSecond: 40 },
  { operations: ['DescribeTasks', 'ListTasks'], burst: 100, perSecond: 20 },
];

/** Token buckets in sandbox time. Returns a function that takes a token or throws ThrottlingException. */
export function createThrottle(clock: SandboxClock): (operation: string) => void {
  const buckets = LIMITS.map((limit) => ({ limit, tokens: limit.burst, at: clock.now() }));
  return (operation) => {
    const bucket = buckets.find(({ limit }) => limit.operations.includes(operation));
    if (bucket === undefined) return;
    const now = clock.now();
    const refilled = bucket.tokens + ((now - bucket.at) / 1000) * bucket.limit.perSecond;
    bucket.tokens = Math.min(bucket.limit.burst, refilled);
    bucket.at = now;
    if (bucket.tokens < 1) throw new AwsError({ code: 'ThrottlingException', message: 'Rate exceeded' });
    bucket.tokens -= 1;
  };
}
