import type { Task } from '@aws-sdk/client-ecs';
import type { ComputeSize, ComputeTimes } from '../../core/compute.ts';

/** When a task reached each stage, as ECS reports it. Invalid times are left out: no decision depends on them. */
export function taskTimes(task: Task): ComputeTimes {
  const { createdAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, stoppedAt } = task;
  const all = { createdAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, stoppedAt };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, date]) => {
      const time = date instanceof Date ? date.getTime() : Number.NaN;
      return Number.isNaN(time) ? [] : [[name, time] as const];
    }),
  );
}

/**
 * What ECS reserves for a task: 1,024 CPU units are a vCPU, memory is in MiB. For a task on instances whose definition
 * sets neither for the task, ECS may report 0, which means unknown.
 */
export function taskSize({ cpu, memory, overrides }: Task): ComputeSize | undefined {
  const vcpu = amount(overrides?.cpu ?? cpu, { unit: 'vcpu', perUnit: 1024 });
  const memoryGib = amount(overrides?.memory ?? memory, { unit: 'gb', perUnit: 1024 });
  return vcpu > 0 && memoryGib > 0 ? { vcpu, memoryGib } : undefined;
}

/** ECS accepts `1024` as well as `1 vCPU`, and `2048` as well as `2 GB`; 0 for anything else. */
function amount(text: string | undefined, { unit, perUnit }: { unit: string; perUnit: number }): number {
  const [, number = '', word = ''] =
    /^(\d{1,9}(?:\.\d{1,3})?) ?([a-z]*)$/.exec((text ?? '').trim().toLowerCase()) ?? [];
  if (word !== '' && word !== unit) return 0;
  return word === '' ? Number(number) / perUnit : Number(number);
}
