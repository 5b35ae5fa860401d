import { describe, expect, test } from '@jest/globals';
import { type Actions, rootManifest } from '../../../script/generate/root.ts';
import type { Manifest } from '../../../script/generate/tables.ts';

describe('the root manifest', () => {
  const one = (inputs: Manifest['inputs']): Manifest => ({ name: 'x', inputs, outputs: {} });
  const inputsOf = (actions: Actions) => (rootManifest(actions) as { inputs: object }).inputs;

  test('says which modes a description applies to, unless it is the same for all', () => {
    const shared = { description: 'Same.', default: 'x' };
    const actions = {
      start: one({ shared, some: { description: 'A.' }, own: { description: 'Own.' } }),
      stop: one({ shared, some: { description: 'A.' } }),
      sweep: one({ shared, some: { description: 'B.' } }),
    };
    expect(inputsOf(actions)).toEqual({
      mode: { description: 'What to do - `start`, `stop` or `sweep`.', required: true },
      shared,
      some: { description: '(start, stop) A. (sweep) B.' },
      own: { description: '(start) Own.' },
    });
  });

  test("rejects two defaults for one input: one mode would get the other's", () => {
    const actions = { start: one({ a: { description: 'A.', default: '1' } }), stop: one({ a: { description: 'A.' } }) };
    expect(() => rootManifest(actions)).toThrow('a has different defaults in start,stop');
  });
});
