import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CREATIONS_BY_POINTS, LIMITS, PointsPacer } from '../../../src/github/points-pacer.ts';
import { FakeClock } from '../../helpers/fakes.ts';

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Milliseconds from the start until it is scheduled, and how long its answer takes. */
  readonly atMs: number;
  readonly takesMs: number;
}

interface Counted {
  readonly method: string;
  readonly at: number;
}

/** Sends requests through a pacer, and returns when GitHub counts each: at some moment before its answer. */
async function send(requests: readonly Request[], fraction = 0): Promise<Counted[]> {
  const clock = new FakeClock();
  const pacer = new PointsPacer({ retryBudgetMs: () => Infinity, clock });
  const counted: Counted[] = [];
  const began = clock.now();
  await Promise.all(
    requests.map(async ({ method, atMs, takesMs }) => {
      await clock.sleep(atMs);
      const request = async (): Promise<void> => {
        counted.push({ method, at: clock.now() - began + takesMs * fraction });
        await clock.sleep(takesMs);
      };
      await pacer.schedule({}, request, { method });
    }),
  );
  return counted.toSorted((one, other) => one.at - other.at);
}

const points = ({ method }: Counted): number => (method === 'GET' ? 1 : 5);

/** The highest counts in any minute. */
function busiestMinute(counted: readonly Counted[]): { creations: number; points: number } {
  const minutes = counted.map(({ at }) => counted.filter((other) => other.at > at - 60_000 && other.at <= at));
  return {
    creations: Math.max(0, ...minutes.map((minute) => minute.filter(({ method }) => method === 'POST').length)),
    points: Math.max(0, ...minutes.map((minute) => minute.reduce((sum, one) => sum + points(one), 0))),
  };
}

const many = (count: number, request: Partial<Request> = {}): Request[] =>
  Array.from({ length: count }, () => ({ method: 'POST', atMs: 0, takesMs: 100, ...request }));

describe('requests to GitHub', () => {
  test('of a small start go at once, even if they come together', async () => {
    expect(new Set((await send(many(10))).map(({ at }) => at))).toEqual(new Set([0]));
  });

  test('of 256 registrations reach nine tenths of what the points allow', async () => {
    const counted = await send(many(256));
    const last = counted.at(-1)?.at ?? 0;
    // The points themselves allow the 181st only a minute after the first.
    expect(60_000 / last).toBeGreaterThanOrEqual(0.9);
    expect(busiestMinute(counted)).toEqual({ creations: CREATIONS_BY_POINTS, points: 800 });
  });

  /** A GitHub that accepts so many creations a minute; returns when each was accepted, and how many it refused. */
  async function register(count: number, options: { accepts: number }) {
    const clock = new FakeClock();
    const pacer = new PointsPacer({ retryBudgetMs: () => Infinity, clock });
    const began = clock.now();
    const accepted: number[] = [];
    let refused = 0;
    const request = async (): Promise<void> => {
      await clock.sleep(100);
      const now = clock.now() - began;
      if (accepted.filter((at) => at > now - 60_000).length < options.accepts) {
        accepted.push(now);
        return;
      }
      refused += 1;
      pacer.slowDown();
      throw new Error('secondary');
    };
    const registerOne = async (): Promise<void> => {
      while (true) {
        try {
          return await pacer.schedule({}, request, { method: 'POST' });
        } catch {
          await clock.sleep(60_000);
        }
      }
    };
    await Promise.all(Array.from({ length: count }, registerOne));
    return { last: accepted.at(-1) ?? 0, refused };
  }

  test('of 256 registrations keep to 80 a minute once GitHub has refused one, and it refuses only that one', async () => {
    const { last, refused } = await register(256, { accepts: 80 });
    expect(refused).toBe(1);
    expect(last).toBeGreaterThanOrEqual(180_000);
    expect(last).toBeLessThan(200_000);
  });

  test('of 80 registrations are never refused, whatever GitHub counts', async () => {
    expect((await register(80, { accepts: 80 })).refused).toBe(0);
  });

  test('after a secondary limit on any of them, registrations keep to 80 a minute', async () => {
    const clock = new FakeClock();
    const pacer = new PointsPacer({ retryBudgetMs: () => Infinity, clock });
    const began = clock.now();
    pacer.slowDown();
    const sent: number[] = [];
    const sendOne = () => pacer.schedule({}, async () => void sent.push(clock.now() - began), { method: 'POST' });
    await Promise.all(Array.from({ length: 100 }, sendOne));
    expect(sent.filter((at) => at < 60_000)).toHaveLength(80);
  });

  test('that remove 256 runners reach nine tenths of what the limit allows', async () => {
    const last = (await send(many(256, { method: 'DELETE' }))).at(-1)?.at ?? 0;
    expect(60_000 / last).toBeGreaterThanOrEqual(0.9);
  });

  test('leave registrations their share, however many reads there are', async () => {
    const reads = many(3000, { method: 'GET' });
    const alone = (await send(many(256))).at(-1)?.at ?? 0;
    const counted = await send([...many(256), ...reads]);
    const last = counted.filter(({ method }) => method === 'POST').at(-1)?.at ?? 0;
    expect(last).toBeLessThanOrEqual(alone + 5_000);
    expect(busiestMinute(counted).points).toBeLessThanOrEqual(LIMITS.points);
  });

  test('never exceed 20 at the same time', async () => {
    const clock = new FakeClock();
    const pacer = new PointsPacer({ retryBudgetMs: () => Infinity, clock });
    let [now, most] = [0, 0];
    const request = async (): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      await clock.sleep(1000);
      now -= 1;
    };
    await Promise.all(Array.from({ length: 70 }, () => pacer.schedule({}, request, { method: 'GET' })));
    expect(most).toBe(20);
  });

  test('leave behind no timer that would keep the process alive after its work', async () => {
    const clock = new FakeClock();
    const pacer = new PointsPacer({ retryBudgetMs: () => Infinity, clock });
    const sendOne = (method: string) => pacer.schedule({}, () => clock.sleep(200), { method });
    // More than may be in flight at once, while earlier ones still count.
    await Promise.all(Array.from({ length: 50 }, () => sendOne('GET')));
    expect(clock.sleepers).toBe(0);
    // More than are allowed in a minute.
    await Promise.all(Array.from({ length: 161 }, () => sendOne('POST')));
    expect(clock.sleepers).toBe(0);
  });

  test('stay within both limits in any minute, whatever comes, and whenever GitHub counts them', async () => {
    const request = fc.record({
      method: fc.constantFrom<Request['method'][]>('GET', 'POST', 'DELETE'),
      atMs: fc.integer({ min: 0, max: 150_000 }),
      takesMs: fc.integer({ min: 1, max: 20_000 }),
    });
    const burst = fc
      .tuple(request, fc.integer({ min: 1, max: 200 }))
      .map(([one, count]) => Array.from({ length: count }, () => one));
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (bursts, fraction) => {
          const requests = bursts.flat();
          const counted = await send(requests, fraction);
          expect(counted).toHaveLength(requests.length);
          const busiest = busiestMinute(counted);
          expect(busiest.creations).toBeLessThanOrEqual(CREATIONS_BY_POINTS);
          expect(busiest.points).toBeLessThanOrEqual(LIMITS.points);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('that could be sent only after the time left are refused, and had no effect', async () => {
    const clock = new FakeClock();
    const until = clock.now() + 50_000;
    const pacer = new PointsPacer({ retryBudgetMs: () => until - clock.now(), clock });
    const sent = Array.from({ length: 170 }, () => pacer.schedule({}, async () => undefined, { method: 'POST' }));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(160);
    const refusal = outcomes.at(-1);
    expect(refusal?.status === 'rejected' ? refusal.reason : undefined).toMatchObject({
      kind: 'transient',
      hadNoEffect: true,
      message: expect.stringMatching(/900 points .* only 80 registrations; .* longer than the time left/),
    });
    expect(clock.now()).toBeLessThan(until);
  });

  test('that the retry plugin retries are counted as well', async () => {
    const clock = new FakeClock();
    const pacer = new PointsPacer({ retryBudgetMs: () => Infinity, clock });
    const began = clock.now();
    for (let count = 0; count < 160; count += 1) pacer.countAgain('POST');
    await pacer.schedule({}, async () => undefined, { method: 'POST' });
    expect(clock.now() - began).toBeGreaterThanOrEqual(60_000);
  });
});
