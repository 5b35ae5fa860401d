import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import { which } from '../../../sandbox/runner/time.ts';
import { type ContainerOptions, closeContainers, type Form, startContainer } from '../../helpers/container.ts';

afterEach(closeContainers);

/** A mount everywhere. Nothing can be created there, and these cases do not try. */
const MOUNT = '/proc';

async function end(form: Form, dockerRoot: string, more: Partial<ContainerOptions> = {}) {
  const container = await startContainer({
    form,
    listener: 'echo true >job.sh; listen; job build job.sh',
    environment: { EGR_DOCKER_ROOT: dockerRoot },
    ...more,
  });
  const { exitCode, left } = await container.ended;
  expect(left).toEqual([]);
  return { container, exitCode, said: container.said().join('\n') };
}

/** Everything before the first folder is created; what needs an engine is in test/docker. */
describe('With EGR_DOCKER_ROOT', () => {
  test.each(['runners', '/', '/with space', '/ends/', '/a:b', '/a/../b c'])('"%s" is rejected', async (path) => {
    const { exitCode, said } = await end('full', path);
    expect(exitCode).toBe(78);
    expect(said).toContain(`must be an absolute path of letters, digits, _ . and -; it is "${path}" (exit code 78)`);
  });

  test('a folder that is not mounted is rejected: the host would not have it', async () => {
    const { container, exitCode, said } = await end('full', '/proc/self');
    expect(exitCode).toBe(78);
    expect(said).toContain('EGR_DOCKER_ROOT /proc/self is not a mount');
    expect(container.file('starts')).toBeUndefined();
  });

  test('an image that lacks a required program is rejected, and the program is named', async () => {
    const few = mkdtempSync(join(tmpdir(), 'few-programs-'));
    try {
      for (const name of ['bash', 'cp', 'env', 'find', 'flock', 'mv', 'touch']) {
        symlinkSync(which(name, process.env['PATH'] ?? ''), join(few, name));
      }
      symlinkSync(which('true', process.env['PATH'] ?? ''), join(few, 'docker'));
      const { exitCode, said } = await end('full', MOUNT, {
        command: [which('bash', process.env['PATH'] ?? ''), join(ROOT, 'runner/start.sh')],
        path: few,
      });
      expect(said).toBe('ecs-github-runner: no setpriv in this image, which EGR_DOCKER_ROOT needs (exit code 78)');
      expect(exitCode).toBe(78);
    } finally {
      rmSync(few, { recursive: true, force: true });
    }
  });

  test('the injected form ignores it', async () => {
    const { exitCode, said } = await end('injected', 'runners');
    expect([exitCode, said]).toEqual([0, 'ecs-github-runner: job done (exit code 0)']);
  });
});
