import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Container, closeContainers, type Form, startContainer } from '../../helpers/container.ts';

afterEach(closeContainers);

/** A file .runner and the label that the runner program (2.336.0) itself put on its containers with it: seen, not computed. */
const SETTINGS =
  '{"AgentId":"100","AgentName":"r","DisableUpdate":"False","Ephemeral":"True","PoolId":"1","PoolName":"Default","ServerUrl":"http://127.0.0.1:42115/broker/","WorkFolder":"_work","UseV2Flow":"True","ServerUrlV2":"http://127.0.0.1:42115/broker/"}';
const LABEL = '45a9e4';
/** The same with a runner group whose name has letters beyond ASCII. */
const LARGE_SETTINGS =
  '{"AgentId":"100","AgentName":"r","DisableUpdate":"False","Ephemeral":"True","PoolId":"1","PoolName":"ÀB Größe","ServerUrl":"http://127.0.0.1:44731/broker/","WorkFolder":"_work","UseV2Flow":"True","ServerUrlV2":"http://127.0.0.1:44731/broker/"}';
const LARGE_LABEL = 'e3b57f';

/** A docker that records its calls, and knows what carries the label. */
const docker = (answers: { ps: string; networks: string }): string => `#!/bin/bash
echo "$*" >>"$RUNNER_ROOT/../docker.log"
case "$*" in
  'ps '*) ${answers.ps} ;;
  'network ls '*) ${answers.networks} ;;
esac
`;

/** The runner deletes its settings before it ends. */
const listener = (settings: string): string => `printf '${settings}' >.runner
echo 'rm -f .runner' >job.sh
listen
until [ -s .docker-label ] || [ -n "$NO_LABEL" ]; do /bin/sleep 0.02; done
job build job.sh
`;

async function run(
  form: Form,
  options: { docker?: string; settings?: string; noLabel?: boolean; environment?: Record<string, string> },
): Promise<Container> {
  const container = await startContainer({
    form,
    listener: listener(options.settings ?? SETTINGS),
    ...(options.docker !== undefined && { programs: { docker: options.docker } }),
    environment: { NO_LABEL: options.noLabel ? '1' : '', ...options.environment },
  });
  expect(await container.ended).toEqual({ exitCode: 0, left: [] });
  return container;
}

function calls({ root }: Container): string[] {
  const path = join(root, '../docker.log');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

describe('What jobs left on the Docker host', () => {
  const some = docker({ ps: "printf 'c1\\nc2\\n'", networks: 'echo n1' });

  test("is removed by this runner's label: containers first, then networks", async () => {
    const container = await run('full', { docker: some });
    expect(calls(container)).toEqual([
      `ps --all --quiet --filter label=${LABEL}`,
      'rm --force --volumes c1 c2',
      `network ls --quiet --filter label=${LABEL}`,
      'network rm n1',
    ]);
    expect(container.said()).toEqual([
      'ecs-github-runner: removing containers that the job left: c1 c2',
      'ecs-github-runner: removing networks that the job left: n1',
      'ecs-github-runner: job done (exit code 0)',
    ]);
  });

  test.each(['', 'C', 'C.UTF-8'])('is found with a group of any name, and LC_ALL=%s', async (locale) => {
    const container = await run('full', { docker: some, settings: LARGE_SETTINGS, environment: { LC_ALL: locale } });
    expect(calls(container)[0]).toBe(`ps --all --quiet --filter label=${LARGE_LABEL}`);
  });

  test('is found even if the settings begin with a byte order mark, which the runner does not hash', async () => {
    const container = await run('full', { docker: some, settings: `\\xef\\xbb\\xbf${SETTINGS}` });
    expect(calls(container)[0]).toBe(`ps --all --quiet --filter label=${LABEL}`);
  });

  test('causes no removal and no output if there is nothing', async () => {
    const container = await run('full', { docker: docker({ ps: ':', networks: ':' }) });
    expect(calls(container).map((call) => call.split(' ')[0])).toEqual(['ps', 'network']);
    expect(container.said()).toEqual(['ecs-github-runner: job done (exit code 0)']);
  });

  test('is not searched for if no daemon answers', async () => {
    const container = await run('full', { docker: docker({ ps: 'exit 1', networks: 'exit 1' }) });
    expect(calls(container)).toHaveLength(1);
  });

  test('is not searched for if the runner had no settings: an empty label would match what others own', async () => {
    const container = await startContainer({ form: 'full', listener: 'exit 1', programs: { docker: some } });
    expect((await container.ended).exitCode).toBe(76);
    expect(calls(container)).toEqual([]);
  });

  test('is left alone by the injected form', async () => {
    expect(calls(await run('injected', { docker: some, noLabel: true }))).toEqual([]);
  });
});
