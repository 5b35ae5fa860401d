import { describe, expect } from '@jest/globals';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, firstAnswer, inWorld, operations } from '../helpers/scenario.ts';

describe('The main job', () => {
  integrationCase('start, job, post and stop leave nothing behind', () =>
    inWorld(async (world) => {
      const { github } = world.sandbox;
      const start = expectSuccess(await world.run({ action: 'start-runner' }));
      const label = start.outputs['label'] ?? '';
      expect(start.log).toContain(`runs-on: ${label}`);
      expect(start.summary).toContain(`runs-on: ${label}`);

      const job = await github.queueJob({ labels: [label], script: 'echo "on $RUNNER_NAME"' }).done;
      expect(job).toMatchObject({ conclusion: 'success', log: expect.stringContaining(`on ${job.runnerName}`) });
      expect(JSON.parse(start.outputs['runner-names'] ?? '')).toEqual([job.runnerName]);

      const post = expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: start.state }));
      expect(post.log).toContain('left alone');
      // The runner ends by itself after its job.
      await expectNothingLeft(world);
      for (const time of ['the first', 'the second']) {
        const stop = expectSuccess(await world.run({ action: 'stop-runner' }));
        expect({ time, ...stop.outputs }).toMatchObject({ stopped: '0', 'already-gone': '1', 'left-busy': '0' });
        expect(JSON.parse(stop.outputs['resources'] ?? '')).toEqual([
          expect.objectContaining({ runnerName: job.runnerName, compute: 'already-gone', registration: 'absent' }),
        ]);
        expect(stop.log).toContain('\n1 runner of this run had ended by itself.\n');
        expect(stop.log).toContain(`Runner ${job.runnerName} had ended by itself: task arn:aws:ecs:`);
        expect(stop.log).not.toContain('Nothing');
        expect(stop.log).not.toContain('::notice::');
        expect(stop.summary).toContain('### 1 runner of this run had ended by itself in `cluster ci');
      }
    }),
  );

  integrationCase('every output is set, and describes the existing runner', () =>
    inWorld(async (world) => {
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner' }));
      const [arn] = world.sandbox.aws.taskArns;
      const [name] = JSON.parse(outputs['runner-names'] ?? '');
      const [id] = JSON.parse(outputs['runner-ids'] ?? '');
      expect(world.sandbox.github.registration(name)).toMatchObject({
        id,
        status: 'online',
        ephemeral: true,
        labels: [outputs['label'], `${outputs['label']}-0`],
      });
      expect(JSON.parse(outputs['labels'] ?? '')).toEqual([`${outputs['label']}-0`]);
      expect(JSON.parse(outputs['resources'] ?? '')).toEqual([
        {
          provider: 'ecs',
          region: 'us-east-1',
          cluster: 'ci',
          id: arn,
          capacity: 'EC2',
          label: `${outputs['label']}-0`,
          runnerName: name,
          runnerId: id,
        },
      ]);
      expect(outputs['count']).toBe('1');
      expect(Number(outputs['startup-seconds'])).toBeGreaterThan(0);
      expect(name.length).toBeLessThanOrEqual(64);
    }),
  );

  integrationCase('GitHub is polled by id once the task runs, and the task is checked once more at the end', () =>
    inWorld(
      async (world) => {
        expectSuccess(await world.run({ action: 'start-runner' }));
        const order = world.sandbox.journal.map(({ operation }) => operation);
        expect(operations(world, 'github')).toEqual([
          'generate-jitconfig',
          ...operations(world, 'github')
            .slice(1)
            .map(() => 'get-runner'),
        ]);
        expect(order.lastIndexOf('DescribeTasks')).toBeGreaterThan(order.lastIndexOf('get-runner'));
        const firstRead = world.sandbox.journal.find(({ operation }) => operation === 'get-runner');
        const arn = world.sandbox.aws.taskArns[0] ?? '';
        const startedAt = Number(world.sandbox.aws.task(arn)?.['startedAt']) * 1000;
        expect(firstRead?.at).toBeGreaterThanOrEqual(startedAt - 1000);
      },
      { aws: { provisioningMs: 5_000, pendingMs: 5_000 } },
    ),
  );

  integrationCase('every secret is masked, and none is printed otherwise', () =>
    inWorld(async (world) => {
      const start = expectSuccess(await world.run({ action: 'start-runner' }));
      const { encoded_jit_config: config } = firstAnswer<{ encoded_jit_config: string }>(world, 'generate-jitconfig');
      const token = world.startInputs['github-token'] ?? '';
      const { value: idToken } = firstAnswer<{ value: string }>(world, 'get-token');
      const session = world.sandbox.journal.find(({ operation }) => operation.startsWith('AssumeRole'))?.answer?.body;
      const ofSession = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(String(session))?.[1];
      const secrets = [config, token, idToken, ofSession('SecretAccessKey'), ofSession('SessionToken')];
      expect(start.masks).toEqual(expect.arrayContaining(secrets));
      const printed = start.log.replaceAll(/^::add-mask::.*$/gm, '');
      for (const secret of start.masks) expect(printed).not.toContain(secret);
      for (const secret of start.masks)
        expect(JSON.stringify([start.outputs, start.state, start.summary])).not.toContain(secret);
    }),
  );

  integrationCase('the default credential chain is used if no role is named', () =>
    inWorld(async (world) => {
      const inputs = { ...world.startInputs, 'role-to-assume': '' };
      const environment = world.sandbox.aws.adminEnvironment;
      expectSuccess(await world.run({ action: 'start-runner', inputs, environment, mayUseOidc: false }));
      expect(operations(world, 'oidc')).toEqual([]);
      expect(operations(world, 'sts')).toEqual([]);
    }),
  );

  integrationCase('a GitHub App is used in place of a token, and its installation is looked up', () =>
    inWorld(async (world) => {
      const { app } = world.sandbox.github;
      const appInputs = {
        'github-token': '',
        'github-app-id': app.id,
        // Like a secret that lost its line breaks.
        'github-app-private-key': app.privateKey.replaceAll('\n', '\\n'),
      };
      const inputs = { ...world.startInputs, ...appInputs };
      const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      expect(operations(world, 'github').slice(0, 3)).toEqual([
        'get-repository-installation',
        'create-installation-token',
        'generate-jitconfig',
      ]);
      expect(start.masks).toContain(firstAnswer<{ token: string }>(world, 'create-installation-token').token);
      const stop = expectSuccess(
        await world.run({
          action: 'stop-runner',
          inputs: {
            ...world.stopInputs,
            ...appInputs,
            'github-app-installation-id': String(app.installationId),
          },
        }),
      );
      expect(stop.outputs['stopped']).toBe('1');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('an organization, its runner group by name, the label and extra labels are as requested', () =>
    inWorld(async (world) => {
      const { github } = world.sandbox;
      const workflows = ['octo-org/octo-repo/.github/workflows/deploy.yml@main'];
      const groupId = github.addRunnerGroup('docker hosts', { workflows });
      const inputs = {
        ...world.startInputs,
        'runner-scope': 'org',
        'runner-group': 'docker hosts',
        label: 'build-17',
        'extra-labels': 'gpu, linux',
        'work-folder': 'w',
      };
      const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      const [name] = JSON.parse(start.outputs['runner-names'] ?? '');
      expect(github.registration(name)).toMatchObject({
        scope: expect.stringContaining('octo-org'),
        runnerGroupId: groupId,
        labels: ['build-17', 'build-17-0', 'gpu', 'linux'],
        workFolder: 'w',
      });
      expect(start.log).toMatch(/::warning::extra-labels contains linux/);
      expect(start.log).toMatch(/::warning::Runner group "docker hosts" .* these workflows define: .*deploy\.yml@main/);
      const job = await github.queueJob({ labels: ['build-17'], script: 'true' }).done;
      expect(job.conclusion).toBe('success');
    }),
  );

  integrationCase('an enterprise is a scope too', () =>
    inWorld(
      async (world) => {
        const inputs = {
          ...world.startInputs,
          'runner-scope': 'enterprise',
          enterprise: 'octo-corp',
          'runner-group': '1',
        };
        const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
        const [name] = JSON.parse(start.outputs['runner-names'] ?? '');
        expect(world.sandbox.github.registration(name)?.scope).toContain('octo-corp');
      },
      { github: { enterprise: 'octo-corp' } },
    ),
  );
});
