import { expect, test } from '@jest/globals';
import { AnswerClock } from '../../../../src/core/util/answer-clock.ts';

const NOW = Date.UTC(2026, 10, 29, 12, 0, 0);

test.each([
  ['seven hours ahead', 'Sun, 29 Nov 2026 19:00:00 GMT', 7 * 3_600_000 + 500],
  ['ten minutes behind', 'Sun, 29 Nov 2026 11:50:00 GMT', -600_000 + 500],
])('a server %s', (_what, date, aheadMs) => {
  const clock = new AnswerClock();
  clock.note({ date }, NOW);
  expect(clock.aheadMs).toBe(aheadMs);
});

test.each([[{}], [{ date: 'yesterday' }], [{ date: 5 }]])('headers %j say nothing', (headers) => {
  const clock = new AnswerClock();
  clock.note(headers, NOW);
  expect(clock.aheadMs).toBeUndefined();
  clock.note({ date: 'Sun, 29 Nov 2026 12:00:00 GMT' }, NOW);
  clock.note(headers, NOW);
  expect(clock.aheadMs).toBe(500);
});
