// Tests preload this into an action's process: its time runs as fast as the sandbox's, from the same origin, so that a
// wait of 90 s takes 9. The bundle itself is not changed. Deadlines of single requests (AbortSignal) stay real, so that
// a slow machine does not exceed them, except in the cases of requests that are never answered (TEST_FAST_DEADLINES).
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

// AbortSignal uses the timers that node:timers has at its first use: so use it now.
const realDeadline = AbortSignal.timeout;

const speed = Number(process.env.TEST_TIME_SPEED ?? '1');
const origin = Number(process.env.TEST_TIME_ORIGIN ?? '0');
const RealDate = Date;
// How far the sandbox's clock had been moved ahead when this process started.
const ahead = Number(process.env.TEST_TIME_AHEAD ?? '0');
// How far this machine's clock is ahead of the services'; negative: behind.
const wrong = Number(process.env.TEST_CLOCK_AHEAD ?? '0');
const now = () => wrong + Math.round(origin + ahead + (RealDate.now() - origin) * speed);

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }
  static now() {
    return now();
  }
};

const realTimeout = globalThis.setTimeout;
const fastTimeout = (task, ms = 0, ...rest) => realTimeout(task, ms / speed, ...rest);
Object.defineProperty(fastTimeout, Symbol.for('nodejs.util.promisify.custom'), {
  value: (ms, value) => fastSleep(ms, value),
});
const realSleep = timersPromises.setTimeout;
const fastSleep = (ms, value, options) => realSleep(ms / speed, value, options);
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
