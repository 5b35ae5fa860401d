import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { read, workflow } from '../../helpers/workflows.ts';

const jobs = workflow({ name: 'run.yml', text: read('.github/workflows/run.yml') }).jobs;

/** The script of a step of run.yml, as GitHub receives it. */
function scriptOf(isMeant: (step: { id?: string; name?: string }) => boolean): string {
  const step = Object.values(jobs)
    .flatMap(({ steps = [] }) => steps)
    .find(isMeant);
  if (step?.run === undefined) throw new Error('run.yml has no such step.');
  return step.run;
}

/** Every sh on this machine: a container may have a different one. */
const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh']].filter(
  ([command = '']) => spawnSync(command, ['-c', 'true'], { input: '' }).status === 0 || command === 'bash',
);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-steps-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a step's script the way the runner does: from a file, with `sh -e`. */
function runStep(script: string, options: { shell?: readonly string[]; env: Readonly<Record<string, string>> }) {
  const [command = 'sh', ...args] = options.shell ?? ['sh'];
  const file = join(folder, 'step.sh');
  writeFileSync(file, script);
  writeFileSync(join(folder, 'github-env'), '');
  const { status, stdout, stderr } = spawnSync(command, [...args, '-e', file], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      GITHUB_ENV: join(folder, 'github-env'),
      GITHUB_OUTPUT: join(folder, 'github-env'),
      RUNNER_TEMP: folder,
      ...options.env,
    },
  });
  return { status, stdout, stderr, variables: readVariables() };
}

/** Reads GITHUB_ENV the way the runner does: a block ends at its first delimiter. */
function readVariables(): Record<string, string> {
  const lines = readFileSync(join(folder, 'github-env'), 'utf8').split('\n').slice(0, -1);
  const variables: Record<string, string> = {};
  while (lines.length > 0) {
    const [, plain, value, key = '', delimiter = ''] =
      /^(?:([^=<]+)=(.*)|([^=]+?)<<(.+))$/.exec(lines.shift() ?? '') ?? [];
    if (plain !== undefined) variables[plain] = value ?? '';
    else {
      const end = lines.indexOf(delimiter);
      if (end < 0) throw new Error(`no delimiter ${delimiter}`);
      variables[key] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n');
    }
  }
  return variables;
}

const masks = (stdout: string): string[] =>
  [...stdout.matchAll(/^::add-mask::(.*)$/gm)].map(([, value = '']) => decodeURIComponent(value));

const HOSTILE = [
  'a value with blanks  ',
  '$(touch pwned) `touch pwned` $' + '{IFS} $HOME',
  '"quoted" \'and\' \\n back\\slash %0A %',
  "'; touch pwned #",
  'x=y<<z<<EOF',
  '* ? [a-z] ~',
  '-n -e --',
  '::set-env name=X::y',
  'ünïcode 🎉',
  '',
];

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('the variables, read by %s', (_name, shell) => {
  const script = scriptOf(({ name }) => name === 'Set the variables');
  const set = (plain: string, secret = '') => runStep(script, { shell, env: { PLAIN: plain, SECRET: secret } });

  test('are empty if there are none', () => {
    expect(set('')).toMatchObject({ status: 0, variables: {}, stdout: '' });
  });

  test.each(HOSTILE)('keep a value unchanged: %j', (value) => {
    const { status, stderr, variables } = set(`FIRST=1\nKEY=${value}\n\nLAST=2`, `TOKEN=${value}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(variables).toEqual({ FIRST: '1', KEY: value, LAST: '2', TOKEN: value });
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  test('keep values of several lines, even with what looks like the end of another block', () => {
    const value = ['', '  indented', 'EVIL=1', 'EVIL<<EOF', 'EOF', '$(touch pwned)', ''].join('\n');
    const { status, variables } = set(`A<<END\n${value}\nEND\nB=2`, `C<<-----\n${value}\n-----`);
    expect(status).toBe(0);
    expect(variables).toEqual({ A: value, B: '2', C: value });
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  test('may be empty blocks, and may have Windows line endings', () => {
    expect(set('A<<END\nEND\r\nB=2\r\nC<<END\r\none\r\ntwo\r\nEND\r\n').variables).toEqual({
      A: '',
      B: '2',
      C: 'one\ntwo',
    });
  });

  test('are masked line by line if they are secret, and not otherwise', () => {
    const key = '-----BEGIN KEY-----\nabc%41def\nxy\n-----END KEY-----';
    const { stdout } = set('PLAIN_ONE=visible', `TOKEN=hushed-%25\nKEY<<END\n${key}\nEND`);
    expect(masks(stdout)).toEqual(['hushed-%25', '-----BEGIN KEY-----', 'abc%41def', '-----END KEY-----']);
    expect(stdout).not.toContain('visible');
    expect(stdout.replaceAll(/^::add-mask::.*\n/gm, '')).toBe('');
  });

  test('are masked before they are written', () => {
    // The mask is printed even if GITHUB_ENV cannot be written.
    const { status, stdout } = runStep(script, {
      shell,
      env: { PLAIN: '', SECRET: 'TOKEN=hushed', GITHUB_ENV: '/nonexistent/env' },
    });
    expect(status).not.toBe(0);
    expect(masks(stdout)).toEqual(['hushed']);
  });

  test.each<[string, string, RegExp]>([
    ['a line without a value', 'A=1\nhushed', /env-secrets, line 2: not KEY=value or KEY<<END/],
    ['an invalid key', 'hus hed=1', /env-secrets, line 1: not KEY=value/],
    ['a key that begins with a digit', '1hushed=1', /line 1: not KEY=value/],
    ['a key that is code', 'A$(touch pwned)=1', /line 1: not KEY=value/],
    ['a block without a name', '<<END\nhushed\nEND', /line 1: not KEY=value/],
    ['a block without a delimiter', 'A<<\nhushed', /line 1: not KEY=value or KEY<<END/],
    ['a block that does not end', 'A<<END\nhushed', /line 2: a value does not end/],
    ['a variable of GitHub', 'GITHUB_TOKEN=hushed', /GitHub does not let a step set GITHUB_TOKEN/],
    ['a variable of the runner', 'RUNNER_TEMP=hushed', /RUNNER_TEMP/],
    ['options of Node', 'NODE_OPTIONS=--hushed', /NODE_OPTIONS/],
  ])('are rejected and not shown: %s', (_what, text, error) => {
    const { status, stdout, stderr } = set('', text);
    expect(status).toBe(1);
    const printed = stdout.replaceAll(/^::add-mask::.*\n/gm, '');
    expect(printed).toMatch(/^::error::/);
    expect(printed).toMatch(error);
    expect(printed + stderr).not.toMatch(/hus|hed/);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });
});

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('the script, started by %s', (_name, by) => {
  const step = scriptOf(({ name }) => name === 'Run the script');
  const run = (script: string, shell = '', path?: string) =>
    runStep(step, { shell: by, env: { RUN_SCRIPT: script, RUN_SHELL: shell, ...(path && { PATH: path }) } });

  test.each(['', 'bash', 'sh'])('runs unchanged, by "%s"', (shell) => {
    const { status, stdout } = run('printf "%s|" "a  b" \'$(x)\' "`echo c`" \\\n  "{{ x }}"', shell);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'a  b|$(x)|c|{{ x }}|' });
  });

  test.each<[string, number]>([
    ['bash', 1],
    ['sh', 0],
    ['', 0],
  ])('fails when a pipe does, like a step of that shell: "%s"', (shell, status) => {
    expect(run('false | true', shell).status).toBe(status);
  });

  test.each(['', 'bash', 'sh'])('ends at the first failing command, with its exit code: "%s"', (shell) => {
    expect(run('(exit 7)\necho after', shell)).toMatchObject({ status: 7, stdout: '' });
  });

  test('may be in another language', () => {
    const path = join(folder, 'bin');
    spawnSync('mkdir', [path]);
    symlinkSync(
      spawnSync('sh', ['-c', 'command -v python3'], { encoding: 'utf8' }).stdout.trim(),
      join(path, 'python'),
    );
    expect(run('import sys\nprint("py", len(sys.argv))', 'python', `${path}:${process.env['PATH']}`)).toMatchObject({
      status: 0,
      stdout: 'py 1\n',
    });
    expect(run('console.log("js")', `${process.execPath} {0}`)).toMatchObject({ status: 0, stdout: 'js\n' });
  });

  test('is the only argument of its command, whose other words mean nothing to the shell', () => {
    const { status, stdout } = run('hello', 'printf %s\\n * $HOME ;touch {0}');
    expect(status).toBe(0);
    const words = stdout.trim().split('\n');
    expect(words.slice(0, -1)).toEqual(['*', '$HOME', ';touch']);
    expect(readFileSync(words.at(-1) ?? '', 'utf8')).toBe('hello\n');
  });

  test('is rejected for a shell that does not exist', () => {
    expect(run('echo no', 'zsh-typo')).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^::error::shell must be bash, sh, python, or a command with \{0\}/),
    });
  });

  test('runs by sh if there is no bash', () => {
    const path = join(folder, 'no-bash');
    spawnSync('mkdir', [path]);
    for (const tool of ['sh', 'mktemp', 'cat', ...by.slice(0, 1)]) {
      const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
      if (tool !== 'bash') symlinkSync(found, join(path, tool));
    }
    const [command = ''] = by;
    const own = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).stdout.trim();
    const { status, stdout } = runStep(step, {
      shell: [own, ...by.slice(1)],
      env: { RUN_SCRIPT: 'echo ran', RUN_SHELL: '', PATH: path },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'ran\n' });
  });

  test('does not see the variables that passed it in', () => {
    expect(run('env').stdout).not.toMatch(/RUN_SCRIPT|RUN_SHELL/);
  });
});

describe('the id of a call', () => {
  const step = scriptOf(({ id }) => id === 'id');
  const id = (given: string) => {
    const { status, variables } = runStep(step, { shell: ['bash'], env: { ID: given } });
    expect([status, Object.keys(variables)]).toEqual([0, ['id']]);
    return variables['id'] ?? '';
  };

  test.each([
    ['nightly', 'nightly'],
    ['team.a_b-2', 'team.a_b-2'],
    // start-runner takes these, and artifact names do not.
    ['deploy/eu:1', 'deploy-eu-1'],
    ['  two  words ', 'two-words'],
    ['größe', 'gr-e'],
    ['a"<>|*?\\b', 'a-b'],
    ['nightly\nid=other', 'nightly-id-other'],
    ['x'.repeat(300), 'x'.repeat(100)],
    ['', 'run'],
    ['   ', 'run'],
    ['///', 'run'],
  ])('for %j begins with %j, and is good for an artifact name', (given, name) => {
    expect(id(given)).toMatch(/^[A-Za-z0-9_.-]+$/);
    expect(id(given).slice(0, -16)).toBe(`${name}-`);
  });

  test.each(['', ' ', 'nightly', 'run'])('is one that no other call has, even with the same %j', (given) => {
    const drawn = Array.from({ length: 20 }, () => id(given));
    for (const one of drawn) expect(one).toMatch(/-[0-9a-f]{16}$/);
    expect(new Set(drawn).size).toBe(20);
  });
});
