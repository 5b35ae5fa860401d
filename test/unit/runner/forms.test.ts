import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { packedStartScript, packedStartScriptForDockerSteps } from '../../../runner/injected.ts';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import { injectedModule, injectedScript } from '../../../script/generate/injected.ts';
import { meaningOfExit } from '../../../src/providers/start-script/exit-codes.ts';
import { START_COMMAND, START_COMMAND_FOR_DOCKER_STEPS } from '../../../start-runner/start-command.ts';
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
    for (const line of injected.split('\n')) {
      const found = lines.indexOf(line, at);
      expect([line, found]).toEqual([line, expect.any(Number)]);
      expect(found).toBeGreaterThanOrEqual(at);
      at = found + 1;
    }
    expect(injected).not.toMatch(/docker|^#|full form/im);
    expect(source.match(/# --- (full form|docker steps) only\n/g)?.length).toBe(source.match(/# --- end\n/g)?.length);
    for (const word of ['egr_born', 'is_busy', 'trap', 'passes', 'env -u', '.env']) expect(injected).toContain(word);
  });

  test('its command has at most 2,200 characters as JSON', () => {
    expect(JSON.stringify(START_COMMAND).length).toBeLessThanOrEqual(2200);
  });

  test('the one with the hook for docker steps has 250 characters more, and adds only lines of that part', () => {
    const all = gunzipSync(Buffer.from(packedStartScriptForDockerSteps, 'base64')).toString();
    expect(all).toBe(injectedScript(source, 'docker-steps'));
    const plain = new Set(injected.split('\n'));
    const more = all.split('\n').filter((line) => !plain.has(line));
    expect(more[0]).toContain('EGR_CREDENTIALS_FOR_DOCKER_STEPS');
    expect(more.length).toBeLessThan(12);
    expect(JSON.stringify(START_COMMAND_FOR_DOCKER_STEPS).length).toBeLessThanOrEqual(2450);
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
    const ends = [...source.matchAll(/(?:finish|note|stop) ["'](\d+) /g)].map(([, code]) => Number(code));
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
  ])('the full form rejects %s=%s', async (name, value) => {
    const container = await startContainer({ form: 'full', listener: 'listen', environment: { [name]: value } });
    expect(await container.ended).toEqual({ exitCode: 67, left: [] });
    expect(container.said()).toEqual([
      `ecs-github-runner: ${name} must be whole minutes from 1 to 9999; it is "${value}" (exit code 67)`,
    ]);
    expect(container.file('evil')).toBeUndefined();
  });
});
