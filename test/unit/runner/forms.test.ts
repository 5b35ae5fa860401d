import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { packedStartScript, packedStartScriptForDockerSteps } from '../../../runner/injected.ts';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import { injectedModule, injectedScript, longInjectedScript } from '../../../script/generate/injected.ts';
import { meaningOfExit } from '../../../src/providers/start-script/exit-codes.ts';
import { START_COMMAND } from '../../../start-runner/start-command.ts';
import { closeContainers, startContainer } from '../../helpers/container.ts';

afterEach(closeContainers);

const source = readFileSync(join(ROOT, 'runner/start.sh'), 'utf8');
const injected = gunzipSync(Buffer.from(packedStartScript, 'base64')).toString();

describe('The forms of the start script', () => {
  test('the committed injected form is built from this source', () => {
    expect(injected).toBe(injectedScript(source));
  });

  test('it is the source in order, line by line, without comments and marked parts', () => {
    const lines = source.split('\n').map((line) => line.trim());
    let at = 0;
    for (const line of longInjectedScript(source).split('\n')) {
      const found = lines.indexOf(line, at);
      expect([line, found]).toEqual([line, expect.any(Number)]);
      expect(found).toBeGreaterThanOrEqual(at);
      at = found + 1;
    }
    expect(longInjectedScript(source)).not.toMatch(/docker|^#|full form/im);
    expect(source.match(/# --- (full form|docker steps) only\n/g)?.length).toBe(
      source.match(/# --- end\n/g)?.length ?? 0,
    );
    for (const word of ['/proc/uptime', 'GITHUB_RUN_ID', 'trap', 'exec bash -c', '.env'])
      expect(injected).toContain(word);
  });

  test('it has short names, and is the same otherwise', () => {
    const shape = (script: string) => script.replaceAll(/\b_?[a-zA-Z]\w*/g, 'x').replaceAll(' ', '');
    expect(shape(injected)).toBe(shape(longInjectedScript(source)));
    const words = (script: string): readonly string[] => script.match(/[A-Za-z_]{3,}/g) ?? [];
    const long = words(longInjectedScript(source));
    // What is left is in the source, and no name that the script itself gives is.
    expect(words(injected).filter((word) => !long.includes(word))).toEqual([]);
    expect(injected).not.toMatch(/^\w{2,}\(\)|egr_|\$\{?(now|job|kids|worker|step)\b/m);
    const names = injected.match(/^(\w)(?=\(\))|(?<=^|[ ;(])\w(?=\+?=)/gm) ?? [];
    expect(names.length).toBeGreaterThan(20);
  });

  test('the one with the hook for docker steps adds only lines of that part', () => {
    const all = gunzipSync(Buffer.from(packedStartScriptForDockerSteps, 'base64')).toString();
    expect(all).toBe(injectedScript(source, 'docker-steps'));
    const plain = new Set(longInjectedScript(source).split('\n'));
    const more = longInjectedScript(source, 'docker-steps')
      .split('\n')
      .filter((line) => !plain.has(line));
    expect(more[0]).toContain('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
    expect(more.length).toBeLessThan(6);
  });

  test('the build is reproducible, without a build time', () => {
    expect(injectedModule(source, undefined)).toBe(injectedModule(source, undefined));
    // Bytes 4 to 7 of the gzip header.
    expect([...Buffer.from(packedStartScript, 'base64').subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });

  test('what another machine compressed is kept as long as it contains the same script', () => {
    const there = readFileSync(join(ROOT, 'runner/injected.ts'), 'utf8');
    expect(injectedModule(source, there)).toBe(there);
    const changed = injectedModule(`${source}echo more\n`, there);
    expect(changed).not.toBe(there);
    expect(changed).toMatch(/^export const packedStartScript = '[A-Za-z0-9+/=]+';$/m);
    expect(injectedModule(source, 'no module')).toBe(injectedModule(source, undefined));
  });

  test('every exit code has its line in the documentation and its meaning in the diagnosis', () => {
    const ends = [...source.matchAll(/["'](?:[^"' ]*:-)?(\d\d) [a-zA-Z$]|'(0) job done|signal (1\d\d) /g)].map(
      (found) => Number(found.slice(1).find(Boolean)),
    );
    const codes = [...new Set([...ends, 69])].sort((a, b) => a - b);
    expect(codes).toHaveLength(20);
    const page = readFileSync(join(ROOT, 'docs/start-script.md'), 'utf8');
    const documented = [...page.matchAll(/^\| ([\d, ]+) \| /gm)].flatMap(([, list = '']) =>
      list.split(', ').map(Number),
    );
    expect(documented).toEqual(codes);
    const own = codes.filter((code) => code < 128);
    expect(own.filter((code) => meaningOfExit(code) === undefined)).toEqual([]);
  });

  test('if the image has no gzip, the container fails with its own exit code', async () => {
    const container = await startContainer({
      form: 'injected',
      listener: 'listen',
      command: ['/bin/bash', ...START_COMMAND.slice(1)],
      path: '/nonexistent',
    });
    expect(await container.ended).toEqual({ exitCode: 69, left: [] });
    expect(container.text()).toContain('gzip: command not found');
  });

  test.each([
    ['EGR_IDLE_TIMEOUT_MINUTES', 'soon'],
    ['EGR_IDLE_TIMEOUT_MINUTES', '0'],
    ['EGR_MAX_LIFETIME_MINUTES', 'a[$(touch evil)]'],
    ['EGR_STOP_TIMEOUT_SECONDS', '1.5'],
  ])('the full form rejects %s=%s', async (name, value) => {
    const container = await startContainer({ form: 'full', listener: 'listen', environment: { [name]: value } });
    expect(await container.ended).toEqual({ exitCode: 67, left: [] });
    expect(container.said()).toEqual([
      `ecs-github-runner: ${name} must be a whole number from 1 to 9999; it is "${value}" (exit code 67)`,
    ]);
    expect(container.file('evil')).toBeUndefined();
  });
});
