import type { SandboxClock } from '../clock.ts';
import { AwsError } from './errors.ts';
import { TokenBucket } from './token-bucket.ts';

interface Limit {
  readonly operations: readonly string[];
  readonly burst: number;
  readonly perSecond: number;
}

/** Limits per account and region: "Request throttling for the Amazon ECS API" in the ECS API reference. */
const LIMITS: readonly Limit[] = [
  { operations: ['RunTask', 'StopTask'], burst: 100, perSecond: 40 },
  { operations: ['DescribeTasks', 'ListTasks'], burst: 100, perSecond: 20 },
];

/** Token buckets in sandbox time. Returns a function that takes a token or throws ThrottlingException. */
export function createThrottle(clock: SandboxClock): (operation: string) => void {
  const buckets = LIMITS.map((limit) => ({ operations: limit.operations, bucket: new TokenBucket(clock, limit) }));
  return (operation) => {
    const bucket = buckets.find(({ operations }) => operations.includes(operation))?.bucket;
    if (bucket?.take() === false) throw new AwsError({ code: 'ThrottlingException', message: 'Rate exceeded' });
  };
}
