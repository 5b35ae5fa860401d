import { type RunIdentity, type StartIdentity, startKey } from './identity.ts';

/** Tag keys on every task and instance: a contract between versions, since later versions' stop and sweep read them. */
export const TAG = {
  version: 'ecs-github-runner:version',
  repositoryId: 'ecs-github-runner:repository-id',
  repository: 'ecs-github-runner:repository',
  runId: 'ecs-github-runner:run-id',
  runAttempt: 'ecs-github-runner:run-attempt',
  startKey: 'ecs-github-runner:start-key',
  id: 'ecs-github-runner:id',
  label: 'ecs-github-runner:label',
  scope: 'ecs-github-runner:scope',
  runnerName: 'ecs-github-runner:runner-name',
  /**
   * ISO 8601, UTC, by the clock of the machine that ran the start: the latest time at which the compute ends itself. For
   * people, and where the provider reports no times.
   */
  expiresAt: 'ecs-github-runner:expires-at',
  /** Whole minutes from the compute's own start. */
  lifetimeMinutes: 'ecs-github-runner:lifetime-minutes',
} as const;

/** The tags of one runner's compute. `custom` tags never replace the project's own. */
export function computeTags(options: {
  version: string;
  start: StartIdentity;
  repository: string;
  scope: string;
  label: string;
  id: string | undefined;
  runnerName: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  lifetimeMs: number;
  custom: Readonly<Record<string, string>>;
}): Record<string, string> {
  const { start } = options;
  return {
    ...options.custom,
    [TAG.version]: options.version,
    [TAG.repositoryId]: String(start.repositoryId),
    [TAG.repository]: options.repository,
    [TAG.runId]: String(start.runId),
    [TAG.runAttempt]: String(start.runAttempt),
    [TAG.startKey]: startKey(start),
    ...(options.id !== undefined && { [TAG.id]: options.id }),
    [TAG.label]: options.label,
    [TAG.scope]: options.scope,
    [TAG.runnerName]: options.runnerName,
    [TAG.expiresAt]: new Date(options.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    [TAG.lifetimeMinutes]: String(Math.ceil(options.lifetimeMs / 60_000)),
  };
}

/** Whether compute carries a run's tags: without them it is not ours, whatever `startedBy` says. */
export function isTaggedForRun(tags: Readonly<Record<string, string>>, run: RunIdentity): boolean {
  return tags[TAG.repositoryId] === String(run.repositoryId) && tags[TAG.runId] === String(run.runId);
}
