// Tests preload this into an action's process: its time runs as fast as the sandbox's, from the same origin, so that a
// wait of 90 s takes 9. The bundle itself is not changed. Deadlines of single requests (AbortSignal) stay real, so that
// a slow machine does not exceed them, except in the cases of requests that are never answered (TEST_FAST_DEADLINES).
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
const now = () => Math.round(origin + ahead + (RealDate.now() - origin) * speed);

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

if (process.env.TEST_FAST_DEADLINES === '1') {
  AbortSignal.timeout = (ms) => realDeadline.call(AbortSignal, Math.round(ms / speed));
}
