import type { Provider } from '../src/core/ports.ts';
import type { StartResult } from '../src/core/start.ts';

/** The outputs of start-runner, as interface and README list them. */
export function startOutputs(result: StartResult, provider: Provider): Record<string, string | number | object> {
  const { label, runners, seconds } = result;
  return {
    label,
    labels: runners.map((runner) => runner.label),
    'runner-names': runners.map(({ registration }) => registration.name),
    'runner-ids': runners.map(({ registration }) => registration.id),
    resources: runners.map((runner) => ({
      ...provider.location,
      id: runner.compute.id,
      capacity: runner.compute.capacity,
      label: runner.label,
      runnerName: runner.registration.name,
      runnerId: runner.registration.id,
    })),
    count: runners.length,
    'startup-seconds': seconds,
  };
}

/** The step's part of the job summary, in Markdown. */
export function startSummary(result: StartResult, provider: Provider): string {
  const rows = result.runners.map(
    ({ registration, compute }) =>
      `| \`${registration.name}\` | \`${compute.id}\` | ${compute.capacity || 'cluster default'} |`,
  );
  return [
    `### ${result.runners.length === 1 ? 'Runner' : `${result.runners.length} runners`} ready after ${result.seconds} s`,
    '',
    `In ${provider.place}. Each takes exactly one job, one that says:`,
    '',
    '```yaml',
    `runs-on: ${result.label}`,
    '```',
    '',
    '| runner | task | capacity |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...result.runners.flatMap(({ registration, relaunchedBecause }) =>
      relaunchedBecause.map((reason) => `- Before \`${registration.name}\`: ${reason}`),
    ),
    '',
  ].join('\n');
}
