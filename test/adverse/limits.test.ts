import { describe, expect } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.ts';
import type { StepOptions, World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** When each request of an operation arrived, in seconds of sandbox time. */
const timesOf = ({ sandbox }: World, operation: string): number[] =>
  sandbox.journal.filter((entry) => entry.operation === operation).map(({ at }) => at / 1000);

/** Seconds between requests of an operation. */
function gapsOf(world: World, operation: string): number[] {
  const times = timesOf(world, operation);
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

function startWithin(world: World, seconds: number, step: Partial<StepOptions> = {}) {
  const inputs = { ...world.startInputs, 'startup-timeout-seconds': String(seconds), ...step.inputs };
  return world.run({ action: 'start-runner', ...step, inputs });
}

/** A limit that GitHub reports by headers, on one operation. */
function githubLimit(options: {
  operation: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  message: string;
}): Fault {
  const { operation, status, headers, message } = options;
  return {
    service: 'github',
    operation,
    effect: { kind: 'respond', when: 'before', status, headers, body: { message } },
  };
}

const throttled = (
  operation: string,
  change: Partial<Fault> = {},
  headers: Readonly<Record<string, string>> = {},
): Fault => ({
  service: 'ecs',
  operation,
  effect: {
    kind: 'respond',
    when: 'before',
    status: 400,
    headers,
    body: { __type: 'ThrottlingException', message: 'Rate exceeded' },
  },
  ...change,
});

describe("GitHub's rate limits", () => {
  integrationCase('the secondary limit of points a minute is waited out as retry-after says, with a log line', () =>
    inWorld(
      async (world) => {
        // The registration and one read take 6 points; the second read exceeds the limit.
        const start = expectSuccess(await world.run({ action: 'start-runner' }));
        const [, seconds] = /GitHub's secondary rate limit stopped GET \S+: retrying in (\d+) s/.exec(start.log) ?? [];
        expect(Number(seconds)).toBeGreaterThan(30);
        expect(Math.max(...gapsOf(world, 'get-runner'))).toBeGreaterThanOrEqual(Number(seconds) - 1);
      },
      { github: { limits: { pointsPerMinute: 6 }, runnerOnlineDelayMs: 6_000 } },
    ),
  );

  integrationCase('the primary limit is waited out until its reset', () =>
    inWorld(async (world) => {
      const now = Math.floor(world.sandbox.clock.now() / 1000);
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 30) };
      world.sandbox.faults.add(
        githubLimit({ operation: 'generate-jitconfig', status: 403, headers, message: 'API rate limit exceeded' }),
      );
      const start = expectSuccess(await world.run({ action: 'start-runner' }));
      expect(start.log).toMatch(/GitHub's primary rate limit stopped POST \S+: retrying in \d+ s/);
      expect(timesOf(world, 'generate-jitconfig')[1]).toBeGreaterThanOrEqual(now + 30);
    }),
  );

  for (const [status, message] of [
    [403, 'You have triggered an abuse detection mechanism.'],
    [429, 'Too many requests'],
  ] as const) {
    integrationCase(`a ${status} that only its retry-after marks as a limit is waited out too`, () =>
      inWorld(async (world) => {
        const headers = { 'retry-after': '15' };
        world.sandbox.faults.add(githubLimit({ operation: 'generate-jitconfig', status, headers, message }));
        const start = expectSuccess(await world.run({ action: 'start-runner' }));
        expect(start.log).toMatch(/secondary rate limit stopped POST \S+: retrying in 15 s/);
        expect(gapsOf(world, 'generate-jitconfig')[0]).toBeGreaterThanOrEqual(15);
      }),
    );
  }

  integrationCase('a lasting limit is waited out until the startup timeout, and no longer', () =>
    inWorld(
      async (world) => {
        const start = await startWithin(world, 90);
        expect(errorOf(start)).toMatch(/rate limit was reached and could not be waited out in the time left/);
        expect(start.log).toMatch(/retrying in 60 s[\s\S]*the wait of 60 s is longer than the time left/);
        expect(timesOf(world, 'generate-jitconfig')).toHaveLength(2);
        // From the first request on: a process's start takes many fast seconds on a slow machine.
        const began = Number(world.sandbox.journal[0]?.at) / 1000;
        expect(Number(world.sandbox.journal.at(-1)?.at) / 1000 - began).toBeLessThan(90);
        await expectNothingLeft(world);
      },
      { github: { limits: { creationsPerMinute: 0 } } },
    ),
  );

  integrationCase('a primary limit of an hour is an error at once, which says so', () =>
    inWorld(
      async (world) => {
        const start = await world.run({ action: 'start-runner' });
        expect(errorOf(start)).toMatch(/rate limit was reached and could not be waited out/);
        expect(start.log).toMatch(
          /primary rate limit stopped POST \S+: the wait of \d{4} s is longer than the time left/,
        );
        expect(timesOf(world, 'generate-jitconfig')).toHaveLength(1);
        expect(world.sandbox.aws.taskArns).toEqual([]);
      },
      { github: { limits: { primaryPerHour: 0 } } },
    ),
  );

  integrationCase('too many concurrent requests (429), longer than the time left: one request', () =>
    inWorld(
      async (world) => {
        const start = await startWithin(world, 30);
        expect(errorOf(start)).toMatch(
          /rate limit was reached and could not be waited out in the time left \(retry after 60 s\)/,
        );
        expect(timesOf(world, 'generate-jitconfig')).toHaveLength(1);
        // A request refused by a limit did nothing, so there is nothing to remove.
        expect(timesOf(world, 'list-runners')).toEqual([]);
      },
      { github: { limits: { concurrent: 0 } } },
    ),
  );

  integrationCase(
    'reached while the runner connects, longer than the time left: an error at once, and nothing is left',
    () =>
      inWorld(async (world) => {
        world.sandbox.faults.add({
          ...githubLimit({
            operation: 'get-runner',
            status: 403,
            headers: { 'retry-after': '3600' },
            message: 'You have exceeded a secondary rate limit.',
          }),
          times: FOREVER,
        });
        expect(errorOf(await world.run({ action: 'start-runner' }))).toMatch(
          /could not be waited out .*\(retry after 3600 s\)/,
        );
        expect(timesOf(world, 'get-runner')).toHaveLength(1);
        await expectNothingLeft(world);
      }),
  );

  integrationCase('an App that reaches a limit for its token waits it out too', () =>
    inWorld(async (world) => {
      const { app } = world.sandbox.github;
      world.sandbox.faults.add(
        githubLimit({
          operation: 'create-installation-token',
          status: 403,
          headers: { 'retry-after': '10' },
          message: 'You have exceeded a secondary rate limit.',
        }),
      );
      const inputs = { 'github-token': '', 'github-app-id': app.id, 'github-app-private-key': app.privateKey };
      expectSuccess(await startWithin(world, 900, { inputs }));
      expect(gapsOf(world, 'create-installation-token')[0]).toBeGreaterThanOrEqual(10);
    }),
  );
});

describe('Throttling by AWS', () => {
  for (const operation of ['DescribeTaskDefinition', 'RunTask', 'DescribeTasks']) {
    integrationCase(
      `of ${operation} is waited out beyond the SDK's five attempts, with a log line for each retry`,
      () =>
        inWorld(async (world) => {
          world.sandbox.faults.add(throttled(operation, { times: 6 }));
          const start = expectSuccess(await world.run({ action: 'start-runner' }));
          const reports = start.log.match(
            /AWS throttles requests \(ThrottlingException: Rate exceeded\): retrying in/g,
          );
          expect(reports).toHaveLength(6);
          expect(world.sandbox.aws.taskArns).toHaveLength(1);
          // Each wait is at least the shortest possible backoff.
          gapsOf(world, operation)
            .slice(0, 6)
            .forEach((gap, index) => {
              expect(gap).toBeGreaterThanOrEqual(Math.min(0.5 * 2 ** index, 10));
            });
        }),
    );
  }

  integrationCase('is waited out as retry-after says', () =>
    inWorld(async (world) => {
      world.sandbox.faults.add(throttled('RunTask', {}, { 'retry-after': '25' }));
      expectSuccess(await world.run({ action: 'start-runner' }));
      expect(gapsOf(world, 'RunTask')[0]).toBeGreaterThanOrEqual(24);
    }),
  );

  integrationCase('of the role is waited out too', () =>
    inWorld(async (world) => {
      const body =
        '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';
      world.sandbox.faults.add({
        service: 'sts',
        operation: 'AssumeRoleWithWebIdentity',
        effect: { kind: 'respond', when: 'before', status: 400, headers: { 'content-type': 'text/xml' }, body },
      });
      const start = expectSuccess(await world.run({ action: 'start-runner' }));
      expect(start.log).toMatch(/AWS throttles requests \(Throttling: Rate exceeded\)/);
    }),
  );

  integrationCase('that lasts ends at the startup timeout, and nothing is left', () =>
    inWorld(async (world) => {
      world.sandbox.faults.add(throttled('RunTask', { times: FOREVER }));
      const start = await startWithin(world, 30);
      expect(errorOf(start)).toMatch(/AWS kept throttling ecs:RunTask .*until no time was left for another retry/);
      expect(start.log).toMatch(/retrying would take \S+ s, longer than the time left/);
      const times = timesOf(world, 'RunTask');
      expect(times.length).toBeGreaterThan(3);
      // From the first request on: a process's start takes many fast seconds on a slow machine.
      expect(Math.max(...times) - Number(world.sandbox.journal[0]?.at) / 1000).toBeLessThan(30);
      await expectNothingLeft(world);
    }),
  );

  integrationCase('for longer than the time left is an error at once', () =>
    inWorld(async (world) => {
      world.sandbox.faults.add(throttled('RunTask', { times: FOREVER }, { 'retry-after': '3600' }));
      expect(errorOf(await world.run({ action: 'start-runner' }))).toMatch(/until no time was left for another retry/);
      expect(timesOf(world, 'RunTask')).toHaveLength(1);
      // A throttled launch was not accepted, so nothing searches for it.
      expect(timesOf(world, 'ListTasks')).toEqual([]);
      await expectNothingLeft(world);
    }),
  );

  integrationCase(
    'after a lost answer says nothing about the first launch request: the start searches for its task',
    () =>
      inWorld(async (world) => {
        world.sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
        world.sandbox.faults.add({ service: 'ecs', operation: 'RunTask', effect: { kind: 'drop', when: 'after' } });
        world.sandbox.faults.add(throttled('RunTask', { from: 2, times: FOREVER }, { 'retry-after': '3600' }));
        errorOf(await world.run({ action: 'start-runner' }));
        expect(world.sandbox.aws.taskArns).toHaveLength(1);
        await expectNothingLeft(world);
      }),
  );
});

describe('A request with a permission error is sent once', () => {
  for (const kind of ['read', 'expired', 'other-repository'] as const) {
    integrationCase(`GitHub and a token that is ${kind}`, () =>
      inWorld(async (world) => {
        errorOf(await startWithin(world, 900, { inputs: { 'github-token': world.sandbox.github.token(kind) } }));
        expect(timesOf(world, 'generate-jitconfig')).toHaveLength(1);
      }),
    );
  }

  integrationCase('AWS and a role that must not be passed', () =>
    inWorld(async (world) => {
      const role = world.roleArn.replace(/[^/]*$/, 'admin');
      errorOf(await startWithin(world, 900, { inputs: { 'task-role-arn': role } }));
      expect(timesOf(world, 'RunTask')).toHaveLength(1);
    }),
  );

  integrationCase('AWS and a role that may not be assumed', () =>
    inWorld(async (world) => {
      const role = world.roleArn.replace(/[^/]*$/, 'nobody');
      errorOf(await startWithin(world, 900, { inputs: { 'role-to-assume': role } }));
      expect(timesOf(world, 'AssumeRoleWithWebIdentity')).toHaveLength(1);
    }),
  );
});
