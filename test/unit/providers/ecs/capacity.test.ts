import { describe, expect, test } from '@jest/globals';
import { isFargate, parseCapacityEntry } from '../../../../src/providers/ecs/capacity.ts';

const item = (capacityProvider: string, weight = 1, base = 0) => ({ capacityProvider, weight, base });

describe('a capacity entry', () => {
  test.each([
    ['EC2', { kind: 'launch-type', launchType: 'EC2' }, false],
    ['FARGATE', { kind: 'launch-type', launchType: 'FARGATE' }, true],
    ['EXTERNAL', { kind: 'launch-type', launchType: 'EXTERNAL' }, false],
    ['cluster-default', { kind: 'cluster-default' }, 'unknown'],
    ['FARGATE_SPOT', { kind: 'strategy', items: [item('FARGATE_SPOT')] }, true],
    ['my-asg_1', { kind: 'strategy', items: [item('my-asg_1')] }, false],
    ['my-asg=5', { kind: 'strategy', items: [item('my-asg', 5)] }, false],
    ['my-asg=1000:100000', { kind: 'strategy', items: [item('my-asg', 1000, 100_000)] }, false],
    ['FARGATE=1:1+FARGATE_SPOT=4', { kind: 'strategy', items: [item('FARGATE', 1, 1), item('FARGATE_SPOT', 4)] }, true],
    ['  a=0 +  b=1  ', { kind: 'strategy', items: [item('a', 0), item('b', 1)] }, false],
  ])('"%s" is understood', (text, target, fargate) => {
    const entry = parseCapacityEntry(text);
    expect(entry).toEqual({ text, target });
    expect(typeof entry === 'string' ? entry : isFargate(entry.target)).toBe(fargate);
  });

  test.each([
    ['FARGATE@runner-fargate', 'runner-fargate'],
    ['a=1 + b=2 @ runner:7', 'runner:7'],
    [
      'EC2@arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7',
      'arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7',
    ],
  ])('"%s" has a task definition of its own', (text, taskDefinition) => {
    expect(parseCapacityEntry(text)).toMatchObject({ text, taskDefinition });
  });

  test.each([
    ['', 'names no capacity'],
    ['@runner', 'names no capacity'],
    ['FARGATE@', 'nothing after its @'],
    ['FARGATE@ ', 'nothing after its @'],
    ['a b', '"a b" is not a capacity provider'],
    ['a=', '"a=" is not a capacity provider'],
    ['a=x', 'is not a capacity provider'],
    ['a=-1', 'is not a capacity provider'],
    ['a=1:', 'is not a capacity provider'],
    ['a=1.5', 'is not a capacity provider'],
    ['a + ', '"" is not a capacity provider'],
    ['a=1001', 'the weight of a is over 1000'],
    ['a=1:100001', 'the base of a is over 100000'],
    ['a=1:1 + b=1:1', 'a base to more than one'],
    ['a=0 + b=0', 'every capacity provider the weight 0'],
    ['FARGATE=1 + my-asg=1', 'mixes Fargate'],
    [Array.from({ length: 21 }, (_, index) => `p${index}`).join('+'), 'more than 20'],
  ])('"%s" is rejected: it %s', (text, problem) => {
    expect(parseCapacityEntry(text)).toEqual(expect.stringContaining(problem));
  });
});
