import { expect, test } from '@jest/globals';
import { Patience } from '../../../src/wiring/retry-budget.ts';
import { FakeClock } from '../../helpers/fakes.ts';

test('what is left passes with time, and an extension never takes any of it', () => {
  const clock = new FakeClock();
  const patience = new Patience(clock, 900_000);
  patience.extend(1000);
  expect(patience.leftMs()).toBe(900_000);
  clock.advance(899_500);
  patience.extend(1000);
  expect(patience.leftMs()).toBe(1000);
  clock.advance(1500);
  expect(patience.leftMs()).toBe(-500);
});
