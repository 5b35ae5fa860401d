import type { ComputeSize, ComputeTimes } from '../../core/compute.ts';

/** A task's life, for a cost report. */
export interface Life {
  readonly times: ComputeTimes | undefined;
  readonly size: ComputeSize | undefined;
  /** The end that counts if its stop is not known, epoch milliseconds. */
  readonly until: number;
}

/**
 * How long a task held its capacity, milliseconds: from the beginning of its image pull, as Fargate bills it, to its
 * stop. A task that never got that far held none; undefined if ECS reported no times.
 */
export function lifetime({ times, until }: Life): number | undefined {
  if (times?.createdAt === undefined) return undefined;
  const from = times.pullStartedAt ?? times.startedAt;
  return from === undefined ? 0 : Math.max(0, (times.stoppedAt ?? until) - from);
}

/** What a task cost: hours, and the vCPU and GB hours of its size. */
export interface TaskHours {
  readonly hours: number | undefined;
  readonly vcpuHours: number | undefined;
  readonly gbHours: number | undefined;
}

/** The hours of a task; what is unknown is undefined. */
export function taskHours(life: Life): TaskHours {
  const ms = lifetime(life);
  const { size } = life;
  const hours = ms === undefined ? undefined : ms / 3_600_000;
  if (hours === undefined || size === undefined) return { hours, vcpuHours: undefined, gbHours: undefined };
  return { hours, vcpuHours: hours * size.vcpu, gbHours: hours * size.memoryGib };
}

/** The sum of the known values; undefined if there are none. */
export function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((one, other) => one + other, 0);
}

/** Hours with as many digits as are meaningful: one minute is 0.0167 h. */
export function hoursText(hours: number | undefined): string {
  if (hours === undefined) return '';
  return hours === 0 || hours >= 100 ? hours.toFixed(0) : hours.toPrecision(3);
}
