import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

async function startOne(world: World, inputs: Readonly<Record<string, string>> = {}) {
  const { outputs } = expectSuccess(
    await world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...inputs } }),
  );
  const [name] = JSON.parse(outputs['runner-names'] ?? '') as string[];
  return { label: outputs['label'] ?? '', name: name ?? '' };
}

/** Idle runners that are selected would be waited for. */
const stop = (world: World, inputs: Readonly<Record<string, string>> = {}) =>
  world.run({ action: 'stop-runner', inputs: { ...world.stopInputs, 'drain-timeout-seconds': '0', ...inputs } });

/** The starter role may not even describe another cluster; an administrator may. */
const stopAsAdministrator = (world: World, inputs: Readonly<Record<string, string>>) =>
  world.run({
    action: 'stop-runner',
    inputs: { ...world.stopInputs, ...inputs, 'role-to-assume': '' },
    environment: world.sandbox.aws.adminEnvironment,
  });

/** A job that runs until its runner is stopped. */
const endless = (world: World, label: string) => {
  const job = world.sandbox.github.queueJob({ labels: [label], script: 'exec sleep 600' });
  const running = async (): Promise<void> => {
    while (job.status() !== 'in_progress') await world.sandbox.clock.sleep(100);
  };
  return { job, running };
};

describe('stop-runner', () => {
  integrationCase('stops an idle runner: the registration is deleted before the task is stopped', () =>
    inWorld(async (world) => {
      await startOne(world);
      const { outputs } = expectSuccess(await stop(world, { 'wait-for-stopped': 'true' }));
      expect(outputs).toMatchObject({ stopped: '1', 'already-gone': '0', 'left-busy': '0' });
      const order = world.sandbox.journal.map(({ operation }) => operation);
      expect(order.indexOf('delete-runner')).toBeLessThan(order.indexOf('StopTask'));
      // The stop waited for the task. The process behind it may end a moment after its state, as moto shows it.
      expect(world.sandbox.inventory()).toMatchObject({ tasks: [], runners: [] });
      await expectNothingLeft(world);
    }),
  );

  integrationCase('says where it searched if the run has started nothing there', () =>
    inWorld(async (world) => {
      const { outputs, log, summary } = expectSuccess(await stop(world));
      expect(outputs).toMatchObject({ stopped: '0', 'already-gone': '0', 'left-busy': '0', resources: '[]' });
      expect(log).toMatch(
        /::notice::Nothing to stop: run 9876543210 has no task in cluster ci, region us-east-1 of account \d{12} .*, and no runner in repo:octo-org\/octo-repo\. ECS remembers/,
      );
      expect(summary).toBe('');
    }),
  );

  integrationCase('does not know of nothing if it could not read what had ended', () =>
    inWorld(async (world) => {
      world.sandbox.faults.add({
        service: 'ecs',
        operation: 'ListTasks',
        ...{ from: 2, times: Infinity },
        effect: { kind: 'respond', when: 'before', status: 400, body: { __type: 'ClientException', message: 'no' } },
      });
      const { log } = expectSuccess(await stop(world));
      expect(log).toMatch(/::notice::Nothing to stop: .*\. Whether a task had ended before could not be read\./);
    }),
  );

  integrationCase('a second one says that what the run had started was stopped before', () =>
    inWorld(async (world) => {
      await startOne(world);
      // A running one would end by itself once its registration is deleted.
      expectSuccess(await stop(world, { 'wait-for-stopped': 'true' }));
      const { outputs, log } = expectSuccess(await stop(world));
      expect(outputs).toMatchObject({ stopped: '0', 'left-busy': '0' });
      expect(log).toMatch(/Nothing was left to stop: .* stopped before|1 runner of this run had ended by itself/);
      expect(log).not.toContain('::notice::');
    }),
  );

  integrationCase('wait-for-stopped waits for a runner that had ended by itself', () =>
    inWorld(
      async (world) => {
        const { label } = await startOne(world);
        await world.sandbox.github.queueJob({ labels: [label], script: 'true' }).done;
        // Its task leaves the list of running ones long before it has stopped.
        while (world.sandbox.inventory().tasks.some(({ lastStatus }) => lastStatus === 'RUNNING')) {
          await world.sandbox.clock.sleep(100);
        }
        const { outputs } = expectSuccess(await stop(world, { 'wait-for-stopped': 'true' }));
        expect(outputs).toMatchObject({ stopped: '0', 'already-gone': '1' });
        expect(world.sandbox.inventory().tasks).toEqual([]);
      },
      { aws: { stoppingMs: 60_000 } },
    ),
  );

  integrationCase('finds runners of every run attempt', () =>
    inWorld(async (world) => {
      await startOne(world);
      expectSuccess(await world.run({ action: 'start-runner', attempt: 2 }));
      const { outputs } = expectSuccess(await world.run({ action: 'stop-runner', attempt: 3 }));
      expect(outputs['stopped']).toBe('2');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('selects by id, by label and by labels', () =>
    inWorld(async (world) => {
      const first = await startOne(world, { id: 'one' });
      const second = await startOne(world, { id: 'two' });
      const third = await startOne(world, { label: 'three' });
      const alive = () =>
        world.sandbox
          .inventory()
          .runners.map(({ name }) => name)
          .sort();
      expectSuccess(await stop(world, { id: 'one' }));
      expect(alive()).toEqual([second.name, third.name].sort());
      expectSuccess(await stop(world, { labels: '["three-0"]' }));
      expect(alive()).toEqual([second.name]);
      expectSuccess(await stop(world, { label: first.label }));
      expect(alive()).toEqual([second.name]);
      expectSuccess(await stop(world, { label: second.label }));
      await expectNothingLeft(world);
    }),
  );

  for (const hidden of [
    { by: 'id', inputs: { id: 'nightly' } },
    { by: 'label', inputs: { label: 'gpu' } },
  ]) {
    integrationCase(`by ${hidden.by} finds what a killed start left, though ECS hides its task for 45 s`, () =>
      inWorld(
        async (world) => {
          // A running task would end by itself, because its registration is deleted first.
          world.sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
          const inputs = { ...world.startInputs, label: 'gpu', id: 'nightly' };
          const running = world.start({ action: 'start-runner', inputs });
          const stopObserving = world.sandbox.observe(async (phase, { operation }) => {
            if (operation !== 'RunTask' || phase !== 'acted') return;
            running.child.kill('SIGKILL');
            await running.done;
          });
          expect((await running.done).exitCode).not.toBe(0);
          stopObserving();
          expect(world.sandbox.inventory()).toMatchObject({ tasks: [{}], runners: [{ status: 'offline' }] });
          const { outputs } = expectSuccess(await stop(world, hidden.inputs));
          expect(outputs['stopped']).toBe('1');
          await expectNothingLeft(world);
        },
        { aws: { hideNewTasksMs: 45_000 } },
      ),
    );
  }

  integrationCase('leaves a busy runner alone after the drain, and says so', () =>
    inWorld(async (world) => {
      const { label, name } = await startOne(world);
      const { job, running } = endless(world, label);
      await running();
      const result = expectSuccess(await stop(world, { 'drain-timeout-seconds': '5' }));
      expect(result.outputs).toMatchObject({ stopped: '0', 'left-busy': '1' });
      expect(result.log).toMatch(new RegExp(`::warning::Runner ${name} is still busy after 5 s and is left alone`));
      expect(job.status()).toBe('in_progress');
    }),
  );

  integrationCase('waits for a busy runner to finish its job', () =>
    inWorld(async (world) => {
      const { label } = await startOne(world);
      const job = world.sandbox.github.queueJob({ labels: [label], script: 'sleep 1' });
      while (job.status() !== 'in_progress') await world.sandbox.clock.sleep(100);
      const result = expectSuccess(await stop(world, { 'drain-timeout-seconds': '300' }));
      expect((await job.done).conclusion).toBe('success');
      expect(result.outputs['left-busy']).toBe('0');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('stops a busy runner that was selected, together with its job', () =>
    inWorld(async (world) => {
      const { label } = await startOne(world);
      const { job, running } = endless(world, label);
      await running();
      const result = expectSuccess(await stop(world, { label, 'drain-timeout-seconds': '3' }));
      expect(result.outputs['stopped']).toBe('1');
      expect((await job.done).conclusion).toBe('failure');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('kills no job when GitHub fails while the stop waits for its end', () =>
    inWorld(async (world) => {
      const { label } = await startOne(world);
      const job = world.sandbox.github.queueJob({ labels: [label], script: 'sleep 3' });
      while (job.status() !== 'in_progress') await world.sandbox.clock.sleep(100);
      world.sandbox.faults.add({
        service: 'github',
        operation: 'get-runner',
        // More than the client's own retries of one request.
        times: 4,
        effect: { kind: 'respond', when: 'before', status: 502, body: { message: 'Server Error' } },
      });
      const result = expectSuccess(await stop(world, { label, 'drain-timeout-seconds': '300' }));
      expect(result.log).toMatch(/GitHub failed \(502\) .* polling again/);
      expect((await job.done).conclusion).toBe('success');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('fails in a wrong cluster and says that the runner is alive elsewhere', () =>
    inWorld(async (world) => {
      const { name } = await startOne(world, { id: 'tests' });
      world.sandbox.aws.addCluster({ name: 'other' });
      const error = errorOf(await stopAsAdministrator(world, { cluster: 'other' }));
      expect(error).toContain(`runner ${name} is alive, but not in cluster other, region us-east-1`);
      expect(error).toContain('Give stop-runner the cluster, aws-region and role-to-assume');
      const byId = errorOf(await stopAsAdministrator(world, { cluster: 'other', id: 'tests' }));
      expect(byId).toContain(
        `no task has the id tests here, while this run's ${name} is alive, but not in cluster other`,
      );
      expect(world.sandbox.inventory().runners).toHaveLength(1);
    }),
  );

  integrationCase('fails in a cluster that does not exist', () =>
    inWorld(async (world) => {
      const error = errorOf(await stopAsAdministrator(world, { cluster: 'typo' }));
      expect(error).toContain('There is no cluster typo, region us-east-1');
    }),
  );

  integrationCase('fails in a cluster that the role does not cover, and names the cluster', () =>
    inWorld(async (world) => {
      await startOne(world);
      expect(errorOf(await stop(world, { cluster: 'typo' }))).toMatch(
        /ecs:ListTasks.*cluster\/typo|ecs:ListTasks.*typo/,
      );
      expect(world.sandbox.inventory().runners).toHaveLength(1);
    }),
  );

  integrationCase('continues with the rest after a failure', () =>
    inWorld(async (world) => {
      await startOne(world);
      await startOne(world);
      world.sandbox.faults.add({
        service: 'ecs',
        operation: 'StopTask',
        effect: {
          kind: 'respond',
          when: 'before',
          status: 400,
          body: { __type: 'ClientException', message: 'not now' },
        },
      });
      const result = await stop(world);
      const error = errorOf(result);
      expect(error).toMatch(/Not everything could be stopped/);
      expect(error).toMatch(/AWS refused ecs:StopTask on arn:aws:ecs:\S+: ClientException: not now/);
      // The other one; it may have ended by itself, because its registration is gone.
      expect(Number(result.outputs['stopped']) + Number(result.outputs['already-gone'])).toBe(1);
      expect(world.sandbox.inventory().runners).toEqual([]);
      expectSuccess(await stop(world));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('a task whose tags are gone after a first StopTask is already gone, not a permission error', () =>
    inWorld(
      async (world) => {
        await startOne(world);
        world.sandbox.faults.add({
          service: 'ecs',
          operation: 'StopTask',
          // ECS acted, but the caller gets an error: the SDK retries.
          effect: {
            kind: 'respond',
            when: 'after',
            status: 503,
            body: { __type: 'ServerException', message: 'again' },
          },
        });
        const result = expectSuccess(await stop(world));
        expect(result.outputs['already-gone']).toBe('1');
        expect(operations(world, 'ecs').filter((name) => name === 'StopTask')).toHaveLength(2);
        await expectNothingLeft(world);
      },
      { aws: { stoppingMs: 20_000 } },
    ),
  );

  integrationCase('a registration without compute is deleted', () =>
    inWorld(async (world) => {
      await startOne(world);
      const [arn = ''] = world.sandbox.aws.taskArns;
      world.sandbox.aws.endTask(arn, { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 terminated.' });
      while (world.sandbox.inventory().tasks.length > 0) await world.sandbox.clock.sleep(500);
      // GitHub notices a lost runner after a minute.
      await world.sandbox.clock.sleep(90_000);
      expect(world.sandbox.inventory().runners).toMatchObject([{ status: 'offline' }]);
      expectSuccess(await stop(world));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('leaves compute alone that may be busy, and fails, if GitHub is unreachable', () =>
    inWorld(async (world) => {
      await startOne(world);
      const inputs = { 'github-token': world.sandbox.github.token('expired') };
      expect(errorOf(await stop(world, inputs))).toMatch(/refused the token \(401\)/);
      expect(operations(world, 'ecs')).not.toContain('StopTask');
    }),
  );
});

describe('The root action', () => {
  integrationCase('starts, cleans up in post, and stops, by its mode', () =>
    inWorld(async (world) => {
      const inputs = { ...world.startInputs, mode: 'start' };
      const start = expectSuccess(await world.run({ action: '.', inputs }));
      expect(start.outputs['label']).toMatch(/^egr-/);
      const healthy = expectSuccess(await world.run({ action: '.', phase: 'post', inputs, state: start.state }));
      expect(healthy.log).toContain('left alone');
      const stopped = await world.run({ action: '.', inputs: { ...world.stopInputs, mode: 'stop' } });
      expect(expectSuccess(stopped).outputs['stopped']).toBe('1');
      expectSuccess(await world.run({ action: '.', phase: 'post', inputs: { ...world.stopInputs, mode: 'stop' } }));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('removes a killed start in its post step', () =>
    inWorld(
      async (world) => {
        const inputs = { ...world.startInputs, mode: 'start' };
        const running = world.start({ action: '.', inputs });
        world.sandbox.observe((phase, { operation }) => {
          if (phase === 'answered' && operation === 'DescribeTasks') running.child.kill('SIGKILL');
        });
        const { state } = await running.done;
        expectSuccess(await world.run({ action: '.', phase: 'post', inputs, state }));
        await expectNothingLeft(world);
      },
      { aws: { provisioningMs: 5_000 } },
    ),
  );

  integrationCase('refuses a mode that it does not have', () =>
    inWorld(async (world) => {
      const inputs = { ...world.startInputs, mode: 'destroy' };
      expect(errorOf(await world.run({ action: '.', inputs }))).toMatch(
        /mode must be start, stop, sweep or credentials; it is "destroy"/,
      );
      expect(world.sandbox.journal).toEqual([]);
    }),
  );
});
