import { describe, expect, test } from '@jest/globals';
import { aboutRefusal, combined, explain, RunnerError } from '../../../../src/core/errors.ts';
import { withInvestigation } from '../../../../src/core/start/investigation.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';
import { startRequest } from '../../../helpers/start-request.ts';

const world = () => new FakeWorld();
const removal = Promise.resolve();
const about = [{ capacity: 'EC2', refusal: 'RESOURCE:CPU' }];
const failure = new RunnerError({ kind: 'capacity', message: 'No room.', hint: 'Make some.', about });

describe('an error about a launch', () => {
  test('gets each finding on its own line, and the findings replace the general hint', async () => {
    const { launcher, clock } = world();
    launcher.findings = [{ message: 'The group is full.', hint: 'Raise it.' }, { message: 'The log is empty.' }];
    const error = await withInvestigation(failure, { launcher, clock, removal });
    expect(explain(error)).toBe('No room.\n- The group is full.\n- The log is empty.\nNext step: Raise it.');
    expect(error).toMatchObject({ kind: 'capacity', hadNoEffect: true, about });
  });

  test('with several reasons keeps the next step of each beside the findings', async () => {
    const { launcher, clock } = world();
    launcher.findings = [{ message: 'The group is full.', hint: 'Raise it.' }];
    const other = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Run it again.' });
    const error = await withInvestigation(combined(failure, other), { launcher, clock, removal });
    expect(explain(error)).toMatch(/Next step: Make some\.\nRun it again\.\nRaise it\.$/);
  });

  test('keeps its own hint if nothing better was found', async () => {
    const { launcher, clock } = world();
    launcher.findings = [{ message: 'The log is empty.' }];
    expect(explain(await withInvestigation(failure, { launcher, clock, removal }))).toMatch(/Next step: Make some\.$/);
  });

  test('is reported even if the investigation breaks', async () => {
    const { launcher, clock } = world();
    launcher.fail('investigate', { error: new TypeError('x is undefined') });
    expect(explain(await withInvestigation(failure, { launcher, clock, removal }))).toMatch(
      /^No room\.\n- Nothing more could be found out.*x is undefined[\s\S]*Make some\.$/,
    );
  });
});

test('the removal gets a head start of a second at most', async () => {
  const { launcher, clock, calls } = world();
  const began = clock.now();
  const endless = new Promise<never>(() => undefined);
  await withInvestigation(failure, { launcher, clock, removal: endless });
  expect(calls.of('launcher', 'investigate').map(({ at }) => at - began)).toEqual([1000]);
  const failed = Promise.reject(new Error('removal'));
  expect(await withInvestigation(failure, { launcher, clock, removal: failed })).toMatchObject({ message: 'No room.' });
  await expect(failed).rejects.toThrow('removal');
});

test.each([
  ['a bug', new TypeError('x')],
  ['a failure before any launch', new RunnerError({ kind: 'configuration', message: 'm', hint: 'h' })],
])('%s is returned unchanged, and nothing is read', async (_what, error) => {
  const { launcher, clock, calls } = world();
  expect(await withInvestigation(error, { launcher, clock, removal })).toBe(error);
  expect(calls.of('launcher', 'investigate')).toEqual([]);
});

test('what a refusal is about is stated where another reason may help, and survives being combined', () => {
  const plain = new RunnerError({ kind: 'configuration', message: 'no FARGATE', hint: 'h' });
  const refused = aboutRefusal(plain, 'FARGATE');
  expect(refused).toMatchObject({ kind: 'configuration', about: [{ capacity: 'FARGATE', refusal: 'no FARGATE' }] });
  expect(combined(refused, failure)).toMatchObject({ about: [...refused.about, ...about] });
  expect(new RunnerError({ kind: 'capacity', message: 'm', hint: 'h', cause: failure })).toMatchObject({ about });
  for (const kind of ['permission', 'transient'] as const) {
    const error = new RunnerError({ kind, message: 'm', hint: 'h' });
    expect(aboutRefusal(error, 'FARGATE')).toBe(error);
  }
});

test('a failing start removes what it made while the investigation goes on, and reports what it was about', async () => {
  const fakes = world();
  const { launcher, calls, clock } = fakes;
  launcher.life = { end: { afterMs: 3000, kind: 'configuration', message: 'Bad image.', hint: 'Mend it.' } };
  launcher.investigate = async (failed) => {
    // Settles once the removal is done.
    while (calls.of('launcher', 'stop').length === 0) await clock.sleep(100);
    return [
      { message: `Looked at ${failed.map((one) => ('compute' in one ? one.compute.id : one.capacity)).join()}.` },
    ];
  };
  const request = startRequest(fakes.newStart(), { maxRelaunches: 0 });
  await expect(startRunners(request, fakes)).rejects.toThrow(/never came online: Bad image\.\n- Looked at task-1\./);
  expect(fakes.github.names).toEqual([]);
});
