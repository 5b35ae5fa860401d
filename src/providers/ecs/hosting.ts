import type { Hosting } from '../../core/ports.ts';

/** What ECS does otherwise than another hosting, and what it calls things. */
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
  // A capacity before the last one had its turn: its room was waited for, or it refused at once.
  whenFull: 'retry-last',
};
