import { describe, expect, test } from '@jest/globals';
import { inWords, SETTING, STEP, type Words } from '../../../src/core/words.ts';

const named = <Key extends string>(keys: Readonly<Record<Key, string>>, name: (key: string) => string) =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, name(key)])) as Record<Key, string>;

const WORDS: Words = {
  settings: { ...named(SETTING, (key) => `--${key}`), memory: 'the flag --memory' },
  steps: named(STEP, (key) => `do ${key}`),
};

describe('a text in the words of a root', () => {
  test('names settings the way the root does', () => {
    expect(inWords(`Raise ${SETTING.cpu} or ${SETTING.memory}.`, WORDS)).toBe('Raise --cpu or the flag --memory.');
  });

  test('leaves a step unchanged in mid-sentence, and capitalizes it at the beginning', () => {
    const text = `${STEP.again}. Or wait, then ${STEP.startAgain}.\n${STEP.stop}.\n- ${STEP.sweep}. Next step: ${STEP.stopAgain}.`;
    expect(inWords(text, WORDS)).toBe(
      'Do again. Or wait, then do startAgain.\nDo stop.\n- Do sweep. Next step: Do stopAgain.',
    );
  });

  test('does not treat what follows a colon as a sentence', () => {
    expect(inWords(`awsvpc: ${SETTING.memory} is required, so: ${STEP.again}.`, WORDS)).toBe(
      'awsvpc: the flag --memory is required, so: do again.',
    );
  });

  test("begins a sentence with the article of a setting, and never changes the setting's name", () => {
    expect(inWords(`${SETTING.memory} is low. ${SETTING.cpu} too.`, WORDS)).toBe(
      'The flag --memory is low. --cpu too.',
    );
  });

  test('leaves a text that only looks like a placeholder, since somebody else wrote it', () => {
    expect(inWords('a ⟦cpus⟧ b ⟦⟧ c ⟦cpu d', WORDS)).toBe('a ⟦cpus⟧ b ⟦⟧ c ⟦cpu d');
  });
});

test('no two placeholders are alike', () => {
  const all = [...Object.values(SETTING), ...Object.values(STEP)];
  expect(new Set(all).size).toBe(all.length);
});
