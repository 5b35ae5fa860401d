import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

const RUN_ID = 9_876_543_210;

type Inputs = Readonly<Record<string, string>>;

const start = (world: World, inputs: Inputs = {}) =>
  world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...inputs } });
const stop = (world: World, inputs: Inputs = {}) =>
  world.run({ action: 'stop-runner', inputs: { ...world.stopInputs, ...inputs } });

/** A job that runs for as long as its runner does. */
async function runningJob(world: World, label: string) {
  const job = world.sandbox.github.queueJob({ labels: [label], script: 'exec sleep 600', runId: RUN_ID });
  while (job.status() !== 'in_progress') await world.sandbox.clock.sleep(100);
  return job;
}

const readsJobs = (world: World): Inputs => ({ 'actions-token': world.sandbox.github.token('workflow') });

describe('what is not known is not destroyed', () => {
  integrationCase('a stop in another scope touches nothing of a running job, and names the input', () =>
    inWorld(async (world) => {
      const { outputs } = expectSuccess(await start(world, { 'runner-scope': 'org' }));
      const job = await runningJob(world, outputs['label'] ?? '');
      const error = errorOf(await stop(world));
      expect(error).toMatch(/registered in org:octo-org, and this looked in repo:octo-org\/octo-repo.*runner-scope/s);
      expect(operations(world, 'ecs')).not.toContain('StopTask');
      expect(job.status()).toBe('in_progress');
    }),
  );

  integrationCase('a task that names a foreign runner in its tag brings that runner no harm', () =>
    inWorld(async (world) => {
      const { github, aws } = world.sandbox;
      expectSuccess(await start(world));
      github.addRegistration({ name: 'prod-deployer-1', status: 'online' });
      const [arn = ''] = aws.taskArns;
      const own = (aws.task(arn)?.['tags'] ?? []) as readonly { key: string; value: string }[];
      const tags = own.map(({ key, value }) => [
        key,
        key === 'ecs-github-runner:runner-name' ? 'prod-deployer-1' : value,
      ]);
      const startedBy = String(aws.task(arn)?.['startedBy']);
      aws.addTask({ cluster: 'ci', family: 'runner', startedBy, tags: Object.fromEntries(tags) });
      expect(errorOf(await stop(world))).toContain('names "prod-deployer-1" as its runner');
      expect(github.registration('prod-deployer-1')).toBeDefined();
    }),
  );

  integrationCase('a 404 to the DELETE of a runner that GitHub lists ends no job', () =>
    inWorld(async (world) => {
      const { outputs } = expectSuccess(await start(world));
      const job = await runningJob(world, outputs['label'] ?? '');
      const [name] = JSON.parse(outputs['runner-names'] ?? '') as string[];
      // GitHub shows it idle, as it has been seen doing, and denies it by its id.
      world.sandbox.github.setBusy(name ?? '', false);
      const effect = { kind: 'respond', when: 'before', status: 404, body: { message: 'Not Found' } } as const;
      const times = Number.POSITIVE_INFINITY;
      world.sandbox.faults.add({ service: 'github', operation: 'delete-runner', effect, times });
      expect(errorOf(await stop(world))).toContain('GitHub contradicts itself about runner');
      expect(operations(world, 'ecs')).not.toContain('StopTask');
      expect(job.status()).toBe('in_progress');
    }),
  );

  integrationCase('a failed start leaves a sibling whose label others know, with its job, and post does too', () =>
    inWorld(async (world) => {
      const { aws } = world.sandbox;
      const first = Promise.withResolvers<void>();
      let launches = 0;
      // The second task never comes up, the first one as usual.
      const end = world.sandbox.observe(async (phase, { operation }) => {
        if (operation !== 'RunTask') return;
        if (phase === 'acted') first.resolve();
        if (phase !== 'received') return;
        launches += 1;
        if (launches < 2) return;
        await first.promise;
        aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
      });
      const running = world.start({
        action: 'start-runner',
        inputs: { ...world.startInputs, label: 'gpu', count: '2', 'startup-timeout-seconds': '120' },
      });
      const job = await runningJob(world, 'gpu');
      const result = await running.done;
      end();
      expect(result.exitCode).toBe(1);
      expect(result.log).toMatch(/::warning::Runner egr-\S+ (has a job|is online)/);
      const post = await world.run({
        action: 'start-runner',
        phase: 'post',
        state: result.state,
        inputs: { ...world.startInputs, label: 'gpu' },
      });
      expect(post.exitCode).toBe(0);
      expect(job.status()).toBe('in_progress');
    }),
  );
});

describe("the run's jobs, where they may be read", () => {
  integrationCase('keep a runner for which one is queued, and let the others go', () =>
    inWorld(async (world) => {
      const { github } = world.sandbox;
      github.setRun({ runId: RUN_ID, status: 'in_progress' });
      expectSuccess(await start(world, { label: 'wanted' }));
      expectSuccess(await start(world, { label: 'idle' }));
      // Queued for a runner that nobody has assigned it to yet: it asks for a label that comes a moment later.
      const [wanted] = world.sandbox.inventory().runners;
      github.setBusy(wanted?.name ?? '', true);
      github.queueJob({ labels: ['wanted'], script: 'true', runId: RUN_ID });
      const result = expectSuccess(await stop(world, { ...readsJobs(world), 'drain-timeout-seconds': '5' }));
      expect(result.outputs).toMatchObject({ stopped: '1', 'left-busy': '1' });
    }),
  );

  integrationCase('show a selected runner that no job is on its way to it: it need not be waited for', () =>
    inWorld(async (world) => {
      world.sandbox.github.setRun({ runId: RUN_ID, status: 'in_progress' });
      expectSuccess(await start(world, { label: 'gpu' }));
      const began = world.sandbox.clock.now();
      const result = expectSuccess(await stop(world, { label: 'GPU', ...readsJobs(world) }));
      expect(result.outputs['stopped']).toBe('1');
      expect(world.sandbox.clock.now() - began).toBeLessThan(120_000);
      await expectNothingLeft(world);
    }),
  );
});

describe('a job that came and went between two polls', () => {
  integrationCase('has come: the start is green, and there is no second runner', () =>
    inWorld(async (world) => {
      const job = world.sandbox.github.queueJob({ labels: ['gpu'], script: 'true' });
      // GitHub answers the first poll only when the job is over.
      world.sandbox.faults.add({ service: 'github', operation: 'get-runner', delayMs: 45_000 });
      const result = expectSuccess(await start(world, { label: 'gpu', 'startup-timeout-seconds': '300' }));
      expect(result.outputs['count']).toBe('1');
      expect((await job.done).conclusion).toBe('success');
      expect(operations(world, 'ecs').filter((operation) => operation === 'RunTask')).toHaveLength(1);
    }),
  );
});

describe('a damaged saved state', () => {
  integrationCase('loses only what it named: post removes the rest and tells', () =>
    inWorld(async (world) => {
      const running = world.start({ action: 'start-runner', inputs: { ...world.startInputs, count: '2' } });
      const end = world.sandbox.observe((phase, { operation }) => {
        if (phase === 'answered' && operation === 'DescribeTasks') running.child.kill('SIGKILL');
      });
      const killed = await running.done;
      end();
      const { 'start-key': _key, ...state } = killed.state;
      const damaged = { ...state, 'launches-1': '[{"runnerName":"egr' };
      const post = expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: damaged }));
      expect(post.log).toMatch(/::warning::The saved state is damaged \(launches-1\)/);
      expect(world.sandbox.inventory().runners).toHaveLength(1);
      expectSuccess(await stop(world));
      await expectNothingLeft(world);
    }),
  );
});
