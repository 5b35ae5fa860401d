import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { explain, RunnerError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { appInstallationToken } from '../../../src/github/app-token.ts';
import { GitHubRunners } from '../../../src/github/runners.ts';
import { MemoryLog } from '../../helpers/fakes.ts';
import {
  answer,
  type Behaviour,
  breakOff,
  drip,
  endless,
  type HostileServer,
  HTML,
  startHostileServer,
} from '../../helpers/hostile-server.ts';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

/** Without retries, so that the effect of a single answer shows at once. */
const connection = () => ({ apiUrl: server.url, log: new MemoryLog(), retryBudgetMs: () => 0 });
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

const makeRunners = (runnerGroup = '') =>
  new GitHubRunners({
    scope: { kind: 'org', org: 'octo-org' },
    connection: connection(),
    token: async () => new Secret('ghp_x'),
    runnerGroup,
    mask: () => undefined,
  });
const appToken = (installationId?: number) =>
  appInstallationToken({
    app: {
      appId: '1',
      privateKey: new Secret(privateKey),
      cameFrom: { privateKey: 'the key', installationId: 'the installation' },
      ...(installationId !== undefined && { installationId }),
    },
    scope: { kind: 'org', org: 'octo-org' },
    connection: connection(),
    mask: () => undefined,
  });

const RUNNER = { id: 7, name: 'egr-a-b-c-d-0-0', status: 'online', busy: false, labels: [{ id: 1, name: 'blue' }] };

/** Every operation of the adapter, with an answer that it accepts. */
const OPERATIONS: Readonly<Record<string, { call: () => Promise<unknown>; good: object }>> = {
  createJitRunner: {
    call: () => makeRunners().createJitRunner({ name: RUNNER.name, labels: ['blue'], workFolder: '_work' }),
    good: { runner: RUNNER, encoded_jit_config: 'e30=' },
  },
  getRunner: { call: () => makeRunners().getRunner(7), good: RUNNER },
  findRunner: { call: () => makeRunners().findRunner(RUNNER.name), good: { total_count: 1, runners: [RUNNER] } },
  listRunners: { call: () => makeRunners().listRunners(), good: { total_count: 1, runners: [RUNNER] } },
  prepare: {
    call: () => makeRunners('gpu').prepare(),
    good: { total_count: 1, runner_groups: [{ id: 3, name: 'gpu' }] },
  },
  'the installation of an App': { call: () => appToken(), good: { id: 5 } },
  'the token of an App': { call: () => appToken(5), good: { token: 'ghs_x' } },
};

/** Every operation that reads an answer refuses each of these. */
const ANSWERS: Readonly<Record<string, Behaviour>> = {
  'truncated JSON': answer('{"runner": {"id": 7, "na'),
  'a body that breaks off': breakOff('{"runner": {"id": 7, "na'),
  'an HTML page with status 200': answer(HTML, { type: 'text/html' }),
  'an HTML page that calls itself JSON': answer(HTML),
  'an HTML page with status 502': answer(HTML, { status: 502, type: 'text/html' }),
  nothing: answer(''),
  null: answer('null'),
  'a number': answer('17'),
  'a list': answer('[]'),
  'an empty object': answer('{}'),
  '10 MB': answer(JSON.stringify({ runners: 'x'.repeat(10_000_000) })),
  'an answer without end': endless,
};

const failure = async (call: () => Promise<unknown>): Promise<RunnerError> => {
  const error = await call().then(
    (value) => new Error(`no failure, but ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RunnerError)) throw error;
  return error;
};

describe.each(Object.entries(OPERATIONS))('%s', (name, { call, good }) => {
  test('accepts a good answer', async () => {
    server.behave((request, response) =>
      answer(JSON.stringify(name.includes('installation') && request.method === 'POST' ? { token: 'x' } : good))(
        request,
        response,
      ),
    );
    await expect(call()).resolves.not.toBeInstanceOf(Error);
  });

  test.each(Object.entries(ANSWERS))('refuses %s, and says so in one line', async (_answer, behaviour) => {
    server.behave(behaviour);
    const error = await failure(call);
    // The service may have acted before the answer was damaged.
    expect(error).toMatchObject({ kind: 'transient', hadNoEffect: false });
    expect(error.message).not.toMatch(/[\n<]/);
    expect(explain(error)).toContain('Next step: ');
  });
});

describe('a list of several pages', () => {
  const runner = (id: number) => ({ ...RUNNER, id, name: `runner-${id}` });
  const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => runner(from + index));

  /** Serves these pages, the last one for every later number. */
  function serve(pages: readonly { items: readonly object[]; total: number; next?: boolean }[]): string[] {
    const asked: string[] = [];
    server.behave((request, response) => {
      const url = new URL(request.url ?? '', server.url);
      asked.push(url.search);
      const number = Number(url.searchParams.get('page') ?? 1);
      const { items, total, next } = pages[number - 1] ?? { items: [], total: 0 };
      const link = next ? { link: `<${server.url}?page=${number + 1}>; rel="next"` } : {};
      response.writeHead(200, { 'content-type': 'application/json', ...link });
      response.end(JSON.stringify({ total_count: total, runners: items }));
    });
    return asked;
  }

  test.each([
    ['that has a next one by its link', true],
    ['that is short of the total', false],
  ])('goes on after a page of 99 %s', async (_what, next) => {
    serve([
      { items: ids(1, 99), total: 151, next },
      { items: ids(100, 151), total: 151 },
    ]);
    await expect(makeRunners().listRunners()).resolves.toHaveLength(151);
  });

  test('ends with the page that completes the total, without another request', async () => {
    const asked = serve([
      { items: ids(1, 100), total: 200, next: true },
      { items: ids(101, 200), total: 200 },
    ]);
    await expect(makeRunners().listRunners()).resolves.toHaveLength(200);
    expect(asked).toHaveLength(2);
  });

  test('that stays shorter than its total is read again, then refused: what is missing is not gone', async () => {
    const asked = serve([
      { items: ids(1, 99), total: 151, next: true },
      { items: [], total: 151 },
    ]);
    await expect(makeRunners().listRunners()).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('99 of 151 runners'),
    });
    expect(asked).toHaveLength(6);
  });

  test('is searched on all pages by a GitHub that ignores the name', async () => {
    serve([
      { items: ids(1, 100), total: 151, next: true },
      { items: ids(101, 151), total: 151 },
    ]);
    await expect(makeRunners().findRunner('runner-151')).resolves.toMatchObject({ id: 151 });
    await expect(makeRunners().findRunner('runner-152')).resolves.toBeUndefined();
  });

  test('of groups is read to its end, and a name in other letters is the same name', async () => {
    server.behave((request, response) => {
      const isLast = (request.url ?? '').endsWith('page=2');
      const group = (id: number) => ({ id, name: `Group-${id}` });
      const runner_groups = isLast ? [group(9)] : [group(1)];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ total_count: 2, runner_groups }));
    });
    await expect(makeRunners('group-9').prepare()).resolves.toBeUndefined();
  });
});

test('a list not filtered by name contains other runners: none of them is mistaken for the right one', async () => {
  const other = { ...RUNNER, id: 8, name: `${RUNNER.name}0` };
  server.behave(answer(JSON.stringify({ total_count: 2, runners: [other, RUNNER] })));
  await expect(makeRunners().findRunner(RUNNER.name)).resolves.toMatchObject({ id: RUNNER.id });
  server.behave(answer(JSON.stringify({ total_count: 1, runners: [other] })));
  await expect(makeRunners().findRunner(RUNNER.name)).resolves.toBeUndefined();
});

/** Every field that we act on: missing, and with a wrong value. */
const FIELDS: readonly (readonly [operation: string, path: readonly (string | number)[]])[] = [
  ['createJitRunner', ['encoded_jit_config']],
  ['createJitRunner', ['runner']],
  ['createJitRunner', ['runner', 'id']],
  ['createJitRunner', ['runner', 'name']],
  ['createJitRunner', ['runner', 'status']],
  ['createJitRunner', ['runner', 'busy']],
  ['createJitRunner', ['runner', 'labels']],
  ['getRunner', ['id']],
  ['getRunner', ['name']],
  ['getRunner', ['status']],
  ['getRunner', ['busy']],
  ['getRunner', ['labels', 0, 'name']],
  ['findRunner', ['runners']],
  ['findRunner', ['runners', 0, 'id']],
  ['findRunner', ['runners', 0, 'name']],
  ['listRunners', ['runners']],
  ['listRunners', ['runners', 0]],
  ['listRunners', ['runners', 0, 'id']],
  ['listRunners', ['runners', 0, 'name']],
  ['prepare', ['runner_groups']],
  ['prepare', ['runner_groups', 0, 'id']],
  ['the installation of an App', ['id']],
  ['the token of an App', ['token']],
];

describe.each(FIELDS)('%s without %j', (name, path) => {
  const { call, good } = OPERATIONS[name] ?? {};
  // biome-ignore lint/suspicious/noExplicitAny: the answer is changed at a path of any depth.
  const spoil = (value: any, [key = '', ...rest]: readonly (string | number)[], change: unknown): any => {
    const copy = structuredClone(value);
    if (rest.length > 0) copy[key] = spoil(copy[key], rest, change);
    else if (change === undefined) delete copy[key];
    else copy[key] = change;
    return copy;
  };
  test.each([undefined, null, { text: 'x' }, 1.5, -1, ''])('(%j in its place) is refused', async (change) => {
    if (call === undefined) throw new Error(`no operation ${name}`);
    server.behave(answer(JSON.stringify(spoil(good, path, change))));
    expect(await failure(call)).toMatchObject({ kind: 'transient', message: expect.stringContaining('answered with') });
  });
});

describe('An answer is compared with the request', () => {
  test('a registration with another name is not ours', async () => {
    server.behave(answer(JSON.stringify({ runner: { ...RUNNER, name: 'other' }, encoded_jit_config: 'e30=' })));
    expect((await failure(OPERATIONS['createJitRunner']?.call ?? fail)).message).toContain('not requested');
  });

  test('a JIT config that is not base64 is not passed to a task', async () => {
    server.behave(answer(JSON.stringify({ runner: RUNNER, encoded_jit_config: 'e30=\n::set-output name=x::y' })));
    expect((await failure(OPERATIONS['createJitRunner']?.call ?? fail)).message).toContain('not base64');
  });

  test('a runner with another id is not the requested one', async () => {
    server.behave(answer(JSON.stringify({ ...RUNNER, id: 8 })));
    expect((await failure(() => makeRunners().getRunner(7))).message).toContain('not requested');
  });

  test.each([200, 202])('a DELETE answered with %d deleted nothing', async (status) => {
    server.behave(answer(HTML, { status, type: 'text/html' }));
    expect((await failure(() => makeRunners().deleteRunner(7))).message).toContain(`status ${status} instead of 204`);
  });

  test('pages without end are refused', async () => {
    const page = JSON.stringify({ total_count: 5, runners: Array.from({ length: 100 }, () => RUNNER) });
    server.behave(answer(page));
    const before = server.count;
    expect((await failure(() => makeRunners().listRunners())).message).toContain('more than 300 pages');
    expect(server.count - before).toBe(300);
  }, 30_000);
});

describe('A deadline of 20 s', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });
  test.each<[string, Behaviour]>([
    ['does not come', () => undefined],
    ['begins and does not end', drip],
  ])('fails a request whose answer %s', async (_what, behaviour) => {
    const real = AbortSignal.timeout.bind(AbortSignal);
    const deadline = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(100));
    server.behave(behaviour);
    const error = await failure(() => makeRunners().getRunner(7));
    expect(error.message).toMatch(/^GitHub did not answer while reading runner 7 .*: no complete answer within 20 s/);
    expect(deadline).toHaveBeenCalledWith(20_000);
  });
});

describe('An error page', () => {
  beforeEach(() => server.behave(answer(HTML, { status: 503, type: 'text/html' })));

  test('is reported by its title, in one line', async () => {
    const error = await failure(() => makeRunners().getRunner(7));
    expect(error.message).toBe(
      'GitHub failed (503) while reading runner 7 in org:octo-org: an HTML page ("Log in to the proxy")',
    );
  });
});

function fail(): never {
  throw new Error('no such operation');
}

test('every answer tells the time by GitHub', async () => {
  const github = makeRunners();
  expect(github.aheadMs).toBeUndefined();
  server.behave((_request, response) => {
    const date = new Date(Date.now() + 7 * 3_600_000).toUTCString();
    response.writeHead(200, { 'content-type': 'application/json', date });
    response.end(JSON.stringify({ total_count: 0, runners: [] }));
  });
  await github.listRunners();
  expect(Math.abs((github.aheadMs ?? 0) - 7 * 3_600_000)).toBeLessThan(5000);
});
