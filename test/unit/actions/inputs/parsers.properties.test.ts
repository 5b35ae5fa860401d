import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError, InputReader } from '../../../../src/actions/inputs/reader.ts';
import { printable } from '../../../../src/actions/io.ts';
import { parseArn, resourceName } from '../../../../src/aws/arn.ts';
import { parseCapacityEntry } from '../../../../src/providers/ecs/capacity.ts';
import { readStartInputs } from '../../../../start-runner/inputs.ts';
import { REQUIRED_INPUTS, stepEnvironment } from '../../../helpers/step-environment.ts';

const reader = (value: string) => new InputReader({ INPUT_X: value });
const ANY_KEY = { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, words: 'a name' };

describe('the input reader', () => {
  const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+0-9.ex ]{0,20}$/));

  test('reads every whole number within its limits, and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (value, max) => {
        const one = reader(` ${value}\n`);
        expect(one.integer('x', { min: 0, max })).toBe(value <= max ? value : undefined);
        if (value <= max) expect(() => one.finish()).not.toThrow();
        else expect(() => one.finish()).toThrow(InputError);
      }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const read = reader(text).integer('x', { min: 0, max: Number.MAX_SAFE_INTEGER });
        if (read !== undefined) expect(text.trim()).toMatch(/^\d+$/);
      }),
    );
  });

  test('reports a problem exactly when it cannot read a non-empty value, and names the input', () => {
    const kinds = {
      boolean: (one: InputReader) => one.boolean('x'),
      integer: (one: InputReader) => one.integer('x', { min: 0, max: 9 }),
      oneOf: (one: InputReader) => one.oneOf('x', ['a', 'b']),
      matching: (one: InputReader) => one.matching('x', ANY_KEY),
    };
    fc.assert(
      fc.property(anything, fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])), (text, kind) => {
        const one = reader(text);
        const read = kinds[kind](one);
        if (text.trim() === '' || read !== undefined) expect(() => one.finish()).not.toThrow();
        else expect(() => one.finish()).toThrow(/x must be/);
      }),
    );
  });

  test('reads KEY=value lines back as they were written, whatever the keys are', () => {
    const key = fc.oneof(
      fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,10}$/),
      fc.constantFrom('constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'),
    );
    // The white space around the whole input is not part of it, and a line ends where the value does.
    const value = fc.string().filter((text) => !/[\r\n]/.test(text) && text.trim() === text);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name }), (pairs) => {
        const one = reader(pairs.map(([name, text]) => `${name}=${text}`).join('\n'));
        expect(Object.entries(one.keyValues('x', ANY_KEY)).sort()).toEqual([...pairs].sort());
        expect(() => one.finish()).not.toThrow();
      }),
    );
  });

  test('reads a list back as it was written', () => {
    const item = fc.stringMatching(/^[A-Za-z0-9-]{1,10}$/);
    fc.assert(
      fc.property(fc.array(item), fc.constantFrom(',', ', ', '\n', ' ,\r\n '), (items, separator) => {
        expect(reader(items.join(separator)).list('x')).toEqual(items);
        expect(reader(JSON.stringify(items)).jsonTexts('x')).toEqual(items);
      }),
    );
  });

  test('of a start never throws anything but its list of problems', () => {
    const names = [
      'capacity',
      'tags',
      'environment',
      'label',
      'cluster',
      'task-definition',
      'subnets',
      'cpu',
      'placement-strategy',
      'work-folder',
      'github-token',
      'repository',
      'aws-region',
      'role-to-assume',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), anything), (inputs) => {
        const environment = stepEnvironment({ ...REQUIRED_INPUTS, 'task-definition': 'runner', ...inputs });
        try {
          readStartInputs({ environment, startCommand: { plain: [], forDockerSteps: [] } });
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

describe('capacity', () => {
  const provider = fc
    .stringMatching(/^[A-Za-z0-9_-]{1,20}$/)
    .filter((name) => !/^(EC2|FARGATE|FARGATE_SPOT|EXTERNAL|cluster-default)$/.test(name));

  test('a strategy is read as it was written', () => {
    const item = fc.record({ capacityProvider: provider, weight: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 100_000 }),
        (items, base) => {
          const written = items.map(({ capacityProvider, weight }, index) =>
            index === 0 ? `${capacityProvider}=${weight}:${base}` : `${capacityProvider}=${weight}`,
          );
          expect(parseCapacityEntry(written.join(' + '))).toMatchObject({
            target: { kind: 'strategy', items: items.map((one, index) => ({ ...one, base: index === 0 ? base : 0 })) },
          });
        },
      ),
    );
  });

  test('turns any text into an entry that ECS could accept, or into a sentence about what is wrong', () => {
    const near = fc.stringMatching(/^[A-Za-z0-9_=:+@ -]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const entry = parseCapacityEntry(text);
        if (typeof entry === 'string') expect(entry).not.toBe('');
        else if (entry.target.kind === 'strategy') {
          const { items } = entry.target;
          expect(items.length).toBeGreaterThan(0);
          expect(items.length).toBeLessThanOrEqual(20);
          expect(items.filter(({ base }) => base > 0).length).toBeLessThanOrEqual(1);
          expect(items.some(({ weight }) => weight > 0)).toBe(true);
          for (const { weight, base, capacityProvider } of items) {
            expect(weight).toBeLessThanOrEqual(1000);
            expect(base).toBeLessThanOrEqual(100_000);
            expect(capacityProvider).toMatch(/^[A-Za-z0-9_-]+$/);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('ARNs', () => {
  const arn = fc.record({
    partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b'),
    service: fc.stringMatching(/^[a-z0-9-]{1,10}$/),
    region: fc.constantFrom('', 'eu-central-1', 'us-gov-west-1'),
    account: fc.constantFrom('', 'aws', '123456789012'),
    resource: fc.stringMatching(/^[A-Za-z0-9/:_.-]{1,40}$/),
  });

  test('of any partition are read back as they were written', () => {
    fc.assert(
      fc.property(arn, (one) => {
        const { partition, service, region, account, resource } = one;
        expect(parseArn(`arn:${partition}:${service}:${region}:${account}:${resource}`)).toEqual(one);
      }),
    );
  });

  test('any other text is not one, and is its own name up to its last slash', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.startsWith('arn:'));
        expect(parseArn(text)).toBeUndefined();
        expect(resourceName(text)).toBe(text.split('/').at(-1));
      }),
    );
  });
});

describe('printable text', () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      '::',
      ':',
      '##[',
      '#',
      '[',
      '\n',
      '\r',
      '\r\n',
      ' ',
      '\t',
      '\u0000',
      '\u0085',
      '\u00a0',
      '\u200b',
      '\u2028',
      '\u2029',
      '\u202e',
      '\u3000',
      '\ufeff',
      '\u001b[2K',
      'set-output name=x::y',
      'error',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const hostile = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''));

  /** As the runner finds them: lines end with \r, \n or both; .NET trims, and this is its white space. */
  const commands = (text: string): string[] =>
    text
      .split(/\r\n|\r|\n/)
      .filter(
        (line) =>
          line
            .replace(/^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/, '')
            .startsWith('::') || line.includes('##['),
      );

  test('never commands the runner', () => {
    fc.assert(
      fc.property(hostile, (text) => expect(commands(printable(text))).toEqual([])),
      { numRuns: 5000 },
    );
  });

  test('stays the same when printed again, and plain text is left unchanged', () => {
    fc.assert(fc.property(hostile, (text) => expect(printable(printable(text))).toBe(printable(text))));
    fc.assert(
      fc.property(fc.stringMatching(/^[\p{L}\p{N} .,;/()=_-]*$/u), (text) => expect(printable(text)).toBe(text)),
    );
  });
});
