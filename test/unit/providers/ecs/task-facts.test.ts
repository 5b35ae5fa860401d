import { describe, expect, test } from '@jest/globals';
import { taskSize, taskTimes } from '../../../../src/providers/ecs/task-facts.ts';

describe('the times of a task', () => {
  test('are those that ECS reports, in epoch milliseconds', () => {
    const createdAt = new Date('2026-11-21T10:00:00.250Z');
    expect(taskTimes({ createdAt, startedAt: new Date(5) })).toEqual({ createdAt: createdAt.getTime(), startedAt: 5 });
    expect(taskTimes({})).toEqual({});
  });

  test('leave out what is not a time', () => {
    expect(taskTimes({ createdAt: new Date(Number.NaN), stoppedAt: 'now' as never })).toEqual({});
  });
});

describe('the size of a task', () => {
  test.each([
    [
      { cpu: '256', memory: '512' },
      { vcpu: 0.25, memoryGib: 0.5 },
    ],
    [
      { cpu: '1 vCPU', memory: '2 GB' },
      { vcpu: 1, memoryGib: 2 },
    ],
    [{ cpu: '256', memory: '512', overrides: { cpu: '.5 vCPU', memory: '4096' } }, undefined],
    [
      { cpu: '256', memory: '512', overrides: { cpu: '2048', memory: '3GB' } },
      { vcpu: 2, memoryGib: 3 },
    ],
    [{ cpu: '0', memory: '0' }, undefined],
    [{ cpu: '256' }, undefined],
    [{ cpu: '1 GB', memory: '512' }, undefined],
    [{ cpu: '-1', memory: 'much' }, undefined],
  ])('%j is %j', (task, size) => {
    expect(taskSize(task)).toEqual(size);
  });
});
