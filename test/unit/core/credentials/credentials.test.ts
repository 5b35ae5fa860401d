import { describe, expect, test } from '@jest/globals';
import { fetchCredentials } from '../../../../src/core/credentials/credentials.ts';
import { FakeCredentials, fault } from '../../../helpers/fake-credentials.ts';
import { FakeClock, FakeRandom, MemoryLog } from '../../../helpers/fakes.ts';

const MINUTE = 60_000;

function setUp() {
  const clock = new FakeClock();
  const log = new MemoryLog();
  const source = new FakeCredentials(clock);
  const fetch = (minimumMinutes = 15) =>
    fetchCredentials(source, { minimumValidityMs: minimumMinutes * MINUTE, clock, random: new FakeRandom(), log });
  return { clock, log, source, fetch };
}

describe('fetching credentials', () => {
  test('returns good ones at once', async () => {
    const { log, source, fetch } = setUp();
    expect(await fetch()).toMatchObject({ accessKeyId: 'ASIA1' });
    expect(source.limits).toEqual([5000]);
    expect(log).toMatchObject({ infos: [], warnings: [] });
  });

  test('retries, at growing intervals, when an answer may still come', async () => {
    const { clock, log, source, fetch } = setUp();
    const begin = clock.now();
    source.errors.push(...Array.from({ length: 5 }, () => fault('transient', 'not yet.')));
    expect(await fetch()).toMatchObject({ accessKeyId: 'ASIA1' });
    expect(log.infos).toEqual([0.375, 0.75, 1.5, 3, 3.75].map((s) => `not yet. Retrying in ${s} s.`));
    expect(clock.now() - begin).toBe(9375);
  });

  test('gives up within a minute, with the last error and its next step', async () => {
    const { clock, source, fetch } = setUp();
    const begin = clock.now();
    source.isDelivered = false;
    await expect(fetch()).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringMatching(
        /No credentials arrived within 60 s, in \d+ attempts.*no credentials delivered yet\./,
      ),
      hint: 'Look at the endpoint.',
    });
    expect(clock.now() - begin).toBeGreaterThan(54_000);
    expect(clock.now() - begin).toBeLessThanOrEqual(60_000);
  });

  test('ends at the deadline even if the endpoint uses up its time limit on every request', async () => {
    const { clock, source, fetch } = setUp();
    const begin = clock.now();
    const answer = source.fetch.bind(source);
    source.isDelivered = false;
    source.fetch = async (withinMs) => {
      await clock.sleep(withinMs);
      return answer(withinMs);
    };
    await expect(fetch()).rejects.toMatchObject({ kind: 'transient' });
    expect(clock.now() - begin).toBeLessThanOrEqual(60_000);
    expect(Math.max(...source.limits)).toBe(5000);
    expect(source.limits.at(-1)).toBeLessThanOrEqual(5000);
  });

  test('neither retries when the answer would stay the same nor hides a bug', async () => {
    const { source, fetch } = setUp();
    source.isKnown = false;
    await expect(fetch()).rejects.toMatchObject({ kind: 'configuration' });
    source.errors.push(new TypeError('a bug'));
    await expect(fetch()).rejects.toThrow(TypeError);
    expect(source.limits).toHaveLength(2);
  });

  test('fetches once more when little validity is left, and accepts renewed ones without a warning', async () => {
    const { clock, log, source, fetch } = setUp();
    source.validMs = 10 * MINUTE;
    clock.after(4000, () => {
      source.validMs = 6 * 60 * MINUTE;
      source.renew();
    });
    expect(await fetch()).toMatchObject({ accessKeyId: 'ASIA2' });
    expect(log).toMatchObject({ infos: ['The credentials expire in 10 minutes: fetching again.'], warnings: [] });
  });

  test('warns when they were not renewed', async () => {
    const { log, source, fetch } = setUp();
    source.validMs = 10 * MINUTE;
    expect(await fetch()).toMatchObject({ accessKeyId: 'ASIA1' });
    expect(log.warnings).toEqual([
      expect.stringMatching(/^The credentials expire in 9 minutes, sooner than.*15 minutes/),
    ]);
  });

  test('rejects credentials that have expired', async () => {
    const { source, fetch } = setUp();
    source.validMs = -MINUTE;
    await expect(fetch(0)).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/the fake endpoint gave credentials that expired at 2025-12-31T23:59:00/),
      hint: expect.stringContaining('clock'),
    });
  });
});
