import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { LaunchBehaviour, SandboxOptions } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

/** A start that cannot succeed: the state of the world, and what the error must say. */
interface FailingStart {
  readonly name: string;
  readonly options?: SandboxOptions;
  readonly prepare?: (world: World) => void;
  readonly inputs?: (world: World) => Readonly<Record<string, string>>;
  readonly environment?: (world: World) => Readonly<Record<string, string>>;
  /** Parts of the error: what failed, where, why, and the next step. */
  readonly says: readonly (string | RegExp)[];
  /** Nothing was ever registered. */
  readonly registersNothing?: true;
}

/** Runs it; whatever it created is gone when the step ends, and the post step has nothing to do. */
function failingStart({ name, options, says, registersNothing, ...failing }: FailingStart): void {
  integrationCase(name, () =>
    inWorld(async (world) => {
      failing.prepare?.(world);
      const job = {
        action: 'start-runner' as const,
        inputs: { ...world.startInputs, ...failing.inputs?.(world) },
        environment: failing.environment?.(world) ?? {},
      };
      const start = await world.run(job);
      const error = errorOf(start);
      for (const part of says) expect(error).toMatch(part);
      expect(error).toContain('Next step: ');
      expect(start.outputs).toEqual({});
      if (registersNothing) expect(operations(world, 'github')).not.toContain('generate-jitconfig');
      expect(world.sandbox.inventory().runners).toEqual([]);
      await expectNothingLeft(world);
      // Except the runner's own requests: its container may still be ending.
      const requests = () => world.sandbox.journal.filter(({ service }) => service !== 'runner').length;
      const before = requests();
      expectSuccess(await world.run({ ...job, phase: 'post', state: start.state }));
      expect(requests()).toBe(before);
    }, options),
  );
}

const launch = (behaviour: LaunchBehaviour) => (world: World) => world.sandbox.aws.setLaunchBehaviour(behaviour);
const awsError = (operation: string, type: string, message: string) => (world: World) =>
  world.sandbox.faults.add({
    service: 'ecs',
    operation,
    times: Number.POSITIVE_INFINITY,
    effect: { kind: 'respond', when: 'before', status: 400, body: { __type: type, message } },
  });

describe('ECS launches nothing', () => {
  failingStart({
    name: 'RunTask answers 200 with failures: RESOURCE:MEMORY',
    prepare: launch({ kind: 'failures', reason: 'RESOURCE:MEMORY' }),
    says: [/ECS launched no task on cluster ci, region us-east-1/, 'RESOURCE:MEMORY', /managed scaling/],
  });
  failingStart({
    name: 'RunTask answers 200 with failures: ATTRIBUTE',
    prepare: launch({ kind: 'failures', reason: 'ATTRIBUTE', detail: 'ecs.capability.docker-remote-api.1.44' }),
    says: ['ATTRIBUTE: ecs.capability', /required attributes/],
  });
  failingStart({
    name: 'RunTask throws: Capacity is unavailable at this time',
    prepare: awsError('RunTask', 'ClientException', 'Capacity is unavailable at this time. Please try again later.'),
    says: [/Capacity is unavailable/, /no room at the moment/],
  });
  failingStart({
    name: 'RunTask throws: no container instances',
    prepare: awsError('RunTask', 'InvalidParameterException', 'No Container Instances were found in your cluster.'),
    says: [/No Container Instances were found/, /capacity provider/],
  });
  failingStart({
    name: 'the cluster does not exist',
    // The starter role may not even describe another cluster; an administrator may.
    inputs: () => ({ cluster: 'other', 'role-to-assume': '' }),
    environment: ({ sandbox }) => sandbox.aws.adminEnvironment,
    says: [/There is no cluster other, region us-east-1/, /the input cluster and aws-region/],
  });
  failingStart({
    name: 'the task definition does not exist',
    inputs: () => ({ 'task-definition': 'runner-typo' }),
    says: [/no active task definition runner-typo/],
    registersNothing: true,
  });
  failingStart({
    name: 'the container has an entryPoint while the start script is to be injected',
    prepare: ({ sandbox }) => {
      sandbox.aws.registerTaskDefinition({
        family: 'runner-entry',
        containerDefinitions: [{ name: 'runner', image: 'x', entryPoint: ['/entry.sh'], cpu: 1, memory: 64 }],
      });
    },
    inputs: () => ({ 'task-definition': 'runner-entry' }),
    says: [/has an entryPoint/, /start-script: image/],
    registersNothing: true,
  });
  failingStart({
    name: 'the capacity provider is not one of the cluster',
    inputs: () => ({ capacity: 'nobody' }),
    says: [/ecs:RunTask/, /capacity provider/i],
  });
  failingStart({
    name: 'the role may not run the task definition',
    prepare: ({ sandbox }) => {
      sandbox.aws.registerTaskDefinition({
        family: 'deploy',
        containerDefinitions: [{ name: 'runner', image: 'x', cpu: 1, memory: 64 }],
      });
    },
    inputs: () => ({ 'task-definition': 'deploy' }),
    says: [
      /may not ecs:RunTask on arn:aws:ecs:us-east-1:123456789012:task-definition\/deploy:1/,
      /a policy of the role starter/,
    ],
  });
  failingStart({
    name: 'the cluster is mistyped, so that the policy of the README does not match',
    prepare: ({ sandbox }) => sandbox.aws.addCluster({ name: 'cii' }),
    inputs: () => ({ cluster: 'cii' }),
    says: [
      /Access denied: .* may not ecs:/,
      /The call was made for .*cluster cii, region us-east-1: a policy compares .*the input cluster/,
      /a mistyped one is refused in the same words/,
    ],
  });
  failingStart({
    name: 'the account has no service-linked role of ECS',
    prepare: awsError(
      'RunTask',
      'InvalidParameterException',
      'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
    ),
    says: [/AWS refused ecs:RunTask/, /create-service-linked-role --aws-service-name ecs\.amazonaws\.com/],
  });
  failingStart({
    name: 'the account has not opted in to long ARNs',
    prepare: awsError(
      'RunTask',
      'InvalidParameterException',
      'The new ARN and resource ID format must be enabled to add tags to the task. Opt in to the new format and try again.',
    ),
    says: [/AWS refused ecs:RunTask/, /taskLongArnFormat --value enabled/],
  });
  failingStart({
    name: 'the access key has an invisible character',
    inputs: () => ({ 'role-to-assume': '' }),
    environment: ({ sandbox }) => ({ ...sandbox.aws.adminEnvironment, AWS_ACCESS_KEY_ID: 'AKIA\u200bX' }),
    says: [/This machine cannot send ecs:\S+ on .* \(ERR_INVALID_CHAR\)/, /invisible characters/],
    registersNothing: true,
  });
  failingStart({
    name: 'the disk is full, so that no state can be saved',
    environment: () => ({ GITHUB_STATE: '/dev/full' }),
    says: [
      /The machine that runs this has no disk space left: ENOSPC/,
      /Free disk space on it, then run the job again/,
    ],
    registersNothing: true,
  });
  failingStart({
    name: 'the role may not pass a role',
    inputs: () => ({ 'task-role-arn': 'arn:aws:iam::123456789012:role/admin' }),
    says: [
      /may not iam:PassRole on arn:aws:iam::123456789012:role\/admin/,
      /iam:PassedToService = ecs-tasks.amazonaws.com/,
    ],
  });
  failingStart({
    name: 'the trust policy does not know this repository',
    prepare: ({ sandbox }) => {
      sandbox.aws.addRole({
        name: 'strict',
        trust: { audience: 'sts.amazonaws.com', subjects: ['repo:octo-org/other:*'] },
        statements: [],
      });
    },
    inputs: () => ({ 'role-to-assume': 'arn:aws:iam::123456789012:role/strict' }),
    says: [
      /role\/strict could not be assumed/,
      /The token says: sub "repo:octo-org\/octo-repo:ref:refs\/heads\/main", aud "sts\.amazonaws\.com", iss "http/,
      /trust policy.*letter for letter, in the same case/,
    ],
    registersNothing: true,
  });
  failingStart({
    name: 'AWS fails for good with 503',
    prepare: ({ sandbox }) =>
      sandbox.faults.add({
        service: 'ecs',
        operation: 'RunTask',
        times: Number.POSITIVE_INFINITY,
        effect: {
          kind: 'respond',
          when: 'before',
          status: 503,
          body: { __type: 'ServerException', message: 'Service Unavailable' },
        },
      }),
    says: [/AWS failed ecs:RunTask/, /Run the job again/],
  });
});

describe('A task stops before its runner is online', () => {
  failingStart({
    name: 'its image cannot be pulled',
    prepare: launch({
      kind: 'stop',
      after: 'PENDING',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: pull access denied for x',
      reason: 'CannotPullContainerError: pull access denied for x',
    }),
    says: [/never came online/, /TaskFailedToStart: CannotPullContainerError/, /Next step: Correct the image's name/],
  });
  failingStart({
    name: 'there is finally no room for it',
    prepare: launch({
      kind: 'stop',
      after: 'PROVISIONING',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'RESOURCE:CPU',
    }),
    says: [/RESOURCE:CPU/, /no room at the moment/],
  });
  failingStart({
    name: 'its container ends with an exit code',
    prepare: launch({
      kind: 'stop',
      after: 'RUNNING',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      exitCode: 3,
    }),
    says: [/EssentialContainerExited/, /Container runner: ended with exit code 3/, /container's log/],
  });
  failingStart({
    name: 'it is interrupted by Spot',
    prepare: launch({
      kind: 'stop',
      after: 'RUNNING',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    }),
    says: [/SpotInterruption/, /on-demand/],
  });
  failingStart({
    name: 'its runner is not in the image',
    prepare: ({ sandbox }) => {
      sandbox.aws.registerTaskDefinition({
        family: 'runner-empty',
        containerDefinitions: [
          {
            name: 'runner',
            image: 'x',
            cpu: 1,
            memory: 64,
            environment: [{ name: 'RUNNER_ROOT', value: '/nonexistent' }],
          },
        ],
      });
    },
    inputs: () => ({ 'task-definition': 'runner-empty' }),
    says: [/exit code 64/, /Is the runner installed/],
  });
});

describe('The runner does not come', () => {
  failingStart({
    name: 'its registration vanishes',
    options: { github: { runnerOnlineDelayMs: 3_600_000 } },
    prepare: ({ sandbox }) => {
      sandbox.observe((phase, { operation }) => {
        const [runner] = sandbox.inventory().runners;
        if (phase === 'acted' && operation === 'get-runner' && runner) sandbox.github.removeRegistration(runner.name);
      });
    },
    // Whichever shows first: GitHub no longer knows the runner, or the runner ended for that reason.
    says: [
      /registration of (runner egr-\S+ \(id \d+\) in repo:octo-org\/octo-repo vanished|the runner was removed)/,
      /audit log/,
    ],
  });
  for (const state of ['PROVISIONING', 'PENDING'] as const) {
    failingStart({
      name: `the timeout comes while the task is ${state}`,
      prepare: launch({ kind: 'stuck', in: state }),
      inputs: () => ({ 'startup-timeout-seconds': '40' }),
      says: [
        /was not online within 40 s \(startup-timeout-seconds\)/,
        new RegExp(`still ${state}`),
        /Then raise startup-timeout-seconds/,
      ],
    });
  }
  failingStart({
    name: 'the timeout comes while the task runs, but the runner does not connect',
    options: { github: { runnerOnlineDelayMs: 3_600_000 } },
    inputs: () => ({ 'startup-timeout-seconds': '40' }),
    says: [/RUNNING for \d+ s, but the runner never connected to GitHub/, /can reach GitHub/],
  });
});

describe('GitHub refuses', () => {
  const token = (kind: 'read' | 'expired' | 'other-repository') => (world: World) => ({
    'github-token': world.sandbox.github.token(kind),
  });
  failingStart({
    name: 'an expired token (401)',
    inputs: token('expired'),
    says: [/refused the token \(401\)/, /Replace it/],
  });
  failingStart({
    name: 'a token that may only read (403)',
    inputs: token('read'),
    says: [/may not do that \(403\)/, /Administration: read and write/],
  });
  failingStart({
    name: 'a token that does not see the repository (404)',
    inputs: token('other-repository'),
    says: [/does not find it, or the token may not see it \(404\)/, /repo:octo-org\/octo-repo/],
  });
  failingStart({
    name: 'a runner group that does not exist',
    inputs: () => ({ 'runner-scope': 'org', 'runner-group': 'gpu' }),
    says: [/no runner group "gpu" in org:octo-org; its groups are: Default/],
    registersNothing: true,
  });
  failingStart({
    name: 'a runner group that is open to other repositories only',
    prepare: ({ sandbox }) => sandbox.github.addRunnerGroup('gpu', { visibility: 'selected', selected: ['other'] }),
    inputs: () => ({ 'runner-scope': 'org', 'runner-group': 'gpu' }),
    says: [
      /"gpu" of org:octo-org is open to selected repositories only/,
      /no job of octo-org\/octo-repo could reach/,
      /or name another group in the input runner-group/,
    ],
    registersNothing: true,
  });
  failingStart({
    name: 'the default runner group, while the repository is public',
    options: { github: { repository: { owner: 'octo-org', name: 'octo-repo', id: 123456789, isPublic: true } } },
    inputs: () => ({ 'runner-scope': 'org' }),
    says: [/"Default" of org:octo-org does not allow public repositories/, /\(runner-scope\)/],
    registersNothing: true,
  });
  failingStart({
    name: 'an App that is not installed',
    inputs: ({ sandbox }) => ({
      'github-token': '',
      'github-app-id': sandbox.github.app.id,
      'github-app-private-key': sandbox.github.app.privateKey,
      'github-app-installation-id': '999',
    }),
    says: [/App \S+ has no installation 999/],
    registersNothing: true,
  });
});

describe("GitHub's certificate comes from an authority that this machine does not know", () => {
  for (const [what, address] of [
    ['the API', (port: number) => ({ GITHUB_API_URL: `https://localhost:${port}/api/v3` })],
    ['the OIDC service', (port: number) => ({ ACTIONS_ID_TOKEN_REQUEST_URL: `https://localhost:${port}/token?x=1` })],
  ] as const) {
    integrationCase(`of ${what}: the start says so at once`, () =>
      inWorld(async (world) => {
        const { key, cert } = makeCertificate(['localhost']);
        const server = createServer({ key, cert });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        try {
          const environment = address((server.address() as AddressInfo).port);
          const startedAt = performance.now();
          const start = await world.run({ action: 'start-runner', environment });
          expect(errorOf(start)).toMatch(
            /The certificate of GitHub's (API|OIDC service) is not trusted \(\S*CERT\S*\)/,
          );
          expect(errorOf(start)).toMatch(/Next step: .*NODE_EXTRA_CA_CERTS/);
          expect(errorOf(start)).not.toMatch(/a proxy\?|id-token: write|did not answer/);
          // No retry: the first would wait for a second of the action's time.
          expect(start.log).not.toContain('retrying in');
          expect(performance.now() - startedAt).toBeLessThan(20_000);
          await expectNothingLeft(world);
        } finally {
          server.close();
        }
      }),
    );
  }
});
