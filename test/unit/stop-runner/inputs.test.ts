import { describe, expect, test } from '@jest/globals';
import { readStopInputs } from '../../../stop-runner/inputs.ts';
import { REQUIRED_INPUTS, stepEnvironment } from '../../helpers/step-environment.ts';

const read = (inputs: Record<string, string> = {}) =>
  readStopInputs(stepEnvironment({ ...REQUIRED_INPUTS, ...inputs }));

describe('the inputs of stop-runner', () => {
  test('have the defaults of the interface', () => {
    expect(read()).toMatchObject({ labels: [], id: undefined, drainMs: 300_000, waitForStopped: false });
  });

  test.each([
    [{ label: 'a' }, ['a']],
    [{ labels: 'a, b' }, ['a', 'b']],
    [{ labels: '["a","b"]' }, ['a', 'b']],
    [{ label: 'a', labels: '["b"]' }, ['a', 'b']],
    [{ labels: '[]' }, []],
  ])('select by label: %j', (inputs, labels) => {
    expect(read(inputs as Record<string, string>).labels).toEqual(labels);
  });

  test('are read as given', () => {
    expect(read({ id: 'nightly', 'drain-timeout-seconds': '0', 'wait-for-stopped': 'true' })).toMatchObject({
      id: 'nightly',
      drainMs: 0,
      waitForStopped: true,
    });
  });

  test.each([
    [{ 'drain-timeout-seconds': '5m' }, /drain-timeout-seconds must be a whole number from 0 to 86400; it is "5m"/],
    [{ 'wait-for-stopped': 'yes' }, /wait-for-stopped must be "true" or "false"; it is "yes"/],
    // No start takes them, so they could only select nothing.
    [{ id: 'nightly/linux' }, /id must be up to 200 letters.*; it is "nightly\/linux"/],
    [{ label: 'a;b' }, /label must be up to 200 letters/],
    [{ labels: '["a","b;c"]' }, /labels must be a list of labels .*; it is "b;c"/],
    [{ labels: '["a"' }, /labels must be a JSON array of texts, or a list/],
  ])('are rejected: %j', (inputs, text) => {
    expect(() => read(inputs as Record<string, string>)).toThrow(text);
  });

  test('are rejected with everything that is wrong at once', () => {
    const inputs = { 'github-token': '', 'aws-region': 'x', cluster: '', 'wait-for-stopped': 'x', labels: '[1]' };
    expect(() => read(inputs)).toThrow(/^5 inputs are wrong:\n(- .*\n?){5}$/);
  });
});
