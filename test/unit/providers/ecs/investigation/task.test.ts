import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { streamsOf } from '../../../../../src/providers/ecs/investigation/log.ts';
import { explainPull } from '../../../../../src/providers/ecs/investigation/pull.ts';
import { ecsReasonOf, type Subject } from '../../../../../src/providers/ecs/investigation/subject.ts';
import { judgeTask } from '../../../../../src/providers/ecs/investigation/task.ts';

const text = (findings: readonly { message: string; hint?: string }[]) =>
  findings.map(({ message, hint = '' }) => `${message} -> ${hint}`).join('\n');
const ended = (change: Partial<Subject>): Subject => ({
  phase: 'ended',
  state: '',
  ecsReason: change.task === undefined ? '' : ecsReasonOf(change.task),
  ...change,
});

describe('an image that cannot be pulled', () => {
  const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner:1';

  test.each([
    ['toomanyrequests: You have reached your pull rate limit', 'runner', /limits how often/, /pull-through cache/],
    ['dial tcp 1.2.3.4:443: i/o timeout', 'runner', /was not reached/, /subnet can reach the registry/],
    ['no matching manifest for linux/arm64', 'runner', /CPU architecture/, /runtimePlatform/],
    ['failed to register layer: no space left on device', 'runner', /disk is full/, /larger disks/],
    [
      "pull access denied for x, repository does not exist or may require 'docker login'",
      'x',
      /requires a login/,
      /name/,
    ],
    ['manifest unknown: Requested image not found', 'runner', /no such image/, /name and tag/],
    ['pull image manifest: 403 Forbidden', ECR, /does not allow it/, /ecr:BatchGetImage.*role\/execution/],
    ['denied: authentication required', 'ghcr.io/x/y', /does not allow it/, /repositoryCredentials/],
    ['something new', 'runner', /see what ECS says/, /image's name/],
  ])('%s', (ecsReason, image, why, hint) => {
    const found = explainPull({ ecsReason, image, executionRole: 'arn:aws:iam::1:role/execution' });
    expect(found.why).toMatch(why);
    expect(found.hint).toMatch(hint);
  });

  test('is the one of the container that reports it', () => {
    const containers = [
      { name: 'sidecar', image: 'a:1' },
      { name: 'runner', image: 'b:1', reason: 'CannotPullContainerError: b:1 not found' },
    ];
    const found = text(judgeTask(ended({ task: { stopCode: 'TaskFailedToStart', containers } })));
    expect(found).toMatch(/^The image b:1 of container runner cannot be pulled: there is no such image/);
    expect(found).not.toMatch(/sidecar/);
  });

  test('is identified by the text of the task if no container reports it', () => {
    const containers = [
      { name: 'sidecar', image: 'a:1' },
      { name: 'runner', image: 'b:1' },
    ];
    const task = { stoppedReason: 'CannotPullContainerError: ref docker.io/library/b:1: not found', containers };
    expect(text(judgeTask(ended({ task })))).toMatch(/^The image b:1 of container runner/);
  });
});

describe('a secret', () => {
  const asm = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:npm-AbCdEf';
  const containerDefinitions: ContainerDefinition[] = [
    {
      name: 'runner',
      secrets: [
        { name: 'NPM', valueFrom: `${asm}:token::` },
        { name: 'OTHER', valueFrom: '/ci/other' },
      ],
    },
  ];
  const judge = (stoppedReason: string, executionRoleArn?: string) =>
    text(
      judgeTask(
        ended({
          task: { stoppedReason },
          definition: { containerDefinitions, ...(executionRoleArn && { executionRoleArn }) },
        }),
      ),
    );
  const BEGIN =
    'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ';

  test('that the execution role may not read is named, with its variable and the role', () => {
    const found = judge(
      `${BEGIN}AccessDeniedException: not authorized on resource: ${asm}`,
      'arn:aws:iam::1:role/execution',
    );
    expect(found).toMatch(
      /npm-AbCdEf:token:: \(variable NPM of container runner\) cannot be read: the execution role arn/,
    );
    expect(found).not.toMatch(/OTHER/);
    expect(found).toMatch(/-> Allow secretsmanager:GetSecretValue or ssm:GetParameters .*role\/execution/);
  });

  test('cannot be read by anybody without an execution role', () => {
    expect(judge(`${BEGIN}AccessDeniedException: not authorized`)).toMatch(
      /\(there is none\).*-> Give .*executionRoleArn/,
    );
  });

  test('that does not exist is reported as such; if ECS names none, all are', () => {
    const found = judge('ResourceInitializationError: unable to pull secrets: invalid ssm parameters: /ci/other', 'r');
    expect(found).toMatch(/\/ci\/other \(variable OTHER of container runner\) cannot be read: it does not exist/);
    expect(judge(`${BEGIN}ResourceNotFoundException`)).toMatch(/variable NPM.*variable OTHER/);
  });

  test('is not part of a failure about something else', () => {
    expect(judge('ResourceInitializationError: failed to validate logger args: log group not found')).toBe('');
  });
});

describe('memory', () => {
  const reason = 'OutOfMemoryError: Container killed due to memory usage';
  const task = { containers: [{ name: 'runner', exitCode: 137, reason }], memory: '4096' };

  test('of the container is reported if it has a limit of its own', () => {
    const definition = { containerDefinitions: [{ name: 'runner', memory: 512 }] };
    expect(text(judgeTask(ended({ task, definition })))).toMatch(
      /more memory than it may: 512 MiB\. -> .*does not change it/,
    );
  });

  test("of the task is reported if that is the container's only limit", () => {
    const definition = { containerDefinitions: [{ name: 'runner' }] };
    expect(text(judgeTask(ended({ task, definition })))).toMatch(/4096 MiB for the task\. -> Raise ⟦memory⟧/);
  });

  test('is not blamed for exit code 137 alone', () => {
    expect(judgeTask(ended({ task: { containers: [{ name: 'runner', exitCode: 137 }] } }))).toEqual([]);
  });
});

test('the launch type EC2 is reported as unable to scale out if it lacked room, and no other is', () => {
  const refused = (launchType: 'EC2' | 'EXTERNAL', ecsReason: string): Subject => ({
    phase: 'refused',
    state: '',
    ecsReason,
    target: { kind: 'launch-type', launchType },
  });
  expect(text(judgeTask(refused('EC2', 'RESOURCE:CPU')))).toMatch(/launch type EC2 never scales out/);
  expect(judgeTask(refused('EC2', 'ATTRIBUTE'))).toEqual([]);
  expect(judgeTask(refused('EXTERNAL', 'RESOURCE:CPU'))).toEqual([]);
  expect(
    judgeTask({ phase: 'refused', state: '', ecsReason: 'RESOURCE:CPU', target: { kind: 'cluster-default' } }),
  ).toEqual([]);
});

test('a privileged container is found only if Fargate refused it', () => {
  const definition = { containerDefinitions: [{ name: 'runner', privileged: true }] };
  const refused = (ecsReason: string): Subject => ({ phase: 'refused', state: '', ecsReason, definition });
  expect(text(judgeTask(refused('Task definition does not support launch_type FARGATE.')))).toMatch(
    /runner is privileged/,
  );
  expect(judgeTask(refused('RESOURCE:CPU'))).toEqual([]);
});

describe('the log of a container', () => {
  const options = { 'awslogs-group': '/ecs/ci', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ci' };
  const definition = (logOptions: Record<string, string>, logDriver: 'awslogs' | 'json-file' = 'awslogs') => ({
    containerDefinitions: ['sidecar', 'runner'].map((name) => ({
      name,
      logConfiguration: { logDriver, options: logOptions },
    })),
  });
  const task = (change: object = {}) => ({
    taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/ci/0123abcd',
    containers: [
      { name: 'sidecar', exitCode: 0 },
      { name: 'runner', exitCode: 3, runtimeId: 'docker-id' },
    ],
    ...change,
  });

  test("is in the stream of prefix, container and task; the failed container's log comes first", () => {
    expect(streamsOf(ended({ task: task(), definition: definition(options) }))).toEqual([
      { container: 'runner', region: 'eu-west-1', group: '/ecs/ci', stream: 'ci/runner/0123abcd' },
      { container: 'sidecar', region: 'eu-west-1', group: '/ecs/ci', stream: 'ci/sidecar/0123abcd' },
    ]);
  });

  test("without a prefix is named by the container's own id, if that is known", () => {
    const logs = streamsOf(ended({ task: task(), definition: definition({ 'awslogs-group': 'g' }) }));
    expect(logs).toEqual([{ container: 'runner', group: 'g', stream: 'docker-id' }]);
  });

  test('does not exist with another driver, or if nothing ran', () => {
    expect(streamsOf(ended({ task: task(), definition: definition(options, 'json-file') }))).toEqual([]);
    const never = task({ containers: [{ name: 'runner' }] });
    expect(streamsOf(ended({ task: never, definition: definition(options) }))).toEqual([]);
  });
});
