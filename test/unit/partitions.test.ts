import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../sandbox/harness/checkout.ts';

test('what users run contains no ARN with a hard-coded partition', () => {
  const files = ['src', 'start-runner', 'stop-runner', 'sweep-runners', 'root', 'runner'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|js|sh)$/.test(name))
      .map((name) => join(ROOT, folder, name)),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => /arn:aws(-[a-z]+)*:/.test(readFileSync(file, 'utf8')))).toEqual([]);
});
