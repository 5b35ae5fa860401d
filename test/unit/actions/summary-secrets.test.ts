import { describe, expect, test } from '@jest/globals';
import { failedSummary } from '../../../src/actions/summary/text.ts';
import { RunnerError } from '../../../src/core/errors.ts';
import type { ComputePool, Launcher } from '../../../src/core/ports.ts';
import { observedGitHub, observedLauncher } from '../../../src/core/report/observed.ts';
import { Timeline } from '../../../src/core/report/timeline.ts';
import { startRunners } from '../../../src/core/start/start.ts';
import type { StoppedRunner } from '../../../src/core/stop/stop.ts';
import { failedStartSummary, startSummary } from '../../../start-runner/summary.ts';
import { stopSummary } from '../../../stop-runner/summary.ts';
import { sweepSummary } from '../../../sweep-runners/summary.ts';
import { FakeWorld } from '../../helpers/fake-world.ts';
import { startRequest } from '../../helpers/start-request.ts';
import { SweepWorld } from '../../helpers/sweep-world.ts';

/** Shaped like tokens, keys and passwords, each with characters that have a meaning in Markdown or HTML. */
const SECRETS = [
  'ghp_a/b+c=d.e"f',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'https://user:p@ss@host/?x=1&y=<2>#3',
  '**bold**_under_~~gone~~[a](b)![c](d)',
  "it's `code` \\ {and} $more$",
];

/** What the runner makes of a summary file: every line loses the secrets it contains. */
const masked = (text: string, secret: string): string =>
  text
    .split('\n')
    .map((line) => line.replaceAll(secret, '***'))
    .join('\n');

/** Text as a browser shows it, without the characters that only have a meaning in Markdown. */
const bare = (text: string): string =>
  text
    .replaceAll(/&#(\d+);/g, (_reference, code) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(?:quot|amp|lt|gt);|\\/g, '')
    .replaceAll(/[^a-zA-Z0-9]/g, '');

const runnerPage = (): undefined => undefined;

function expectMaskable(summary: string, secret: string, times: number): void {
  expect(summary.split(secret)).toHaveLength(times + 1);
  expect(bare(masked(summary, secret))).not.toContain(bare(secret));
}

/** A world in which the first launches fail with a reason that contains the secret. */
function failingWorld(secret: string): { world: FakeWorld; timeline: Timeline; launcher: Launcher } {
  const world = new FakeWorld();
  world.github.life = { onlineAfterMs: 8000 };
  world.launcher.life = { end: { afterMs: 3000, kind: 'transient', message: `exit code 1\n| ${secret} |`, hint: '' } };
  const launcher = Object.assign(Object.create(world.launcher) as Launcher, { name: `cluster ${secret}` });
  return { world, timeline: new Timeline(world.clock), launcher };
}

function run({ world, timeline }: ReturnType<typeof failingWorld>, change: Parameters<typeof startRequest>[1]) {
  return startRunners(startRequest(world.newStart(), change), {
    ...world,
    github: observedGitHub(world.github, timeline),
    launcher: observedLauncher(world.launcher, timeline),
  });
}

describe.each(SECRETS)('a summary with the secret %s keeps it unchanged for the runner to hide', (secret) => {
  test('when a step failed', () => {
    expectMaskable(failedSummary('The start failed', `environment: ${secret}\n  | ${secret}`), secret, 2);
  });

  test('when a start failed', async () => {
    const failing = failingWorld(secret);
    const failure = await run(failing, { maxRelaunches: 1 }).then(
      () => new Error('it came'),
      (error: unknown) => error as RunnerError,
    );
    expect(failure).toBeInstanceOf(RunnerError);
    const story = { launcher: failing.launcher, timeline: failing.timeline, count: 1, runnerPage };
    expectMaskable(failedStartSummary(failure.message, story), secret, failure.message.split(secret).length);
  });

  test('when runners were relaunched', async () => {
    const failing = failingWorld(secret);
    failing.world.clock.after(2000, () => {
      failing.world.launcher.life = {};
    });
    const result = await run(failing, { maxRelaunches: 1 });
    const story = { launcher: failing.launcher, timeline: failing.timeline, count: 1, runnerPage };
    expectMaskable(startSummary(result, story), secret, 2);
    const missing = [`No room.\n- ${secret}`, `No room.\n- ${secret}`, `Another: ${secret}`];
    expectMaskable(startSummary({ ...result, missing }, { ...story, count: 4 }), secret, 4);
  });

  test('when it is of a stop', () => {
    const runner: StoppedRunner = {
      ...{ runnerName: `egr-${secret}`, computeId: 'task-1', capacity: `of ${secret}`, compute: 'stopped' },
      ...{ registration: 'deleted', times: { createdAt: 0, pullStartedAt: 0 }, doneAt: 1 },
    };
    const pool = Object.assign(Object.create(new FakeWorld().pool) as ComputePool, { name: secret });
    const result = { runners: [runner], problems: [`Denied: ${secret}.\nNext step: grant ${secret}.`] };
    expectMaskable(stopSummary({ result, ended: [], pool, runnerPage }), secret, 5);
  });

  test('when it is of a sweep', async () => {
    const world = new SweepWorld();
    world.setRun({ over: false });
    world.add();
    const { things, ...rest } = await world.sweep();
    const [thing] = things;
    if (thing === undefined) throw new Error('Nothing was found.');
    const decision = { ...thing.decision, reason: `it says ${secret}` };
    const named = { ...thing, decision, found: { ...thing.found, runnerName: secret } };
    const result = { ...rest, things: [named], problems: [`Denied: ${secret}.`] };
    expectMaskable(sweepSummary(result, { dryRun: false, now: 0 }), secret, 3);
  });
});
