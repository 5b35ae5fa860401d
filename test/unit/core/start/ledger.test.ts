import { describe, expect, test } from '@jest/globals';
import { type LaunchRecord, Ledger, readLedger } from '../../../../src/core/start/ledger.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';

const RECORDS: readonly LaunchRecord[] = [
  { runnerName: 'asked-for' },
  { runnerName: 'registered', registrationId: 7 },
  { runnerName: 'sent', registrationId: 8, launchSentAt: 1_790_000_000_000 },
  { runnerName: 'launched', registrationId: 9, launchSentAt: 1_790_000_000_000, computeId: 'task-1' },
  { runnerName: 'refused', registrationId: 10, launchSentAt: 1_790_000_000_000, refused: true },
];

describe('the ledger', () => {
  test('is read back as it was written, in every phase of a launch', async () => {
    const { state } = new FakeWorld();
    const ledger = await Ledger.open(state, 'the-start');
    for (const [index, record] of RECORDS.entries()) await ledger.record(index, record);
    const byRunner = new Map(RECORDS.map((record, index) => [index, [record]]));
    expect(readLedger(state.saved)).toEqual({ startKey: 'the-start', outcome: undefined, launches: RECORDS, byRunner });
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
    expect(() => readLedger(new Map([['launches-0', text]]))).toThrow();
  });

  test('drops fields of the wrong type', () => {
    const text = JSON.stringify([
      { runnerName: 'x', registrationId: '1', launchSentAt: null, computeId: 5, refused: 'no' },
    ]);
    expect(readLedger(new Map([['launches-0', text]])).launches).toEqual([{ runnerName: 'x' }]);
  });
});
