import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { newStart, type RunIdentity, runKey, runnerName } from '../../src/core/identity.ts';
import { computeTags, TAG } from '../../src/core/tags.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

const MINUTE = 60_000;

type Inputs = Readonly<Record<string, string>>;

/** An entry of the output `report`. */
interface Entry {
  readonly runnerName: string;
  readonly decision: string;
  readonly why: string;
  readonly reason: string;
  readonly outcome: string;
  readonly id?: string;
}

const sweep = (world: World, inputs: Inputs = {}) =>
  world.run({ action: 'sweep-runners', inputs: { ...world.stopInputs, ...inputs } });

/** Credentials without restrictions: the starter role is limited to one cluster and its repository's tag. */
const sweepAsAdministrator = (world: World, inputs: Inputs = {}) =>
  world.run({
    action: 'sweep-runners',
    inputs: { ...world.stopInputs, ...inputs, 'role-to-assume': '' },
    environment: world.sandbox.aws.adminEnvironment,
  });

const reportOf = ({ outputs }: { outputs: Inputs }) => JSON.parse(outputs['report'] ?? '') as Entry[];

/** Requests that change something. */
const changes = (world: World) =>
  [...operations(world, 'github'), ...operations(world, 'ecs')].filter((name) =>
    ['delete-runner', 'StopTask'].includes(name),
  );

/** The run ended an hour ago. */
const endRun = ({ sandbox }: World, runId: number, repository?: string) =>
  sandbox.github.setRun({
    runId,
    status: 'completed',
    updatedAt: sandbox.clock.now() - 60 * MINUTE,
    ...(repository !== undefined && { repository }),
  });

interface Seed {
  readonly run?: Partial<RunIdentity>;
  readonly attempt?: number;
  /** Minutes from now. */
  readonly expiresIn?: number;
  readonly registration?: { readonly status?: 'online' | 'offline'; readonly busy?: boolean } | 'none';
  readonly task?: 'none';
  readonly tags?: Inputs;
  readonly scope?: string;
  readonly cluster?: string;
}

let seeds = 0;

/** A runner whose start began 2 h ago, as if launched, without any process. */
function seed({ sandbox }: World, wanted: Seed = {}): { name: string; arn: string } {
  const { github, aws, clock } = sandbox;
  seeds += 1;
  const run = { repositoryId: github.repository.id, runId: 77, ...wanted.run };
  const start = newStart({
    run,
    runAttempt: wanted.attempt ?? 1,
    nowMs: clock.now() - 120 * MINUTE,
    nonce: `s${seeds}`,
  });
  const name = runnerName(start, { index: 0, launchNumber: 0 });
  const { registration = { status: 'online' }, scope, cluster = 'ci' } = wanted;
  if (registration !== 'none') github.addRegistration({ name, ...registration, ...(scope && { scope }) });
  if (wanted.task === 'none') return { name, arn: '' };
  const [kind = '', ...path] = (scope ?? `repos/${github.repository.owner}/${github.repository.name}`).split('/');
  const agoMinutes = Math.max(120, 4 - (wanted.expiresIn ?? 60));
  const tags = computeTags({
    version: '0.1.0',
    start,
    repository: 'octo-org/octo-repo',
    scope: `${kind.slice(0, -1)}:${path.join('/')}`,
    label: name,
    id: undefined,
    runnerName: name,
    expiresAt: clock.now() + (wanted.expiresIn ?? 60) * MINUTE,
    // 3 minutes of it are for a good ending.
    lifetimeMs: (agoMinutes + (wanted.expiresIn ?? 60) - 3) * MINUTE,
    custom: {},
  });
  const all = { ...tags, ...wanted.tags };
  const agoMs = agoMinutes * MINUTE;
  return { name, arn: aws.addTask({ cluster, family: 'runner', startedBy: runKey(run), tags: all, agoMs }) };
}

/** A start that is killed as soon as an operation is answered. */
async function killedStart(world: World, runId: number, operation: string): Promise<void> {
  const running = world.start({ action: 'start-runner', runId });
  const end = world.sandbox.observe((phase, entry) => {
    if (phase === 'acted' && entry.operation === operation) running.child.kill('SIGKILL');
  });
  expect((await running.done).exitCode).toBeNull();
  end();
}

describe('sweep-runners', () => {
  integrationCase('removes what killed starts left behind, once their runs are over', () =>
    inWorld(async (world) => {
      await killedStart(world, 1, 'generate-jitconfig');
      await killedStart(world, 2, 'RunTask');
      await killedStart(world, 3, 'get-runner');
      expect(world.sandbox.inventory().runners).toHaveLength(3);
      expect(world.sandbox.inventory().tasks).toHaveLength(2);
      for (const runId of [1, 2, 3]) world.sandbox.github.setRun({ runId, status: 'in_progress' });
      // A registration is judged only when its compute can no longer be hidden.
      await world.sandbox.clock.sleep(90_000);
      const early = expectSuccess(await sweep(world, { 'grace-minutes': '0' }));
      expect(early.outputs).toMatchObject({ swept: '0', kept: '3' });
      expect(changes(world)).toEqual([]);

      for (const runId of [1, 2, 3]) endRun(world, runId);
      const result = expectSuccess(await sweep(world, { 'grace-minutes': '0' }));
      expect(result.outputs).toMatchObject({ swept: '3', kept: '0' });
      expect(reportOf(result).map(({ outcome, why }) => `${why}: ${outcome}`)).toEqual(
        Array(3).fill('run-over: removed'),
      );
      const order = world.sandbox.journal.map(({ operation }) => operation);
      expect(order.indexOf('delete-runner')).toBeLessThan(order.indexOf('StopTask'));
      expect(result.summary).toMatch(/Found: 3 removed/);
      await expectNothingLeft(world);
    }),
  );

  integrationCase('leaves a live run and everything that belongs to it alone', () =>
    inWorld(async (world) => {
      expectSuccess(await world.run({ action: 'start-runner', runId: 1 }));
      world.sandbox.github.setRun({ runId: 1, status: 'in_progress' });
      const result = expectSuccess(await sweep(world, { 'grace-minutes': '0' }));
      expect(reportOf(result)).toMatchObject([{ decision: 'keep', why: 'live', outcome: 'kept' }]);
      expect(changes(world)).toEqual([]);
    }),
  );

  integrationCase('leaves a busy runner, and removes it when its lifetime is over', () =>
    inWorld(async (world) => {
      endRun(world, 77);
      const kept = seed(world, { registration: { status: 'online', busy: true } });
      // It crashed during its job: GitHub counts it as busy for a while.
      const expired = seed(world, { registration: { status: 'offline', busy: true }, expiresIn: -16 });
      const result = expectSuccess(await sweep(world));
      expect(reportOf(result)).toMatchObject([
        { runnerName: expired.name, outcome: 'still-registered', why: 'expired' },
        { runnerName: kept.name, outcome: 'kept', why: 'busy' },
      ]);
      expect(result.outputs).toMatchObject({ swept: '1', kept: '1' });
      expect(result.log).toContain(
        `::warning::Runner ${expired.name} is still busy; it is stopped together with its job.`,
      );
      expect(world.sandbox.inventory().tasks.map(({ arn }) => arn)).toContain(kept.arn);

      // The next sweep removes the runner that it could not delete, once GitHub releases it.
      world.sandbox.github.setBusy(expired.name, false);
      world.sandbox.github.removeRegistration(kept.name);
      expectSuccess(await sweep(world));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('a dry run reports what it would do and touches nothing', () =>
    inWorld(async (world) => {
      endRun(world, 77);
      const [one, two] = [seed(world), seed(world, { task: 'none', registration: { status: 'offline' } })];
      const before = { ...world.sandbox.inventory() };
      const result = expectSuccess(await sweep(world, { 'dry-run': 'true' }));
      expect(result.outputs).toMatchObject({ swept: '0', kept: '0' });
      expect(reportOf(result).map(({ runnerName: name, outcome }) => [name, outcome])).toEqual(
        [one.name, two.name].sort().map((name) => [name, 'dry-run']),
      );
      expect(result.summary).toContain('dry run: nothing was touched');
      expect(changes(world)).toEqual([]);
      expect(world.sandbox.inventory()).toEqual(before);
    }),
  );

  integrationCase('never touches what is not its own', () =>
    inWorld(async (world) => {
      const { aws, github } = world.sandbox;
      endRun(world, 77);
      github.addForeignRunners(5);
      aws.addTask({ cluster: 'ci', family: 'runner' });
      aws.addTask({ cluster: 'ci', family: 'runner', startedBy: 'ecs-svc/123' });
      const untagged = aws.addTask({ cluster: 'ci', family: 'runner', startedBy: 'egr-1-1' });
      seed(world, { run: { repositoryId: 4711 }, expiresIn: -600 });
      seed(world, { run: { repositoryId: 4711 }, task: 'none', registration: { status: 'offline' } });
      github.addRegistration({ name: 'production-1', status: 'online' });
      const misnamed = seed(world, {
        tags: { [TAG.runnerName]: 'production-1' },
        registration: 'none',
        expiresIn: -600,
      });
      const before = { ...world.sandbox.inventory() };
      const result = expectSuccess(await sweepAsAdministrator(world));
      expect(reportOf(result).map(({ id, why, outcome }) => [id, why, outcome])).toEqual([
        [untagged, 'unreadable', 'kept'],
        [misnamed.arn, 'unreadable', 'kept'],
      ]);
      expect(changes(world)).toEqual([]);
      expect(world.sandbox.inventory()).toEqual(before);
      expect(result.log).toContain(
        `${untagged} (cluster ci, region us-east-1): kept, since it carries no tag of this project`,
      );
      expect(result.summary).toContain('In repositories that were not named: 2.');
    }),
  );

  integrationCase('the lifetime alone decides if the runs cannot be known, and everything says so', () =>
    inWorld(async (world) => {
      const { github } = world.sandbox;
      endRun(world, 77);
      const expired = seed(world, { expiresIn: -16 });
      const kept = seed(world);
      const inputs = { 'actions-token': github.token('workflow-without-actions') };
      const result = expectSuccess(await sweep(world, inputs));
      expect(reportOf(result)).toMatchObject([
        { runnerName: expired.name, outcome: 'removed' },
        { runnerName: kept.name, outcome: 'kept', why: 'unknown-run', reason: expect.stringContaining('(403)') },
      ]);
      expect(result.log).toMatch(/::warning::It is unknown whether the runs of 1 runners are over.*actions: read/);
      expect(result.summary).toContain('its lifetime alone decides');
    }),
  );

  integrationCase('sweeps several clusters and repositories, as an App', () =>
    inWorld(async (world) => {
      const { aws, github } = world.sandbox;
      aws.addCluster({ name: 'gpu' });
      github.addRepository({ owner: 'octo-org', name: 'second', id: 55 });
      endRun(world, 77);
      endRun(world, 88, 'octo-org/second');
      const scope = 'repos/octo-org/second';
      seed(world);
      seed(world, { run: { repositoryId: 55, runId: 88 }, scope, cluster: 'gpu' });
      seed(world, { run: { repositoryId: 55, runId: 88 }, scope, task: 'none', registration: { status: 'offline' } });
      const result = expectSuccess(
        await world.run({
          action: 'sweep-runners',
          inputs: {
            'aws-region': aws.region,
            cluster: 'ci, gpu',
            repositories: 'octo-org/octo-repo\nocto-org/second',
            'github-app-id': github.app.id,
            'github-app-private-key': github.app.privateKey,
            'actions-token': github.token('read'),
          },
          environment: aws.adminEnvironment,
        }),
      );
      expect(result.outputs).toMatchObject({ swept: '3', kept: '0' });
      await expectNothingLeft(world);
    }),
  );

  integrationCase('continues with the rest after a failure, and reports it in the end', () =>
    inWorld(async (world) => {
      endRun(world, 77);
      const runners = Array.from({ length: 12 }, () => seed(world));
      world.sandbox.faults.add({
        service: 'ecs',
        operation: 'StopTask',
        effect: {
          kind: 'respond',
          when: 'before',
          status: 400,
          body: {
            __type: 'AccessDeniedException',
            message:
              'User: arn:aws:sts::123456789012:assumed-role/starter/x is not authorized to perform: ecs:StopTask',
          },
        },
      });
      const result = await sweepAsAdministrator(world, { cluster: 'ci,typo' });
      const error = errorOf(result);
      expect(error).toMatch(/^Not everything could be swept:\n- There is no cluster typo/);
      expect(error).toMatch(/Allow ecs:StopTask on \S+ in a policy of the role starter/);
      expect(result.outputs['swept']).toBe(String(runners.length - 1));
      expect(world.sandbox.inventory().runners).toEqual([]);
      expect(reportOf(result).filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
    }),
  );

  integrationCase('reports every bad input at once, and sends no request', () =>
    inWorld(async (world) => {
      const error = errorOf(
        await sweep(world, { cluster: '', repositories: 'octo-org', 'grace-minutes': '-1', 'dry-run': 'yes' }),
      );
      for (const name of ['cluster', 'repositories', 'grace-minutes', 'dry-run']) expect(error).toContain(`- ${name} `);
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('works with 1,000 tasks and 1,000 runners in pages', () =>
    inWorld(async (world) => {
      const { github, clock } = world.sandbox;
      for (let runId = 1; runId <= 50; runId += 1) {
        if (runId % 10 === 0) endRun(world, runId);
        else github.setRun({ runId, status: 'in_progress', startedAt: clock.now() - 150 * MINUTE });
      }
      // 20 of each run; every 100th has exceeded its lifetime.
      const kept: string[] = [];
      let swept = 0;
      for (let count = 0; count < 1000; count += 1) {
        const runId = (count % 50) + 1;
        const isOver = runId % 10 === 0;
        const isExpired = count % 100 === 0;
        const { name } = seed(world, { run: { runId }, expiresIn: isExpired ? -16 : 60 });
        if (isOver || isExpired) swept += 1;
        else kept.push(name);
      }
      github.addForeignRunners(1000);
      const result = expectSuccess(await sweep(world));
      expect(result.outputs).toMatchObject({ swept: String(swept), kept: String(kept.length) });
      const { tasks, runners } = world.sandbox.inventory();
      expect(runners.map(({ name }) => name).sort()).toEqual(kept.sort());
      expect(tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING')).toHaveLength(kept.length);
      // Each pass reads all pages of both lists, and each run once.
      const count = (operation: string) =>
        world.sandbox.journal.filter((entry) => entry.operation === operation).length;
      // The total says that the twentieth page is the last one.
      expect(count('list-runners')).toBe(2 * 20);
      expect(count('ListTasks')).toBe(2 * 10);
      expect(count('get-run')).toBe(50 + 5);
      expect(count('delete-runner')).toBe(swept);
      expect(result.summary).toMatch(/And 800 more: see the output `report`/);
    }),
  );
});

describe('The root action', () => {
  integrationCase('sweeps by its mode, and its post step does nothing', () =>
    inWorld(async (world) => {
      await killedStart(world, 1, 'RunTask');
      // Whatever still changes is left to the next sweep.
      while (world.sandbox.inventory().runners[0]?.status !== 'online') await world.sandbox.clock.sleep(500);
      endRun(world, 1);
      const inputs = { ...world.stopInputs, mode: 'sweep', 'grace-minutes': '0' };
      const result = expectSuccess(await world.run({ action: '.', inputs }));
      expect(result.outputs['swept']).toBe('1');
      await expectNothingLeft(world);
      const requests = world.sandbox.journal.length;
      expectSuccess(await world.run({ action: '.', phase: 'post', inputs }));
      expect(world.sandbox.journal.length).toBe(requests);
    }),
  );
});
