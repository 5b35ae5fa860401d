import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { START_COMMAND } from '../../start-runner/start-command.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

/** The body of the RunTask request. */
function runTaskRequest({ sandbox }: World): Record<string, unknown> {
  const entry = sandbox.journal.find(({ operation }) => operation === 'RunTask');
  return JSON.parse(entry?.request.body ?? '{}') as Record<string, unknown>;
}

describe('What is launched', () => {
  integrationCase('a task carries the run key, the tags of the contract and the start script', () =>
    inWorld(async (world) => {
      const inputs = {
        ...world.startInputs,
        id: 'tests',
        tags: 'team=core\ncost-center=',
        environment: 'CI_CACHE=s3://b=1',
      };
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner', inputs, attempt: 2 }));
      const request = runTaskRequest(world);
      expect(request).toMatchObject({ cluster: 'ci', count: 1, startedBy: 'egr-21i3v9-4jc8lii' });
      expect(request['clientToken']).toMatch(/^[0-9a-f]{64}$/);
      const tags = Object.fromEntries(
        (request['tags'] as { key: string; value: string }[]).map(({ key, value }) => [key, value]),
      );
      expect(tags).toEqual({
        team: 'core',
        'cost-center': '',
        'ecs-github-runner:version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
        'ecs-github-runner:repository-id': '123456789',
        'ecs-github-runner:repository': 'octo-org/octo-repo',
        'ecs-github-runner:run-id': '9876543210',
        'ecs-github-runner:run-attempt': '2',
        'ecs-github-runner:start-key': outputs['label'],
        'ecs-github-runner:id': 'tests',
        'ecs-github-runner:label': outputs['label'],
        'ecs-github-runner:scope': 'repo:octo-org/octo-repo',
        'ecs-github-runner:runner-name': JSON.parse(outputs['runner-names'] ?? '')[0],
        'ecs-github-runner:expires-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        'ecs-github-runner:lifetime-minutes': '390',
      });
      const { containerOverrides } = request['overrides'] as { containerOverrides: Record<string, unknown>[] };
      expect(containerOverrides).toHaveLength(1);
      expect(containerOverrides[0]).toMatchObject({
        name: 'runner',
        command: START_COMMAND,
      });
      expect(containerOverrides[0]?.['environment']).toEqual([
        { name: 'CI_CACHE', value: 's3://b=1' },
        { name: 'EGR_IDLE_TIMEOUT_MINUTES', value: '20' },
        { name: 'EGR_MAX_LIFETIME_MINUTES', value: '390' },
        { name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: expect.stringMatching(/^[A-Za-z0-9+/=]{4000,}$/) },
      ]);
    }),
  );

  integrationCase("start-script: image keeps the image's command", () =>
    inWorld(async (world) => {
      const inputs = { ...world.startInputs, 'start-script': 'image' };
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      const { containerOverrides } = runTaskRequest(world)['overrides'] as { containerOverrides: object[] };
      expect(containerOverrides[0]).not.toHaveProperty('command');
      const job = await world.sandbox.github.queueJob({ labels: [outputs['label'] ?? ''], script: 'true' }).done;
      expect(job.conclusion).toBe('success');
    }),
  );

  integrationCase('a Fargate task gets its network, platform and overrides', () =>
    inWorld(async (world) => {
      const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
      const inputs = {
        ...world.startInputs,
        capacity: 'FARGATE@runner-fargate',
        subnets: 'subnet-0a1b, subnet-2c3d',
        'security-groups': 'sg-0a1b',
        'assign-public-ip': 'true',
        cpu: '1024',
        memory: '2048',
        'ephemeral-storage-gib': '50',
        'task-role-arn': role('task'),
        'execution-role-arn': role('execution'),
        'platform-version': 'LATEST',
        'enable-execute-command': 'false',
      };
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      expect(JSON.parse(outputs['resources'] ?? '')[0].capacity).toBe('FARGATE');
      expect(runTaskRequest(world)).toMatchObject({
        taskDefinition: expect.stringContaining(':task-definition/runner-fargate:1'),
        launchType: 'FARGATE',
        platformVersion: 'LATEST',
        enableExecuteCommand: false,
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ['subnet-0a1b', 'subnet-2c3d'],
            securityGroups: ['sg-0a1b'],
            assignPublicIp: 'ENABLED',
          },
        },
        overrides: {
          cpu: '1024',
          memory: '2048',
          ephemeralStorage: { sizeInGiB: 50 },
          taskRoleArn: role('task'),
          executionRoleArn: role('execution'),
        },
      });
    }),
  );

  integrationCase('a capacity provider and placement are passed on', () =>
    inWorld(async (world) => {
      const inputs = {
        ...world.startInputs,
        capacity: 'ec2-capacity=2:1',
        'placement-constraints': '[{"type":"distinctInstance"}]',
        'placement-strategy': '[{"type":"binpack","field":"memory"}]',
        subnets: 'subnet-0a1b',
      };
      expectSuccess(await world.run({ action: 'start-runner', inputs }));
      const request = runTaskRequest(world);
      expect(request).toMatchObject({
        capacityProviderStrategy: [{ capacityProvider: 'ec2-capacity', weight: 2, base: 1 }],
        placementConstraints: [{ type: 'distinctInstance' }],
        placementStrategy: [{ type: 'binpack', field: 'memory' }],
      });
      // bridge, not awsvpc: ECS refuses a network configuration.
      expect(request).not.toHaveProperty('networkConfiguration');
      expect(request).not.toHaveProperty('launchType');
    }),
  );
});

describe('Several starts of one run', () => {
  integrationCase('two calls of a reusable workflow and a two-leg matrix do not see each other', () =>
    inWorld(async (world) => {
      const { github } = world.sandbox;
      // All four have the same GitHub environment: same run, same run attempt, same job name.
      const starts = await Promise.all(Array.from({ length: 4 }, () => world.run({ action: 'start-runner' })));
      const labels = starts.map((start) => expectSuccess(start).outputs['label'] ?? '');
      expect(new Set(labels).size).toBe(4);
      expect(new Set(starts.flatMap(({ outputs }) => JSON.parse(outputs['runner-ids'] ?? ''))).size).toBe(4);
      const [first = '', second = ''] = labels;
      const jobs = [second, first].map((label) => github.queueJob({ labels: [label], script: 'sleep 0.2' }).done);
      const [onSecond, onFirst] = await Promise.all(jobs);
      expect(starts[0]?.outputs['runner-names']).toBe(JSON.stringify([onFirst?.runnerName]));
      expect(starts[1]?.outputs['runner-names']).toBe(JSON.stringify([onSecond?.runnerName]));

      // The post step of a failed start removes nothing of the others.
      const third = starts[2];
      const killed = Object.fromEntries(Object.entries(third?.state ?? {}).filter(([name]) => name !== 'outcome'));
      expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: killed }));
      expect(world.sandbox.inventory().runners.map(({ name }) => name)).toEqual(
        JSON.parse(starts[3]?.outputs['runner-names'] ?? ''),
      );

      // A stop of another run finds nothing; a stop by label takes its own runner; one without takes the rest.
      const foreign = expectSuccess(await world.run({ action: 'stop-runner', runId: 987_654_321 }));
      expect(foreign.outputs['stopped']).toBe('0');
      const byLabel = expectSuccess(
        await world.run({
          action: 'stop-runner',
          inputs: { ...world.stopInputs, label: labels[3] ?? '', 'drain-timeout-seconds': '0' },
        }),
      );
      expect(
        JSON.parse(byLabel.outputs['resources'] ?? '').map(({ runnerName }: { runnerName: string }) => runnerName),
      ).toEqual(JSON.parse(starts[3]?.outputs['runner-names'] ?? ''));
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );
});
