import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readTaskEnvironment } from '../../../src/actions/task-environment.ts';

let work = '';
let step: Record<string, string> = {};
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'work-'));
  mkdirSync(join(work, '_temp'));
  step = { RUNNER_TEMP: join(work, '_temp'), OWN: '1' };
});
afterEach(() => rmSync(work, { recursive: true }));

const handOver = (text: string) => writeFileSync(join(work, '_ecs-github-runner'), text);

describe("the task's environment", () => {
  test("is the step's if that has an endpoint, whatever the file says", () => {
    handOver('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/other\n');
    for (const name of ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
      const environment = { ...step, [name]: '/mine' };
      expect(readTaskEnvironment(environment)).toBe(environment);
    }
  });

  test('takes only endpoints from the file, and nothing from an empty line', () => {
    handOver(
      [
        'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/1=2',
        'ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/1',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI=',
        'AWS_CONTAINER_AUTHORIZATION_TOKEN=x',
        'AWS_ENDPOINT_URL=http://example.com',
        'NODE_OPTIONS=--require=/evil',
        '__proto__=x',
        'no assignment',
        '',
      ].join('\n'),
    );
    expect(readTaskEnvironment({ ...step, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '' })).toEqual({
      ...step,
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/1=2',
      ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/1',
    });
  });

  test.each([
    ['http://169.254.170.2/v2/credentials/1', true],
    ['http://169.254.170.23/v1/credentials', true],
    ['http://[fd00:ec2::23]/v1/credentials', true],
    ['http://127.0.0.1:8080/x', true],
    ['http://localhost/x', true],
    ['https://example.com/x', false],
    ['https://169.254.170.2.example.com/x', false],
    ['http://169.254.170.2@example.com/x', false],
    ['http://me:word@localhost/x', false],
    ['http://example.com/x', false],
    ['no URL', false],
  ])('takes a full URI from the file only if it is of a credentials endpoint: %s %p', (url, isTaken) => {
    handOver(`AWS_CONTAINER_CREDENTIALS_FULL_URI=${url}\n`);
    const expected = isTaken ? { ...step, AWS_CONTAINER_CREDENTIALS_FULL_URI: url } : step;
    expect(readTaskEnvironment({ ...step, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x' })).toEqual({
      ...expected,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x',
    });
  });

  test("is the step's if there is no file, or a link or folder in its place, or no temporary folder", () => {
    expect(readTaskEnvironment(step)).toEqual(step);
    writeFileSync(join(work, 'elsewhere'), 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/x\n');
    symlinkSync(join(work, 'elsewhere'), join(work, '_ecs-github-runner'));
    expect(readTaskEnvironment(step)).toEqual(step);
    rmSync(join(work, '_ecs-github-runner'));
    mkdirSync(join(work, '_ecs-github-runner'));
    expect(readTaskEnvironment(step)).toEqual(step);
    expect(readTaskEnvironment({ OWN: '1' })).toEqual({ OWN: '1' });
  });

  test('reads only the beginning of a file that is too large', () => {
    handOver(`${'#'.repeat(1_000_000)}\nAWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/x\n`);
    expect(readTaskEnvironment(step)).toEqual(step);
  });
});
