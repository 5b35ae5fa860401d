import type { Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { CapacityTarget } from '../capacity.ts';

/** A failed launch and what ECS reports about it: the input of the judges. */
export interface Subject {
  /** `refused`: there is no task. `starting`, `running`: it got stuck there. `ended`: before its runner was online. */
  readonly phase: 'refused' | 'starting' | 'running' | 'ended';
  /** ECS's word for the state in which it got stuck; empty otherwise. */
  readonly state: string;
  /** Everything that ECS says about why, in its own words. */
  readonly ecsReason: string;
  readonly task?: Task;
  readonly definition?: TaskDefinition;
  /** Where the launch was meant to go; absent if the task shows it. */
  readonly target?: CapacityTarget;
}

/** Why the task ended, in ECS's words: its own reason and those of its containers. */
export function ecsReasonOf(task: Task): string {
  const containers = (task.containers ?? []).map(({ reason }) => reason);
  return [task.stopCode, task.stoppedReason, ...containers].filter(Boolean).join('\n');
}

/** Whether it is, or would have been, on Fargate; `unknown` if only the cluster knows. */
export function isOnFargate({ task, target }: Subject): boolean | 'unknown' {
  if (task !== undefined) return task.launchType === 'FARGATE' || /^FARGATE/.test(task.capacityProviderName ?? '');
  if (target?.kind === 'launch-type') return target.launchType === 'FARGATE';
  if (target?.kind === 'strategy')
    return target.items.some(({ capacityProvider }) => /^FARGATE/.test(capacityProvider));
  return 'unknown';
}

/** Whether it failed for lack of room, or waited for it. */
export function lacksRoom({ phase, state, ecsReason }: Subject): boolean {
  if (phase === 'starting') return state === 'PROVISIONING';
  return /RESOURCE:|EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|no container instances|\bAGENT\b/i.test(ecsReason);
}

/** What the task requires of an instance: CPU units and MiB. */
export function requirementsOf({ task, definition }: Subject): { readonly cpu: number; readonly memory: number } {
  const containers = definition?.containerDefinitions ?? [];
  const sum = (values: readonly (number | undefined)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const { cpu, memory } = task?.overrides ?? {};
  return {
    cpu: number(cpu ?? definition?.cpu) ?? sum(containers.map((container) => container.cpu)),
    // The reservation counts, not the most that a container may use.
    memory:
      number(memory ?? definition?.memory) ??
      sum(containers.map((container) => container.memoryReservation ?? container.memory)),
  };
}

/** ECS returns plain numbers, but overrides as they were sent, including units such as `.5 vCPU` and `2 GB`. */
function number(text: string | undefined): number | undefined {
  const [, digits, unit] = /^([\d.]+)\s*(vcpu|gb)?$/i.exec(text?.trim() ?? '') ?? [];
  return digits === undefined ? undefined : Math.round(Number(digits) * (unit === undefined ? 1 : 1024));
}
