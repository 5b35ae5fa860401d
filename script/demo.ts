// Shows the main job: what a workflow of three jobs does, running the committed bundles as a GitHub runner would.

import type { StepResult } from '../sandbox/harness/step.ts';
import { startWorld } from '../sandbox/harness/world.ts';

const began = Date.now();
const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s`;
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const title = (text: string): void => say(`\n${seconds()}  == ${text}`);

/** The log of a step as GitHub shows it: indented, masked, without commands for the runner. */
function show(chunk: string): void {
  for (const line of chunk.split('\n')) {
    if (line.trim() === '' || /^::(add-mask|debug)::/.test(line)) continue;
    say(`${seconds()}     ${line.replace(/^::(error|warning|notice)[^:]*::/, '$1: ')}`);
  }
}

/** GitHub's environment for one job. */
function expectSuccess(step: string, result: StepResult): StepResult {
  if (result.exitCode !== 0) throw new Error(`${step} failed with exit code ${result.exitCode}.`);
  return result;
}

say('ecs-github-runner: the main job on a SANDBOX. GitHub and AWS are local stand-ins on 127.0.0.1 with the real wire');
say('formats and limits; the bundles in dist/ are those that GitHub would run, and cannot tell the difference.');
say('The README says how to run the same bundles against a real GitHub and a real AWS account.');

const world = await startWorld({
  // Real time, with a launch as long as on a warm host.
  clock: { speed: 1 },
  aws: { provisioningMs: 2000, pendingMs: 3000 },
  github: { runnerOnlineDelayMs: 1500 },
  onTaskOutput: ({ text }) => say(`${seconds()}     [task] ${text}`),
});
const { sandbox } = world;
try {
  title('job "start" on a GitHub-hosted machine: uses start-runner');
  const start = expectSuccess('start-runner', await world.run({ action: 'start-runner', onOutput: show }));
  const label = start.outputs['label'] ?? '';
  title('outputs of start-runner');
  for (const [name, value] of Object.entries(start.outputs)) say(`${seconds()}     ${name}: ${value}`);
  title('post step of start-runner, at the end of job "start"');
  expectSuccess('post', await world.run({ action: 'start-runner', phase: 'post', state: start.state, onOutput: show }));

  title(`job "build", runs-on: ${label}`);
  const job = sandbox.github.queueJob({
    name: 'build',
    labels: [label],
    script:
      'echo "Hello from a self-hosted runner: $RUNNER_NAME"; echo "Building ..."; sleep 2; echo "6 x 7 = $((6 * 7))"',
  });
  const { conclusion, runnerName } = await job.done;
  say(`${seconds()}     The job ended on ${runnerName}: ${conclusion}.`);
  if (conclusion !== 'success') throw new Error('The job did not succeed.');

  title('job "stop", if: always(): uses stop-runner, without any output of start-runner');
  const stop = expectSuccess(
    'stop-runner',
    await world.run({
      action: 'stop-runner',
      inputs: { ...world.stopInputs, 'wait-for-stopped': 'true' },
      onOutput: show,
    }),
  );
  for (const name of ['stopped', 'already-gone', 'left-busy']) say(`${seconds()}     ${name}: ${stop.outputs[name]}`);

  title('what is left in the sandbox');
  const { tasks, runners, processes } = sandbox.inventory();
  say(`${seconds()}     tasks: ${tasks.length}, registered runners: ${runners.length}, processes: ${processes.length}`);
  say(`${seconds()}     requests: ${countRequests()}`);
  if (tasks.length + runners.length + processes.length > 0) throw new Error('Something is left.');
  say('\nNothing is left. That was the whole main job.');
} catch (error) {
  say(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await world.close();
}

/** Counts the actions' requests by service, without the runner's own. */
function countRequests(): string {
  const counts = new Map<string, number>();
  for (const { service } of sandbox.journal) {
    if (service !== 'runner') counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts].map(([service, count]) => `${count} to ${service}`).join(', ');
}
