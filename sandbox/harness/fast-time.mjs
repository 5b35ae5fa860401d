// Tests preload this into an action's process: it lives in the sandbox's time, which it reads from a file, so that a wait
// of 90 s takes 9. The bundle itself is not changed. Deadlines of single requests (AbortSignal) stay real, so that a slow
// machine does not exceed them, except in the cases of requests that are never answered (TEST_FAST_DEADLINES).
import { openSync, readSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

// AbortSignal uses the timers that node:timers has at its first use: so use it now.
const realDeadline = AbortSignal.timeout;

const speed = Number(process.env.TEST_TIME_SPEED ?? '1');
const file = openSync(process.env.TEST_TIME_FILE ?? '', 'r');
const cell = new Float64Array(1);
const bytes = new Uint8Array(cell.buffer);
const RealDate = Date;
const now = () => {
  readSync(file, bytes, 0, bytes.length, 0);
  return Math.round(cell[0]);
};

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }
  static now() {
    return now();
  }
};

const realTimeout = globalThis.setTimeout;
const fastTimeout = (task, ms = 1, ...rest) => {
  let due = now() + ms;
  // The sandbox's time is never faster than this: until then, nothing is due.
  const left = () => Math.max(1, Math.ceil((due - now()) / speed));
  const wait = () => {
    // What refresh() counts from (Node 24, lib/internal/timers.js); it may be called while the timer fires.
    timer._idleTimeout = left();
    Object.getPrototypeOf(timer).refresh.call(timer);
  };
  const timer = realTimeout(() => (now() < due ? wait() : task(...rest)), left());
  timer.refresh = () => {
    due = now() + ms;
    wait();
    return timer;
  };
  return timer;
};
Object.defineProperty(fastTimeout, Symbol.for('nodejs.util.promisify.custom'), {
  value: (ms, value) => fastSleep(ms, value),
});
const realSleep = timersPromises.setTimeout;
const fastSleep = async (ms = 1, value = undefined, options = undefined) => {
  const due = now() + ms;
  do await realSleep(Math.max(0, due - now()) / speed, undefined, options);
  while (now() < due);
  return value;
};
globalThis.setTimeout = fastTimeout;
timers.setTimeout = fastTimeout;
timersPromises.setTimeout = fastSleep;
syncBuiltinESMExports();

if (process.env.TEST_FAST_DEADLINES === '1') {
  AbortSignal.timeout = (ms) => realDeadline.call(AbortSignal, Math.round(ms / speed));
}
