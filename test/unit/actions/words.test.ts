import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inActionWords } from '../../../src/actions/words.ts';
import { SETTING, STEP } from '../../../src/core/words.ts';

/** The root action has the inputs of all actions. */
const manifest = parse(readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8')) as { inputs: object };
const INPUTS = Object.keys(manifest.inputs);

const NAMES = /[a-z]+(?:-[a-z]+)+/g;
/** Words with a hyphen in the actions' texts that are not inputs. */
const OTHERS = ['start-runner', 'stop-runner', 'sweep-runners', 'id-token', 'configure-aws-credentials', 'aws-actions'];

test.each(Object.entries(SETTING))('the setting %s names an input', (_key, placeholder) => {
  const words = inActionWords(`x ${placeholder}`);
  expect(words).not.toContain('⟦');
  const names = words.replace(/^x (the input )?/, '').match(/[a-z]+(?:-[a-z]+)*/g) ?? [];
  expect(names.filter((name) => INPUTS.includes(name))).toHaveLength(1);
});

test.each(Object.entries(STEP))('the step %s names only inputs and actions that exist', (_key, placeholder) => {
  const words = inActionWords(`x ${placeholder}`);
  expect(words).not.toContain('⟦');
  const names = words.match(NAMES) ?? [];
  for (const name of names.filter((each) => !OTHERS.includes(each))) expect(INPUTS).toContain(name);
});
