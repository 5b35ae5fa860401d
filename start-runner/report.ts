import type { Launcher } from '../src/core/ports.ts';
import type { StartResult } from '../src/core/start/start.ts';

/**
 * The lines with which a job selects the runner, or with which a matrix has a job for each of several.
 * @param count number of requested runners: the matrix remains one, however many came
 */
export function runsOnLines({ label }: Pick<StartResult, 'label'>, count: number): readonly string[] {
  if (count === 1) return [`runs-on: ${label}`];
  return [
    'strategy:',
    '  matrix:',
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are GitHub's expressions, not templates
    '    label: ${{ fromJSON(needs.start.outputs.labels) }}',
    'runs-on: ${{ matrix.label }}',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
  ];
}

/** The log's last line: what is ready, and what to paste into the workflow. */
export function describeReady(result: StartResult, count: number): string {
  const { seconds, runners } = result;
  const lines = runsOnLines(result, count)
    .map((line) => `\n  ${line}`)
    .join('');
  if (count === 1) return `Ready after ${seconds} s. The job selects the runner with this line:${lines}`;
  const labels = JSON.stringify(runners.map((runner) => runner.label));
  return (
    `Ready after ${seconds} s. Each runner takes exactly one job and has a label of its own; the output labels is ${labels}.\n` +
    `A matrix has a job for each runner with these lines:${lines}`
  );
}

/** The outputs of start-runner, as listed in action.yml and the README. */
export function startOutputs(result: StartResult, launcher: Launcher): Record<string, string | number | object> {
  const { label, runners, seconds } = result;
  return {
    label,
    labels: runners.map((runner) => runner.label),
    'runner-names': runners.map(({ registration }) => registration.name),
    'runner-ids': runners.map(({ registration }) => registration.id),
    resources: runners.map((runner) => ({
      ...launcher.location,
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
