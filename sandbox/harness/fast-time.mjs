// Tests preload this into an action's process: it lives in the sandbox's time, which it reads from a file, so that a wait
// of 90 s takes 9. The bundle itself is not changed. Deadlines of single requests (AbortSignal) stay real, so that a slow
// machine does not exceed them, except in the cases of requests that are never answered (TEST_FAST_DEADLINES).
import { subscribe } from 'node:diagnostics_channel';
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
// How far this machine's clock is ahead of the services'; negative: behind.
const wrong = Number(process.env.TEST_CLOCK_AHEAD ?? '0');
const now = () => {
  readSync(file, bytes, 0, bytes.length, 0);
  return wrong + Math.round(cell[0]);
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

const deadlineSpeed = process.env.TEST_FAST_DEADLINES === '1' ? speed : 1;
let deadlines = 0;
AbortSignal.timeout = (ms) => {
  deadlines += 1;
  return realDeadline.call(AbortSignal, Math.round(ms / deadlineSpeed));
};

// Every request of an action has a deadline of its own (src/http/deadline.ts): one without ends the step as a bug.
subscribe('http.client.request.created', ({ request }) => {
  deadlines -= 1;
  if (deadlines < 0) throw new Error(`${request.method} ${request.host}${request.path} was sent without a deadline.`);
});
