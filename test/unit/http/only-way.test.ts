import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** The folders that go into the bundle. */
const FOLDERS = ['src', 'root', 'start-runner', 'stop-runner', 'sweep-runners', 'inject-credentials'];

const SOURCES = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Where something is said in the sources, as `file: line`, except in the files named. */
function linesWith(pattern: RegExp, except: readonly string[] = []): string[] {
  return SOURCES.filter((path) => !except.includes(path)).flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line) && !/^\s*(\*|\/\*|\/\/)/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
}

/** Ways to send something from Node other than `exchange` and the SDK's clients. */
const OTHER_WAYS: readonly [string, RegExp, readonly string[]][] = [
  [
    "Node's network modules",
    /(from|import\(|require\() ?['"](node:)?(http|https|http2|net|tls|dgram|dns|dns\/promises|child_process|cluster)['"]/,
    ['src/http/exchange.ts', 'src/http/agents.ts'],
  ],
  ['undici and the like', /(from|import\() ?['"](undici|@actions\/http-client|axios|node-fetch)\b/, []],
  ["the toolkit's own requests", /\bgetIDToken\(|\bgetOctokit\(/, []],
  ['fetch', /(?<![.\w])(globalThis\.)?fetch\((?!withinMs)/, []],
  ['sockets', /new (WebSocket|EventSource|XMLHttpRequest)\(/, []],
];

describe('Every request goes through a deadline', () => {
  test.each(OTHER_WAYS)('nothing sends by %s', (_what, pattern, except) => {
    expect(linesWith(pattern, except)).toEqual([]);
  });

  test("every client of AWS's SDK is guarded", () => {
    const guarded = /guardAnswers\(new \w+Client\(|reads\.client\(\(config\) => new \w+Client\(config\)/;
    const clients = linesWith(/new \w+Client\(/);
    expect(clients.length).toBeGreaterThan(5);
    expect(clients.filter((line) => !guarded.test(line))).toEqual([]);
    expect(readFileSync('src/providers/ecs/investigation/reads.ts', 'utf8')).toContain('guardAnswers(make(');
  });

  test("every client of Octokit's has our fetch", () => {
    expect(linesWith(/new Octokit\w*\(/)).toEqual(['src/github/octokit.ts: return new OctokitWithLimits({']);
    expect(readFileSync('src/github/octokit.ts', 'utf8')).toContain('fetch: boundedFetch(');
    // It signs only; its own requests would go through Octokit's fetch.
    expect(linesWith(/createAppAuth\(/)).toHaveLength(1);
  });

  test.each([
    "import http from 'node:http';",
    "import { request } from 'undici';",
    'await getIDToken(audience)',
    'await fetch(url)',
    'globalThis.fetch(url)',
    'new WebSocket(url)',
  ])('the check sees %s', (line) => {
    expect(OTHER_WAYS.some(([, pattern]) => pattern.test(line))).toBe(true);
  });
});
