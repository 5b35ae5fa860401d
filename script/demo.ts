// Shows the main job: what a workflow of a few jobs does, running the committed bundles as a GitHub runner would. It
// tells the same story each time, however busy the machine is: it waits for what happens, never for a time to pass.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepResult } from '../sandbox/harness/step.ts';
import { type StepOptions, startWorld } from '../sandbox/harness/world.ts';

/** How often the demo looks whether what it waits for has happened, milliseconds. */
const LOOK_EVERY_MS = 50;

const began = Date.now();
const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s`;
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const title = (text: string): void => say(`\n${seconds()}  == ${text}`);
const tell = (text: string): void => say(`${seconds()}     ${text}`);

say('ecs-github-runner: the main job on a SANDBOX. GitHub and AWS are local stand-ins on 127.0.0.1 with the real wire');
say('formats and limits; the bundles in dist/ are those that GitHub would run, and cannot tell the difference.');
say('The README says how to run the same bundles against a real GitHub and a real AWS account.');

/** What each task's container printed, by the task's ARN. */
const containerLogs = new Map<string, string[]>();
const world = await startWorld({
  clock: { speed: 1 },
  github: { runnerOnlineDelayMs: 1500 },
  onTaskOutput: ({ taskArn, text }) => containerLogs.set(taskArn, [...(containerLogs.get(taskArn) ?? []), text]),
});
const { sandbox } = world;
const { aws, github } = sandbox;
/** The workflow run whose jobs these are. */
const RUN = 9_876_543_210;
github.setRun({ runId: RUN, status: 'in_progress' });

try {
  moveTasksOnWhenPolled();
  title('job "start" on a GitHub-hosted machine: uses start-runner');
  const start = await step({ action: 'start-runner' });
  title('outputs of start-runner');
  for (const [name, value] of Object.entries(start.outputs)) tell(`${name}: ${value}`);
  title('post step of start-runner, at the end of job "start"');
  await step({ action: 'start-runner', phase: 'post', state: start.state });

  const label = start.outputs['label'] ?? '';
  title(`job "build", runs-on: ${label}`);
  const script = 'echo "Hello from a self-hosted runner: $RUNNER_NAME"; sleep 2; echo "6 x 7 = $((6 * 7))"';
  const { conclusion, runnerName, log } = await github.queueJob({ name: 'build', labels: [label], script, runId: RUN })
    .done;
  for (const line of log.trim().split('\n')) tell(line);
  tell(`The job ended on ${runnerName}: ${conclusion}.`);
  if (conclusion !== 'success') throw new Error('The job did not succeed.');

  title('the runner has had its one job: it ends by itself, and with it its task');
  await until(() => sandbox.inventory().tasks.length === 0);
  const [firstTask = ''] = aws.taskArns;
  // The runner's own words; the lines of its log, in brackets, hold the whole job message.
  const words = (containerLogs.get(firstTask) ?? []).filter((line) => !/^\[|^\s*$/.test(line));
  for (const line of words) tell(`[task] ${line}`);

  title('job "start-another": another runner of this run, but the job that it is for is skipped');
  await step({ action: 'start-runner' });

  title('job "stop", if: always(): uses stop-runner, without any output of start-runner');
  const release = holdRunnersUntilStopTask();
  const stop = await step({ action: 'stop-runner', inputs: { ...world.stopInputs, 'wait-for-stopped': 'true' } });
  release();
  for (const name of ['stopped', 'already-gone', 'left-busy']) tell(`${name}: ${stop.outputs[name]}`);

  title('what is left in the sandbox');
  const { tasks, runners } = sandbox.inventory();
  tell(`tasks: ${tasks.length}, registered runners: ${runners.length}`);
  if (tasks.length + runners.length > 0) throw new Error('Something is left.');
  await until(() => sandbox.inventory().processes.length === 0);
  tell('processes of tasks: 0');
  for (const service of ['oidc', 'sts', 'ecs', 'github']) tell(`what the steps asked ${service}: ${asked(service)}`);
  say('\nNothing is left. That was the whole main job.');
} catch (error) {
  say(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await world.close();
}

/** Runs a step and shows its log as GitHub does: masked, without commands for the runner. @throws if it failed */
async function step(options: StepOptions): Promise<StepResult> {
  // A chunk may end within a line.
  let rest = '';
  const onOutput = (chunk: string): void => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '' || /^::(add-mask|debug)::/.test(line)) continue;
      tell(line.replace(/^::(error|warning|notice)[^:]*::/, '$1: '));
    }
  };
  const result = await world.run({ ...options, onOutput });
  if (result.exitCode === 0) return result;
  throw new Error(`${options.action} failed with exit code ${result.exitCode}.`);
}

/** A task leaves a state once the start has seen it, and about as soon as on a warm host. */
function moveTasksOnWhenPolled(): void {
  aws.setLaunchBehaviour({ kind: 'stepwise' });
  sandbox.observe(async (phase, { operation }) => {
    if (phase !== 'received' || operation !== 'DescribeTasks') return;
    for (const arn of aws.taskArns) {
      const state = aws.task(arn)?.['lastStatus'];
      if (state !== 'PROVISIONING' && state !== 'PENDING') continue;
      await sleep(1000);
      aws.moveOn(arn);
    }
  });
}

/**
 * A runner ends by itself as soon as it notices that its registration is gone. Here none notices before the stop has
 * stopped its task: which of the two comes first would depend on the machine.
 * @returns what lets them notice, whatever the stop did
 */
function holdRunnersUntilStopTask(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  sandbox.observe((phase, { service, operation }) => {
    if (operation === 'StopTask' && phase === 'answered') resolve();
    return service === 'runner' ? promise : undefined;
  });
  return resolve;
}

async function until(hasHappened: () => boolean): Promise<void> {
  while (!hasHappened()) await sleep(LOOK_EVERY_MS);
}

/** What the steps asked a service, each kind of request once: how often depends on how long things take. */
function asked(service: string): string {
  return [...new Set(sandbox.journal.filter((entry) => entry.service === service).map(({ operation }) => operation))]
    .toSorted()
    .join(', ');
}
