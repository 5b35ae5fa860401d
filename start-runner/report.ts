import type { Launcher } from '../src/core/ports.ts';
import type { StartResult } from '../src/core/start/start.ts';

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
