import { describe, expect } from '@jest/globals';
import type { SandboxOptions } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

const SCOPES = [
  { kind: 'repo', inputs: { 'runner-scope': 'repo' }, path: '/repos/octo-org/octo-repo' },
  { kind: 'org', inputs: { 'runner-scope': 'org' }, path: '/orgs/octo-org' },
  {
    kind: 'enterprise',
    inputs: { 'runner-scope': 'enterprise', enterprise: 'octo-corp' },
    path: '/enterprises/octo-corp',
  },
];

const APIS: readonly { readonly name: string; readonly apiPath?: string }[] = [
  { name: 'as on github.com' },
  { name: 'below /api/v3, as on GHES', apiPath: '/api/v3' },
];

describe('Start, job and stop', () => {
  for (const { name, apiPath } of APIS) {
    for (const { kind, inputs, path } of SCOPES) {
      integrationCase(`of ${kind} runners, the API ${name}`, () =>
        inWorld(
          async (world) => {
            const { github, journal } = world.sandbox;
            const start = expectSuccess(
              await world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...inputs } }),
            );
            const job = await github.queueJob({ labels: [start.outputs['label'] ?? ''], script: 'true' }).done;
            expect(job.conclusion).toBe('success');
            // A second runner, which stop finds alive.
            expectSuccess(await world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...inputs } }));
            const stop = expectSuccess(
              await world.run({ action: 'stop-runner', inputs: { ...world.stopInputs, ...inputs } }),
            );
            expect(Number(stop.outputs['stopped'])).toBeGreaterThanOrEqual(1);
            await expectNothingLeft(world);
            const requests = journal.filter(({ service }) => service === 'github');
            // Beside the runners: whom their group lets in, whether the jobs' repository is public, and the run's jobs.
            const reads = ['list-runner-groups', 'get-repository'];
            for (const { operation, request } of requests) {
              const others = { 'get-repository': '$', 'list-run-jobs': '/actions/runs/\\d+/jobs$' }[operation];
              const below = others === undefined ? `${path}/actions/runner` : `/repos/octo-org/octo-repo${others}`;
              expect(request.path).toMatch(new RegExp(`^${apiPath ?? ''}${below}`));
              if (kind === 'repo') expect(reads).not.toContain(operation);
            }
            expect(operations(world, 'github')).toEqual(expect.arrayContaining(['list-runners', 'delete-runner']));
          },
          { github: { enterprise: 'octo-corp', ...(apiPath && { apiPath }) } },
        ),
      );
    }
  }

  integrationCase('with a GitHub App below /api/v3', () =>
    inWorld(
      async (world) => {
        const { app } = world.sandbox.github;
        const inputs = {
          'github-token': '',
          'github-app-id': app.id,
          'github-app-private-key': app.privateKey,
          'runner-scope': 'org',
        };
        expectSuccess(await world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...inputs } }));
        expectSuccess(await world.run({ action: 'stop-runner', inputs: { ...world.stopInputs, ...inputs } }));
        await expectNothingLeft(world);
        expect(operations(world, 'github').slice(0, 2)).toEqual(['get-org-installation', 'create-installation-token']);
        const requests = world.sandbox.journal.filter(({ service }) => service === 'github');
        for (const { request } of requests) expect(request.path).toMatch(/^\/api\/v3\//);
      },
      { github: { apiPath: '/api/v3' } },
    ),
  );
});

const PARTITIONS: readonly Required<Pick<NonNullable<SandboxOptions['aws']>, 'partition' | 'region'>>[] = [
  { partition: 'aws-cn', region: 'cn-northwest-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
];

describe('Partitions of AWS', () => {
  for (const { partition, region } of PARTITIONS) {
    integrationCase(`${partition}: ARNs in inputs and outputs are its own`, () =>
      inWorld(
        async (world) => {
          const { aws } = world.sandbox;
          const prefix = `arn:${partition}:ecs:${region}:${aws.account}`;
          const place = { cluster: `${prefix}:cluster/ci` };
          const inputs = {
            ...world.startInputs,
            ...place,
            'task-definition': `${prefix}:task-definition/runner:1`,
            'task-role-arn': `arn:${partition}:iam::${aws.account}:role/task`,
          };
          expect(world.startInputs['role-to-assume']).toBe(`arn:${partition}:iam::${aws.account}:role/starter`);
          const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
          const [resource] = JSON.parse(start.outputs['resources'] ?? '');
          expect(resource).toMatchObject({ region, cluster: 'ci', id: expect.stringMatching(`^${prefix}:task/ci/`) });
          expectSuccess(await world.run({ action: 'stop-runner', inputs: { ...world.stopInputs, ...place } }));
          await expectNothingLeft(world);
          const again = expectSuccess(await world.run({ action: 'stop-runner', runId: 1 }));
          expect(again.log).toContain(`arn:${partition}:sts::${aws.account}:assumed-role/starter/`);
          expect(`${start.log}${again.log}`).not.toContain('arn:aws:');
        },
        { aws: { partition, region } },
      ),
    );

    integrationCase(`${partition}: ARNs in errors are its own`, () =>
      inWorld(
        async (world) => {
          const { aws } = world.sandbox;
          const role = `arn:${partition}:iam::${aws.account}:role/admin`;
          const start = await world.run({
            action: 'start-runner',
            inputs: { ...world.startInputs, 'task-role-arn': role },
          });
          expect(errorOf(start)).toContain(`may not iam:PassRole on ${role}`);
          expect(errorOf(start)).toContain('a policy of the role starter');
          expect(start.log).not.toContain('arn:aws:');
          await expectNothingLeft(world);
        },
        { aws: { partition, region } },
      ),
    );
  }
});
