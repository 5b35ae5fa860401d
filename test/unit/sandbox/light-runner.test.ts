import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../../sandbox/contract.ts';
import { startSandbox } from '../../../sandbox/index.ts';
import { createLightExecutor } from '../../../sandbox/runner/light.ts';
import { until } from '../../helpers/until.ts';

const RUNNERS = '/repos/octo-org/octo-repo/actions/runners';

/** Registers over HTTP, as an action does; returns the JIT config. */
async function register({ github }: Sandbox, name: string): Promise<string> {
  const answer = await fetch(`${github.apiUrl}${RUNNERS}/generate-jitconfig`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.token('admin')}` },
    body: JSON.stringify({ name, runner_group_id: 1, labels: ['blue'], work_folder: '_work' }),
  });
  return ((await answer.json()) as { encoded_jit_config: string }).encoded_jit_config;
}

describe('GitHub that removes idle runners over a span', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    // The clock nearly stands still.
    sandbox = await startSandbox({
      runners: 'light',
      clock: { speed: 0.01 },
      github: { removeIdleRunnerAfterMs: { from: 120_000, to: 360_000 } },
    });
  });
  afterEach(() => sandbox.close());

  test('removes none before it, about half by its middle, and all by its end', async () => {
    for (let index = 0; index < 40; index += 1) {
      sandbox.github.addRegistration({ name: `idle-${index}`, status: 'online' });
    }
    sandbox.github.addRegistration({ name: 'busy', status: 'online', busy: true });
    const left = (): number => sandbox.inventory().runners.length;
    await sandbox.clock.advance(119_000);
    expect(left()).toBe(41);
    await sandbox.clock.advance(121_000);
    expect(left()).toBeGreaterThan(15);
    expect(left()).toBeLessThan(26);
    await sandbox.clock.advance(121_000);
    expect(sandbox.inventory().runners).toMatchObject([{ name: 'busy' }]);
  });
});

describe('a light runner', () => {
  let sandbox: Sandbox;
  let exits: number[];

  const start = async (name: string): Promise<void> => {
    sandbox.aws.addCluster({ name: 'ci' });
    sandbox.aws.registerTaskDefinition({ family: 'runner', containerDefinitions: [{ name: 'runner', image: 'x' }] });
    await launch(await register(sandbox, name));
  };
  const launch = async (jit: string): Promise<void> => {
    const answer = await fetch(sandbox.aws.endpointUrl, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RunTask',
        authorization: `AWS4-HMAC-SHA256 Credential=${sandbox.aws.adminEnvironment['AWS_ACCESS_KEY_ID']}/20261121/us-east-1/ecs/aws4_request`,
      },
      body: JSON.stringify({
        cluster: 'ci',
        taskDefinition: 'runner',
        overrides: { containerOverrides: [{ name: 'runner', environment: [{ name: 'JIT', value: jit }] }] },
      }),
    });
    expect(answer.status).toBe(200);
  };
  const online = (): string[] =>
    sandbox
      .inventory()
      .runners.filter(({ status }) => status === 'online')
      .map(({ name }) => name);
  beforeEach(async () => {
    sandbox = await startSandbox({ runners: 'light', clock: { speed: 50 } });
    exits = [];
  });
  afterEach(() => sandbox.close());

  test('comes online with its JIT config, takes no job, and has no process', async () => {
    const job = sandbox.github.queueJob({ labels: ['blue'], script: 'true' });
    await start('light');
    await until('it is online', () => online().includes('light'));
    await sandbox.clock.sleep(10_000);
    expect(job.status()).toBe('queued');
    expect(sandbox.inventory().processes).toEqual([]);
  });

  test('ends with 0 when its registration is gone', async () => {
    await start('gone');
    await until('it is online', () => online().includes('gone'));
    sandbox.github.removeRegistration('gone');
    await until('its task is gone', () => sandbox.inventory().tasks.length === 0);
    const [arn = ''] = sandbox.aws.taskArns;
    expect(sandbox.aws.task(arn)).toMatchObject({ stopCode: 'EssentialContainerExited' });
    expect(sandbox.aws.task(arn)?.['containers']).toMatchObject([{ exitCode: 0 }]);
  });

  test('ends with 143 when it is stopped, and without a JIT config at once with 0', async () => {
    const statuses = new Map([['connect', 401]]);
    const executor = createLightExecutor({
      clock: sandbox.clock,
      call: async (operation) => statuses.get(operation) ?? 200,
    });
    const onExit = ({ exitCode }: { exitCode: number }): void => {
      exits.push(exitCode);
    };
    executor.start({ taskArn: 'a', command: [], environment: {}, onExit });
    await until('the first has ended', () => exits.length === 1);
    statuses.set('connect', 200);
    executor.start({ taskArn: 'b', command: [], environment: { JIT: await register(sandbox, 'stopped') }, onExit });
    executor.stop('b', 30);
    await until('the second has ended', () => exits.length === 2);
    expect(exits).toEqual([0, 143]);
    await executor.close();
  });
});
