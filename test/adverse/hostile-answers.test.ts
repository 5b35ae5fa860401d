import { describe, expect } from '@jest/globals';
import type { Fault, FaultEffect } from '../../sandbox/faults.ts';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** Text that would be a command if printed unchanged: at the beginning of a line, and anywhere. */
const COMMANDS = 'x\n::set-output name=label::stolen\r\n  ::add-mask::a\n\u0085::error::injected\n##[error]injected';

const page = `<!DOCTYPE html><html><head><title>${COMMANDS}</title></head><body>${COMMANDS}</body></html>`;
const json = (body: object): Extract<FaultEffect, { kind: 'respond' }> => ({
  kind: 'respond',
  when: 'after',
  status: 200,
  body,
});
const text = (body: string, status = 200, type = 'application/json'): FaultEffect => ({
  kind: 'respond',
  when: 'after',
  status,
  headers: { 'content-type': type },
  body,
});

/** The service acts, but its answer cannot be used. */
const SPOILT: readonly { readonly name: string; readonly effect: FaultEffect }[] = [
  { name: 'truncated JSON', effect: text('{"runner": {"id": 7, "tasks": [{"ta') },
  { name: 'an HTML page, as if all were well', effect: text(page, 200, 'text/html') },
  { name: 'an HTML page of a failure', effect: text(page, 503, 'text/html') },
  { name: 'an object without any field', effect: json({}) },
  { name: '10 MB', effect: text(`{"x":"${'x'.repeat(10_000_000)}"}`) },
];

const OPERATIONS: readonly { readonly service: string; readonly operation: string }[] = [
  { service: 'oidc', operation: 'get-token' },
  { service: 'sts', operation: 'AssumeRoleWithWebIdentity' },
  { service: 'ecs', operation: 'DescribeTaskDefinition' },
  { service: 'github', operation: 'generate-jitconfig' },
  { service: 'ecs', operation: 'RunTask' },
  { service: 'ecs', operation: 'DescribeTasks' },
  { service: 'github', operation: 'get-runner' },
];

const environment = { TEST_FAST_DEADLINES: '1' };

/** No command in the log comes from a service: the only ones are the step's own masks and its one error. */
function expectNothingInjected(log: string): void {
  // .NET's white space, which the runner trims from a line, includes U+0085.
  const commands = log.split(/\r\n|\n|\r/).flatMap((line) => /^[\s\u0085]*::([a-z-]+)/.exec(line)?.[1] ?? []);
  expect(commands.filter((command) => !['add-mask', 'error', 'warning'].includes(command))).toEqual([]);
  expect(log).not.toMatch(/^[\s\u0085]*::(error::injected|add-mask::a$)/m);
  expect(log).not.toContain('##[');
}

/**
 * A start whose `operation` fails as long as it runs: it ends with one clear error, in time; and when the service works
 * again, post and stop-runner leave nothing.
 */
async function startMeets(world: World, faults: readonly Fault[], options: { seconds?: number } = {}) {
  const { sandbox } = world;
  const { seconds = 60 } = options;
  sandbox.faults.add(...faults);
  const inputs = { ...world.startInputs, 'startup-timeout-seconds': String(seconds) };
  const start = await world.run({ action: 'start-runner', inputs, environment });
  const error = errorOf(start);
  expect(error).toContain('Next step: ');
  expect(error.length).toBeLessThan(3000);
  expect(start.outputs).toEqual({});
  expectNothingInjected(start.log);
  sandbox.faults.clear();
  expectSuccess(await world.run({ action: 'start-runner', phase: 'post', inputs, state: start.state, environment }));
  await expectNothingLeft(world);
  return { error, start };
}

describe('A start that gets an unusable answer says so and leaves nothing', () => {
  for (const { service, operation } of OPERATIONS) {
    for (const { name, effect } of SPOILT) {
      integrationCase(`${operation}: ${name}`, () =>
        inWorld(async (world) => {
          const { error } = await startMeets(world, [{ service, operation, times: FOREVER, effect }]);
          expect(error).toMatch(/answer|failed|no OIDC token/i);
          expect(error).not.toContain('stolen\n');
        }),
      );
    }
  }
});

describe('A start whose request is never answered ends in time', () => {
  for (const { service, operation } of OPERATIONS) {
    integrationCase(`${operation} hangs`, () =>
      inWorld(async (world) => {
        const fault: Fault = { service, operation, times: FOREVER, effect: { kind: 'hang', when: 'after' } };
        const { error } = await startMeets(world, [fault], { seconds: 30 });
        expect(error).toMatch(
          /No answer|GitHub did not answer|no OIDC token|took longer than 30 s|not online within 30 s/,
        );
        // The removal afterwards may take longer; but the start itself sent nothing after its timeout.
        const own = world.sandbox.journal.filter((entry) => entry.operation === operation);
        expect(own.length).toBeGreaterThan(0);
        if (operation !== 'DescribeTasks') {
          // Counted from the step's first request, give or take a few hundred real milliseconds of a busy machine.
          const first = Number(world.sandbox.journal[0]?.at);
          for (const { at } of own) expect(at - first).toBeLessThan(30_000 + 10_000);
        }
      }),
    );
  }
});

describe('A stop that gets an unusable answer', () => {
  for (const { service, operation } of [
    { service: 'github', operation: 'list-runners' },
    { service: 'github', operation: 'delete-runner' },
    { service: 'ecs', operation: 'ListTasks' },
    { service: 'ecs', operation: 'DescribeTasks' },
    { service: 'ecs', operation: 'StopTask' },
  ]) {
    for (const { name, effect } of SPOILT.filter(({ name }) => /HTML page, as|without any/.test(name))) {
      integrationCase(`${operation}: ${name}: fails, and the next one leaves nothing`, () =>
        inWorld(async (world) => {
          expectSuccess(await world.run({ action: 'start-runner' }));
          // Answered before the service acts: nothing was stopped or deleted, whatever the answer looks like.
          const before = { ...effect, when: 'before' } as FaultEffect;
          world.sandbox.faults.add({ service, operation, times: FOREVER, effect: before });
          const stop = await world.run({ action: 'stop-runner' });
          expect(stop.exitCode).toBe(1);
          expect(stop.log).toMatch(/Next step: |Next step%3A /);
          expectNothingInjected(stop.log);
          world.sandbox.faults.clear();
          expectSuccess(await world.run({ action: 'stop-runner' }));
          await expectNothingLeft(world);
        }),
      );
    }
  }
});

describe('A task of another place', () => {
  for (const [what, from, to] of [
    ['region', ':us-east-1:', ':eu-west-1:'],
    ['account', ':123456789012:', ':210987654321:'],
    ['cluster', ':task/ci/', ':task/prod/'],
  ] as const) {
    integrationCase(`RunTask answers with a task of another ${what}: it is not touched, and ours is removed`, () =>
      inWorld(async (world) => {
        const { sandbox } = world;
        const foreign = `arn:aws:ecs:us-east-1:123456789012:task/ci/${'f'.repeat(32)}`.replace(from, to);
        // Stuck, so that only the start can remove it.
        sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
        const effect = json({ tasks: [{ taskArn: foreign, lastStatus: 'PENDING' }], failures: [] });
        const { error } = await startMeets(world, [{ service: 'ecs', operation: 'RunTask', times: FOREVER, effect }]);
        expect(error).toContain(foreign);
        expect(error).toMatch(/which is not in cluster ci, region us-east-1/);
        const others = sandbox.journal.filter(
          ({ request, operation }) => operation !== 'RunTask' && request.body.includes('f'.repeat(32)),
        );
        expect(others).toEqual([]);
        expect(sandbox.aws.taskArns).toHaveLength(1);
      }),
    );
  }
});

describe('The text of a service cannot command the runner', () => {
  integrationCase('names, labels, reasons and messages with line breaks and commands remain text', () =>
    inWorld(async (world) => {
      const { faults } = world.sandbox;
      const message = `${COMMANDS}: \u202etxt.exe`;
      const refusal = (status: number, body: object): FaultEffect => ({
        kind: 'respond',
        when: 'before',
        status,
        body,
      });
      const cases: readonly Fault[] = [
        { service: 'github', operation: 'generate-jitconfig', effect: refusal(422, { message }) },
        { service: 'github', operation: 'generate-jitconfig', effect: refusal(403, { message }) },
        { service: 'ecs', operation: 'RunTask', effect: refusal(400, { __type: 'ClientException', message }) },
        {
          service: 'ecs',
          operation: 'RunTask',
          effect: json({ tasks: [], failures: [{ reason: message, detail: message }] }),
        },
        {
          service: 'ecs',
          operation: 'DescribeTaskDefinition',
          effect: refusal(400, { __type: `A\n${message}`, message }),
        },
        {
          service: 'sts',
          operation: 'AssumeRoleWithWebIdentity',
          effect: text(
            `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
            403,
            'text/xml',
          ),
        },
      ];
      for (const fault of cases) {
        faults.clear();
        faults.add(fault);
        // Each answer comes once: a launch must not be repeated.
        const inputs = { ...world.startInputs, 'max-relaunches': '0' };
        const start = await world.run({ action: 'start-runner', inputs });
        expect(errorOf(start)).toContain('set-output');
        expectNothingInjected(start.log);
        expect(start.log).not.toContain('\u202e');
      }
    }),
  );

  integrationCase('the reason why a task stopped, and the groups of an organization', () =>
    inWorld(async (world) => {
      const { sandbox } = world;
      sandbox.aws.setLaunchBehaviour({
        kind: 'stop',
        after: 'PENDING',
        stopCode: 'TaskFailedToStart',
        stoppedReason: COMMANDS,
        reason: COMMANDS,
      });
      const stopped = await world.run({ action: 'start-runner' });
      expect(errorOf(stopped)).toContain('set-output');
      expectNothingInjected(stopped.log);
      sandbox.github.addRunnerGroup(COMMANDS);
      const inputs = { ...world.startInputs, 'runner-scope': 'org', 'runner-group': 'gpu' };
      const group = await world.run({ action: 'start-runner', inputs });
      expect(errorOf(group)).toContain('its groups are: ');
      expectNothingInjected(group.log);
    }),
  );

  integrationCase('a label that looks like a command is an input error, or text', () =>
    inWorld(async (world) => {
      const broken = await world.run({ action: 'start-runner', inputs: { ...world.startInputs, label: COMMANDS } });
      expect(errorOf(broken)).toMatch(/label must be/);
      expectNothingInjected(broken.log);
      const label = '::set-output name=x::y';
      const start = expectSuccess(await world.run({ action: 'start-runner', inputs: { ...world.startInputs, label } }));
      expect(start.outputs['label']).toBe(label);
      expectNothingInjected(start.log);
    }),
  );
});

describe('An address of the wrong service', () => {
  const addresses = (world: World) => ({
    refused: 'http://127.0.0.1:1',
    tls: (url: string) => url.replace('http:', 'https:'),
    github: world.sandbox.github.apiUrl,
    aws: world.sandbox.aws.endpointUrl,
    oidc: world.sandbox.github.oidcEnvironment(),
  });
  for (const kind of ['refused', 'tls'] as const) {
    const what = kind === 'refused' ? 'a connection that is refused' : 'TLS to a port that does not speak it';
    integrationCase(`GitHub: ${what}`, () =>
      inWorld(async (world) => {
        const { github, refused, tls } = addresses(world);
        const GITHUB_API_URL = kind === 'refused' ? refused : tls(github);
        const start = await world.run({ action: 'start-runner', environment: { GITHUB_API_URL } });
        expect(errorOf(start)).toMatch(
          /GitHub did not answer while registering runner \S+ in \S+: .+\nNext step: Check that/,
        );
        await expectNothingLeft(world);
      }),
    );
    integrationCase(`AWS: ${what}`, () =>
      inWorld(async (world) => {
        const { aws, refused, tls } = addresses(world);
        const AWS_ENDPOINT_URL = kind === 'refused' ? refused : tls(aws);
        const start = await world.run({ action: 'start-runner', environment: { AWS_ENDPOINT_URL } });
        expect(errorOf(start)).toMatch(
          /No answer from AWS to sts:AssumeRoleWithWebIdentity .*\nNext step: Check aws-region/,
        );
        expect(world.sandbox.inventory().runners).toEqual([]);
      }),
    );
    integrationCase(`OIDC: ${what}`, () =>
      inWorld(async (world) => {
        const { oidc, refused, tls } = addresses(world);
        const url = oidc['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
        const wrong = kind === 'refused' ? `${refused}/x?y=z` : tls(url);
        const start = await world.run({
          action: 'start-runner',
          environment: { ACTIONS_ID_TOKEN_REQUEST_URL: wrong },
        });
        expect(errorOf(start)).toMatch(/GitHub gave no OIDC token for the audience sts.amazonaws.com: /);
        expect(world.sandbox.inventory().runners).toEqual([]);
      }),
    );
  }
});
