import { describe, expect, test } from '@jest/globals';
import { runnerName, startKey } from '../../../../src/core/identity.ts';
import { type LaunchRecord, Ledger, readLedger, startOfLedger } from '../../../../src/core/start/ledger.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';

const RECORDS: readonly LaunchRecord[] = [
  { runnerName: 'asked-for' },
  { runnerName: 'registered', registrationId: 7 },
  { runnerName: 'sent', registrationId: 8, launchSentAt: 1_790_000_000_000 },
  { runnerName: 'launched', registrationId: 9, launchSentAt: 1_790_000_000_000, computeId: 'task-1' },
  { runnerName: 'online', registrationId: 9, launchSentAt: 1, computeId: 'task-2', onlineSeen: true },
  { runnerName: 'refused', registrationId: 10, launchSentAt: 1_790_000_000_000, refused: true },
];

describe('the ledger', () => {
  test('is read back as it was written, in every phase of a launch', async () => {
    const { state } = new FakeWorld();
    const ledger = await Ledger.open(state, 'the-start');
    for (const [index, record] of RECORDS.entries()) await ledger.record(index, record);
    const byRunner = new Map(RECORDS.map((record, index) => [index, [record]]));
    expect(readLedger(state.saved)).toEqual({
      startKey: 'the-start',
      outcome: undefined,
      launches: RECORDS,
      byRunner,
      damaged: [],
    });
    expect(ledger.launches).toEqual(RECORDS);
  });

  test('keeps the launches of one runner under their names, only the latest of each', async () => {
    const { state } = new FakeWorld();
    const ledger = await Ledger.open(state, 'the-start');
    await ledger.record(0, { runnerName: 'first' });
    await ledger.record(0, { runnerName: 'second' });
    await ledger.record(0, { runnerName: 'first', registrationId: 1 });
    expect(readLedger(state.saved).launches).toEqual([
      { runnerName: 'second' },
      { runnerName: 'first', registrationId: 1 },
    ]);
  });

  test('forgets a launch that was refused, and no other', async () => {
    const { state } = new FakeWorld();
    const ledger = await Ledger.open(state, 'the-start');
    await ledger.record(0, { runnerName: 'first' });
    await ledger.record(0, { runnerName: 'second' });
    await ledger.forget(0, 'second');
    expect(readLedger(state.saved).launches).toEqual([{ runnerName: 'first' }]);
    expect(ledger.launches).toEqual([{ runnerName: 'first' }]);
  });

  test.each(['ready', 'removed'] as const)('records that the start ended "%s"', async (outcome) => {
    const { state } = new FakeWorld();
    await (await Ledger.open(state, 'the-start')).close(outcome);
    expect(readLedger(state.saved).outcome).toBe(outcome);
  });

  test('that was never opened has nothing to remove', () => {
    expect(readLedger(new Map())).toEqual({
      startKey: undefined,
      outcome: undefined,
      launches: [],
      byRunner: new Map(),
      damaged: [],
    });
  });

  test('an outcome that is not one of ours is no outcome', () => {
    expect(readLedger(new Map([['outcome', 'whatever']])).outcome).toBeUndefined();
  });

  test.each([
    ['not JSON', '[{"runnerName":'],
    ['not a list', '{"runnerName":"x"}'],
    ['an entry that is not an object', '["x"]'],
    ['an entry without a name', '[{"registrationId":1}]'],
    ['a name that is not a string', '[{"runnerName":1}]'],
  ])('that is damaged is never mistaken for an empty one: %s', (_what, text) => {
    const whole = JSON.stringify([{ runnerName: 'whole', registrationId: 2 }]);
    const saved = readLedger(
      new Map([
        ['launches-0', text],
        ['launches-1', whole],
      ]),
    );
    expect(saved.damaged).toEqual(['launches-0']);
    expect(saved.launches).toEqual([{ runnerName: 'whole', registrationId: 2 }]);
  });

  test('whose fields are of the wrong type is damaged, and what was requested is still searched for', () => {
    const text = JSON.stringify([
      { runnerName: 'x', registrationId: '1', launchSentAt: null, computeId: 5, refused: 'no' },
    ]);
    const saved = readLedger(new Map([['launches-0', text]]));
    expect(saved.launches).toEqual([{ runnerName: 'x', launchSentAt: 0 }]);
    expect(saved.damaged).toEqual(['launches-0']);
  });

  test('of an earlier call that is damaged lets no call begin: what it named may be alive', async () => {
    const { state } = new FakeWorld();
    await state.save('launches-1', '[{');
    await expect(Ledger.open(state, 'the-start')).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('launches-1'),
    });
  });

  test('says whose start it is by the names of its runners, if the key is missing or damaged', () => {
    const start = new FakeWorld().newStart();
    const runner = runnerName(start, { index: 2, launchNumber: 1 });
    const saved = readLedger(new Map([['launches-2', JSON.stringify([{ runnerName: runner }])]]));
    expect(startOfLedger(saved, 1)).toEqual(start);
    expect(startOfLedger({ ...saved, startKey: 'egr-damaged' }, 1)).toEqual(start);
    expect(startOfLedger({ ...saved, startKey: startKey(start) }, 7)).toEqual(start);
    expect(() => startOfLedger(readLedger(new Map()), 1)).toThrow('not a start key');
  });
});
