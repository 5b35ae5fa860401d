import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Container,
  closeContainers,
  type Form,
  JIT_CONFIG,
  startContainer,
  until,
} from '../../helpers/container.ts';

afterEach(closeContainers);

/** The stub reads .env as the listener does, and keeps only a hash of the config, which does not reveal it. */
const LISTENER = `sed -n 's/^ACTIONS_RUNNER_INPUT_JITCONFIG=//p' .env | tr -d '\\n' | sha256sum >got
connect
await go
line 'Listening for Jobs'
echo 'env >seen; until [ -e done ]; do /bin/sleep 0.02; done' >job.sh
job look job.sh
`;

describe.each<Form>(['full', 'injected'])('The JIT config, %s form', (form) => {
  test('reaches the listener, and no process that a job can inspect', async () => {
    const container = await startContainer({ form, listener: LISTENER });
    await until(container, () => container.text().includes('Connected to GitHub'));
    expect(container.file('got')).toContain(createHash('sha256').update(JIT_CONFIG).digest('hex'));
    // The connection is made before there can be a job: nothing holds the config any more.
    await until(container, () => placesOf(container).length === 0);
    expect(shownBy(container)).toEqual([]);
    container.put('go');
    await until(container, () => container.file('seen') !== undefined);
    const names = container.processes().map(commandLine).join('\n');
    for (const name of ['run.sh', 'run-helper.sh', 'Runner.Listener', 'Runner.Worker']) expect(names).toContain(name);
    expect(shownBy(container)).toEqual([]);
    expect(placesOf(container)).toEqual([]);
    expect(container.file('seen')).not.toContain('JITCONFIG');
    container.put('done');
    expect(await container.ended).toEqual({ exitCode: 0, left: [] });
    expect(container.text()).not.toContain(JIT_CONFIG.slice(0, 100));
  });

  test("an image's own .env is used in addition, and is unchanged afterwards", async () => {
    const own = 'LANG=C.UTF-8\nPATH_ADDED=/opt/bin';
    const container = await startContainer({
      form,
      listener: 'cp .env during; connect; connect; await go; exit 1',
      prepare(root) {
        writeFileSync(join(root, '.env'), own);
        chmodSync(join(root, '.env'), 0o640);
      },
    });
    await until(container, () => container.file('.env') === own && container.text().includes('Connected'));
    expect(container.file('during')?.split('\n')).toEqual([
      ...own.split('\n'),
      `ACTIONS_RUNNER_INPUT_JITCONFIG=${JIT_CONFIG}`,
      '',
    ]);
    container.put('go');
    await container.ended;
    expect(container.file('.env')).toBe(own);
    expect(statSync(join(container.root, '.env')).mode & 0o777).toBe(0o640);
    expect(readdirSync(container.root)).not.toContain('.env.egr');
  });
});

/** Processes whose initial environment or command line reveals the config. */
function shownBy(container: Container): string[] {
  const processes = container.processes();
  expect(processes.length).toBeGreaterThan(3);
  return processes.filter((pid) => tells(environment(pid)) || tells(commandLine(pid))).map(commandLine);
}

/** Files in the runner's folder that contain the config. */
function placesOf({ root }: Container): string[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => tells(read(path)));
}

function tells(text: string): boolean {
  return text.includes(JIT_CONFIG.slice(0, 100));
}

function environment(pid: number): string {
  return read(`/proc/${pid}/environ`);
}

function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** Empty for a process that has ended, and for a file that has been moved in the meantime. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
