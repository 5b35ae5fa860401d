import { describe, expect, test } from '@jest/globals';
import { allInOne, type Frame, type Part, templateText } from '../../../script/generate/all-in-one.ts';
import { parseTemplate, type Template } from '../../../script/generate/cloudformation.ts';

const frame = (more: Partial<Frame> = {}): Frame => ({ Description: 'whole', Parts: {}, ...more });
const part = (name: string, template: Partial<Template>, condition?: string): Part => ({
  name,
  template: { Description: name, Resources: {}, ...template },
  ...(condition !== undefined && { condition }),
});
/** How a template writes a variable inside Fn::Sub. */
const variable = (name: string): string => `\${${name}}`;
const text = { Type: 'String' };
const maker = (condition?: string) =>
  part(
    'maker',
    {
      Resources: { Made: { Type: 'AWS::ECS::Cluster' }, Other: { Type: 'AWS::ECS::Cluster' } },
      Outputs: {
        One: { Value: { Ref: 'Made' } },
        Many: { Value: { 'Fn::Join': [',', [{ Ref: 'Made' }, { Ref: 'Other' }]] } },
      },
    },
    condition,
  );
const user = (Properties: Template['Resources'][string]['Properties']) =>
  part('user', {
    Parameters: { One: text, Many: { Type: 'CommaDelimitedList' }, Own: text },
    Resources: { User: { Type: 'AWS::ECS::Service', ...(Properties !== undefined && { Properties }) } },
  });

describe('all in one', () => {
  test("a parameter that an earlier part has as an output becomes the output's value, and a list stays a list", () => {
    const { Parameters, Resources } = allInOne(frame(), [
      maker(),
      user({
        A: { Ref: 'One' },
        B: [{ Ref: 'Many' }],
        C: { 'Fn::Sub': `x-${variable('One')}-${variable('Own')}` },
        D: { Ref: 'Own' },
      }),
    ]);
    expect(Object.keys(Parameters ?? {})).toEqual(['Own']);
    expect(Resources['User']?.Properties).toEqual({
      A: { Ref: 'Made' },
      B: [[{ Ref: 'Made' }, { Ref: 'Other' }]],
      C: { 'Fn::Sub': `x-${variable('Made')}-${variable('Own')}` },
      D: { Ref: 'Own' },
    });
  });

  test('the parameter stays, and is used, if the part that creates it is optional', () => {
    const { Parameters, Resources } = allInOne(frame({ Conditions: { Makes: { 'Fn::Equals': ['1', '1'] } } }), [
      maker('Makes'),
      user({
        A: { Ref: 'One' },
        B: { 'Fn::Sub': [`${variable('One')}-${variable('Given')}`, { Given: { Ref: 'Own' } }] },
      }),
    ]);
    const either = { 'Fn::If': ['Makes', { Ref: 'Made' }, { Ref: 'One' }] };
    expect(Object.keys(Parameters ?? {})).toEqual(['One', 'Many', 'Own']);
    expect(Resources['Made']?.Condition).toBe('Makes');
    expect(Resources['User']?.Properties).toEqual({
      A: either,
      B: { 'Fn::Sub': [`${variable('One')}-${variable('Given')}`, { Given: { Ref: 'Own' }, One: either }] },
    });
  });

  test('a list that the whole takes as a string is split', () => {
    const parts = [maker('Makes'), user({ A: { Ref: 'Many' } })];
    const { Resources } = allInOne(frame({ Parameters: { Many: text } }), parts);
    const made = [{ Ref: 'Made' }, { Ref: 'Other' }];
    expect(Resources['User']?.Properties).toEqual({
      A: { 'Fn::If': ['Makes', made, { 'Fn::Split': [',', { Ref: 'Many' }] }] },
    });
  });

  test('parts that contradict each other are rejected', () => {
    const twice = { Resources: { Same: { Type: 'AWS::ECS::Cluster' } } };
    expect(() => allInOne(frame(), [part('a', twice), part('b', twice)])).toThrow('b: Same is there already.');
    const wants = (Default: string) => ({ Parameters: { P: { ...text, Default } } });
    expect(() => allInOne(frame(), [part('a', wants('1')), part('b', wants('2'))])).toThrow('b: parameter P differs.');
    const own = { Resources: { Made: { Type: 'AWS::ECS::Cluster', Condition: 'Own' } } };
    expect(() => allInOne(frame(), [part('a', own, 'Makes')])).toThrow('a: Made has a condition of its own.');
  });

  test('the text is the same template, and keeps text that looks like something else', () => {
    const { Resources } = allInOne(frame(), [
      maker(),
      user({
        Version: '2012-10-17',
        Answer: 'yes',
        Number: '1',
        A: { 'Fn::GetAtt': ['Made', 'Arn'] },
        B: { Ref: 'One' },
        C: [1, 'x'],
      }),
    ]);
    const template: Template = { Description: 'whole', Resources };
    expect(parseTemplate(templateText(template, '# header'))).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      ...template,
    });
  });

  test('the text has no comments, in the texts inside it either', () => {
    const script = '#!/bin/bash\n# why\necho "a # b" # c\n\n  # indented\n  echo "$#"\n';
    const { Resources } = allInOne(frame(), [user({ A: script, B: '# one line' })]);
    const parsed = parseTemplate(templateText({ Description: 'whole', Resources }, '# header'));
    expect(parsed.Resources['User']?.Properties).toEqual({
      A: '#!/bin/bash\necho "a # b" # c\n  echo "$#"\n',
      B: '# one line',
    });
  });

  test('an unknown tag is an error', () => {
    expect(() => parseTemplate('A: !Transform x')).toThrow('!Transform');
  });
});
