import type { Hosting } from '../../core/ports.ts';

/** How ECS differs from other hostings, and what it calls things. */
export const ECS: Hosting = {
  kind: 'ecs',
  words: {
    compute: 'task',
    pool: 'cluster',
    counts: 'from the beginning of its image pull, as Fargate bills it, to its stop',
    remembers: 'ECS remembers what has ended for about an hour.',
  },
  requests: { launch: 'RunTask', prepare: 'Task definition' },
  phases: [
    { name: 'PROVISIONING', states: ['PROVISIONING'], from: 'createdAt' },
    { name: 'PENDING', states: ['PENDING', 'ACTIVATING'], from: 'pullStartedAt' },
    { name: 'image pull', states: [], from: 'pullStartedAt', to: 'pullStoppedAt' },
    { name: 'RUNNING', states: ['RUNNING'], from: 'startedAt' },
  ],
  // DescribeTasks and ListTasks are eventually consistent; the developer guide speaks of up to a minute.
  hiddenForMs: 90_000,
  // stopTimeout is at most 120 s; the rest is for DEPROVISIONING.
  stopsWithinMs: 300_000,
  // The capacities before the last one have had their turn: the start waited for room there, or they refused at once.
  whenFull: 'retry-last',
};
