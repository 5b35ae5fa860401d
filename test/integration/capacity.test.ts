import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { LaunchBehaviour } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

const SPOT_TAKEN: LaunchBehaviour = {
  kind: 'stop',
  after: 'RUNNING',
  stopCode: 'SpotInterruption',
  stoppedReason: 'Your Spot Task was interrupted.',
};

const NEVER_PLACED: LaunchBehaviour = {
  kind: 'stop',
  after: 'PROVISIONING',
  stopCode: 'TaskFailedToStart',
  stoppedReason: 'TaskFailedToStart: RESOURCE:MEMORY',
};

const ON_FARGATE = { subnets: 'subnet-0a', 'security-groups': 'sg-0a' };

/** Starts on the capacities, with no relaunches allowed. */
async function start(world: World, capacity: string, more: Readonly<Record<string, string>> = {}) {
  const inputs = { ...world.startInputs, capacity, 'max-relaunches': '0', ...more };
  return world.run({ action: 'start-runner', inputs });
}

const capacityOf = (outputs: Readonly<Record<string, string>>): string =>
  (JSON.parse(outputs['resources'] ?? '[]') as { capacity: string }[]).map(({ capacity }) => capacity).join();

/** ECS answers the first RunTask with an exception. */
function refuseFirst({ sandbox }: World, name: string, message: string): void {
  sandbox.faults.add({
    service: 'ecs',
    operation: 'RunTask',
    effect: { kind: 'respond', when: 'before', status: 400, body: { __type: name, message } },
  });
}

describe('A capacity without room is followed by the next', () => {
  integrationCase('at once if it refuses, with the same registration and its own task definition', () =>
    inWorld(async (world) => {
      world.sandbox.aws.setLaunchBehaviour({ kind: 'failures', reason: 'RESOURCE:MEMORY' }, 'EC2');
      const { outputs, log } = expectSuccess(await start(world, 'EC2, FARGATE@runner-fargate', ON_FARGATE));
      expect(capacityOf(outputs)).toBe('FARGATE');
      expect(log).toContain('Capacity EC2 could not take it: trying FARGATE@runner-fargate.');
      expect(operations(world, 'github').filter((name) => name === 'generate-jitconfig')).toHaveLength(1);
      const [arn = ''] = world.sandbox.aws.taskArns;
      expect(world.sandbox.aws.task(arn)?.['taskDefinitionArn']).toMatch(/runner-fargate:1$/);
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );

  const exceptions = [
    [
      'a quota of tasks in PROVISIONING',
      'ClientException',
      "You've reached the limit on the number of tasks you can run in a provisioning state",
    ],
    ['a quota of vCPUs', 'ClientException', "You've reached the limit on the number of vCPUs you can run concurrently"],
    ['no instance at all', 'InvalidParameterException', 'No Container Instances were found in your cluster.'],
    [
      'no Fargate capacity',
      'PlatformTaskDefinitionIncompatibilityException',
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    ],
  ] as const;
  for (const [what, name, message] of exceptions) {
    integrationCase(`at once if an exception reports ${what}`, () =>
      inWorld(async (world) => {
        refuseFirst(world, name, message);
        const { outputs, log } = expectSuccess(await start(world, 'ec2-capacity, EC2'));
        expect(log).toContain(message);
        expect(capacityOf(outputs)).toBe('EC2');
        expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      }),
    );
  }

  integrationCase('after capacity-timeout-seconds in PROVISIONING, once the abandoned task is gone', () =>
    inWorld(async (world) => {
      world.sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PROVISIONING' }, 'ec2-capacity');
      const timeout = { 'capacity-timeout-seconds': '30' };
      const { outputs, log } = expectSuccess(await start(world, 'ec2-capacity=1, EC2', timeout));
      expect(capacityOf(outputs)).toBe('EC2');
      expect(log).toMatch(/was PROVISIONING for 3\d s \(capacity-timeout-seconds\)/);
      const changes = world.sandbox.journal
        .map(({ operation }) => operation)
        .filter((name) => /^(generate-jitconfig|delete-runner|RunTask|StopTask)$/.test(name));
      expect(changes).toEqual([
        'generate-jitconfig',
        'RunTask',
        'delete-runner',
        'StopTask',
        'generate-jitconfig',
        'RunTask',
      ]);
      const [given = '', taken = ''] = world.sandbox.aws.taskArns;
      expect(JSON.parse(outputs['resources'] ?? '')).toMatchObject([{ id: taken }]);
      expect(world.sandbox.aws.task(given)).toMatchObject({ desiredStatus: 'STOPPED' });
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );

  for (const [what, behaviour] of [
    ['takes it back', SPOT_TAKEN],
    ['cannot place the task in the end', NEVER_PLACED],
  ] as const) {
    integrationCase(`if it ${what}, without using a relaunch`, () =>
      inWorld(async (world) => {
        world.sandbox.aws.setLaunchBehaviour(behaviour, 'FARGATE_SPOT');
        const { outputs, summary } = expectSuccess(
          await start(world, 'FARGATE_SPOT@runner-fargate\nFARGATE@runner-fargate', ON_FARGATE),
        );
        expect(capacityOf(outputs)).toBe('FARGATE');
        expect(summary).toContain(behaviour.stoppedReason);
        expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      }),
    );
  }

  integrationCase('until none is left, and the error reports what each of them said', () =>
    inWorld(async (world) => {
      world.sandbox.aws.setLaunchBehaviour({ kind: 'failures', reason: 'RESOURCE:CPU' }, 'EC2');
      world.sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PROVISIONING' }, 'ec2-capacity');
      world.sandbox.aws.setLaunchBehaviour(SPOT_TAKEN, 'FARGATE_SPOT');
      const more = { ...ON_FARGATE, 'capacity-timeout-seconds': '30' };
      const error = errorOf(await start(world, 'EC2, ec2-capacity, FARGATE_SPOT@runner-fargate', more));
      expect(error).toMatch(
        /None of the 3 capacities has room:\n- EC2: .*RESOURCE:CPU.*\n- ec2-capacity: .*PROVISIONING for 3\d s.*\n- FARGATE_SPOT@runner-fargate: .*SpotInterruption/,
      );
      expect(error).toContain('Next step:');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('but a refusal that more room would not change ends the start', () =>
    inWorld(async (world) => {
      world.sandbox.aws.setLaunchBehaviour({ kind: 'failures', reason: 'ATTRIBUTE' }, 'EC2');
      expect(errorOf(await start(world, 'EC2, ec2-capacity'))).toContain('ATTRIBUTE');
      expect(operations(world, 'ecs').filter((name) => name === 'RunTask')).toHaveLength(1);
      await expectNothingLeft(world);
    }),
  );
});

describe('The default capacity of the cluster', () => {
  const inputs = { ...ON_FARGATE, 'task-definition': 'runner-both', 'assign-public-ip': 'true', cluster: 'serverless' };

  const prepare = ({ sandbox }: World): void => {
    sandbox.aws.addCluster({
      name: 'serverless',
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
    sandbox.aws.registerTaskDefinition({
      family: 'runner-both',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['EC2', 'FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'runner', image: 'runner', essential: true }],
    });
  };

  const sent = (world: World): string =>
    world.sandbox.journal.find(({ operation }) => operation === 'RunTask')?.request.body ?? '';

  integrationCase('is read if it decides about a public address', () =>
    inWorld(async (world) => {
      prepare(world);
      const given = { ...world.startInputs, ...inputs, 'role-to-assume': '' };
      const environment = world.sandbox.aws.adminEnvironment;
      expectSuccess(await world.run({ action: 'start-runner', inputs: given, environment }));
      expect(sent(world)).toContain('"assignPublicIp":"ENABLED"');
    }),
  );

  integrationCase('is unknown to a role that may not read it, and a warning says what that means', () =>
    inWorld(async (world) => {
      prepare(world);
      const result = expectSuccess(await start(world, '', { ...inputs, cluster: 'ci' }));
      expect(result.log).toMatch(
        /::warning::assign-public-ip is left out: .*set the input capacity to FARGATE, or allow ecs:Desc/,
      );
      expect(sent(world)).not.toContain('assignPublicIp');
    }),
  );
});

describe('A capacity that cannot work is reported before anything is created', () => {
  const nothingMade = (world: World): void => {
    expect(operations(world, 'github')).not.toContain('generate-jitconfig');
    expect(operations(world, 'ecs')).not.toContain('RunTask');
  };

  integrationCase('for the task definition of any entry, with all problems in one error', () =>
    inWorld(async (world) => {
      const error = errorOf(await start(world, 'EC2, FARGATE, FARGATE_SPOT@runner-fargate, EC2@nobody'));
      expect(error).toMatch(/runner:1 cannot run on Fargate .*capacity is "FARGATE"/);
      expect(error).toMatch(/runner-fargate:1 has the network mode awsvpc: the input subnets is required/);
      expect(error).toContain('There is no active task definition nobody');
      nothingMade(world);
    }),
  );

  integrationCase('for a capacity provider that the cluster does not have, if the role may read it', () =>
    inWorld(async (world) => {
      const step = { action: 'start-runner', environment: world.sandbox.aws.adminEnvironment } as const;
      const inputs = { ...world.startInputs, capacity: 'EC2, nobody=2 + ec2-capacity=1, FARGATE_SPOT@runner-fargate' };
      const asAdmin = { ...inputs, ...ON_FARGATE, 'role-to-assume': '' };
      const error = errorOf(await world.run({ ...step, inputs: asAdmin }));
      expect(error).toContain(
        'capacity "nobody=2 + ec2-capacity=1": cluster ci, region us-east-1 has no capacity provider nobody; it has FARGATE',
      );
      nothingMade(world);
    }),
  );

  integrationCase("for one of Fargate's own providers that the cluster does not have", () =>
    inWorld(async (world) => {
      world.sandbox.aws.addCluster({ name: 'bare', capacityProviders: ['FARGATE'] });
      const given = { cluster: 'bare', capacity: 'FARGATE@runner-fargate, FARGATE_SPOT@runner-fargate' };
      const inputs = { ...world.startInputs, ...ON_FARGATE, ...given, 'role-to-assume': '' };
      const environment = world.sandbox.aws.adminEnvironment;
      const error = errorOf(await world.run({ action: 'start-runner', inputs, environment }));
      expect(error).toContain('has no capacity provider FARGATE_SPOT; it has FARGATE.');
      nothingMade(world);
    }),
  );

  integrationCase('for a cluster that does not exist', () =>
    inWorld(async (world) => {
      const inputs = { ...world.startInputs, cluster: 'nobody', capacity: 'ec2-capacity', 'role-to-assume': '' };
      const environment = world.sandbox.aws.adminEnvironment;
      const error = errorOf(await world.run({ action: 'start-runner', inputs, environment }));
      expect(error).toContain('There is no cluster nobody, region us-east-1 in this account.');
      nothingMade(world);
    }),
  );

  integrationCase('but a role that may not read them does not prevent the start', () =>
    inWorld(async (world) => {
      const { outputs, log } = expectSuccess(await start(world, 'ec2-capacity'));
      expect(log).toContain('The role may not call ecs:DescribeClusters');
      expect(capacityOf(outputs)).toBe('ec2-capacity');
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );
});
