import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { shareTime } from '../../../sandbox/harness/shared-time.ts';
import { until } from '../../helpers/until.ts';

const SPEED = 1000;

let clock: SandboxClock;
afterEach(() => clock.close());

const realSleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('The sandbox clock', () => {
  test('runs fast while nobody is busy, and as real time does while somebody is', async () => {
    let isBusy = true;
    clock = new SandboxClock({ speed: SPEED, startAt: 0, isBusy: () => isBusy });
    const began = performance.now();
    await realSleep(100);
    // However long the machine took: never more than real time, and the rest of a tick.
    expect(clock.now()).toBeLessThanOrEqual(performance.now() - began);
    expect(clock.now()).toBeGreaterThan(0);
    isBusy = false;
    await until('an hour has passed', () => clock.now() > 3_600_000);
  });

  test('calls what is due in order, when time passes by itself and when it is moved', async () => {
    const called: string[] = [];
    clock = new SandboxClock({ speed: SPEED, startAt: 0, isBusy: () => false });
    clock.after(30_000, () => called.push('second'));
    clock.after(20_000, () => called.push('first'));
    clock.after(25_000, () => called.push('never'))();
    await until('both are called', () => called.length === 2);
    clock.after(86_400_000, () => called.push('tomorrow'));
    await clock.advance(86_400_000);
    expect(called).toEqual(['first', 'second', 'tomorrow']);
  });

  test('stands still at speed 0, and moves by advance alone', async () => {
    clock = new SandboxClock({ speed: 0, startAt: 5 });
    const called: number[] = [];
    clock.after(10, () => called.push(clock.now()));
    await realSleep(30);
    expect([clock.now(), called]).toEqual([5, []]);
    await clock.advance(10);
    expect([clock.now(), called]).toEqual([15, [15]]);
  });
});

describe('Shared time', () => {
  test('is in the file, and waits for a process that computes, not for one that sleeps or has ended', async () => {
    const time = shareTime(7);
    clock = new SandboxClock({ speed: SPEED, startAt: 7, ...time });
    const read = (): number => new Float64Array(Uint8Array.from(readFileSync(time.path)).buffer)[0] ?? Number.NaN;
    expect(read()).toBe(7);
    const follow = (script: string) => {
      const child = spawn('bash', ['-c', script]);
      time.follow(child.pid ?? 0, new Promise((resolve) => child.once('close', resolve)));
      return child;
    };
    const computing = follow('while :; do :; done');
    await until('it computes', time.isBusy);
    computing.kill();
    await until('it has ended', () => !time.isBusy());
    const sleeping = follow('sleep 600');
    const began = clock.now();
    await until('an hour has passed', () => read() > began + 3_600_000);
    expect(sleeping.exitCode).toBe(null);
    sleeping.kill();
    clock.close();
    time.close();
  });
});
