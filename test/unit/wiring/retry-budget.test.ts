import { expect, test } from '@jest/globals';
import { TimedRetryBudget } from '../../../src/wiring/retry-budget.ts';
import { FakeClock } from '../../helpers/fakes.ts';

test('the budget shrinks with time, and an extension never takes any of it away', () => {
  const clock = new FakeClock();
  const retryBudget = new TimedRetryBudget(clock, 900_000);
  retryBudget.extend(1000);
  expect(retryBudget.leftMs()).toBe(900_000);
  clock.advance(899_500);
  retryBudget.extend(1000);
  expect(retryBudget.leftMs()).toBe(1000);
  clock.advance(1500);
  expect(retryBudget.leftMs()).toBe(-500);
});
