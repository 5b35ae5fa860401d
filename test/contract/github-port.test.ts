import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/contract.ts';
import { startSandbox } from '../../sandbox/index.ts';
import { RunnerError } from '../../src/core/errors.ts';
import { Secret } from '../../src/core/secret.ts';
import { appInstallationToken } from '../../src/github/app-token.ts';
import type { JobsOrigin } from '../../src/github/reach.ts';
import { GitHubRunners } from '../../src/github/runners.ts';
import type { RunnerScope } from '../../src/github/scope.ts';
import { FakeGitHub } from '../helpers/fake-github.ts';
import { Calls, FakeClock, MemoryLog } from '../helpers/fakes.ts';
import { githubContract } from './github.contract.ts';

const REPO: RunnerScope = { kind: 'repo', owner: 'octo-org', repo: 'octo-repo' };

function connect(
  sandbox: Sandbox,
  options: {
    token?: string;
    scope?: RunnerScope;
    runnerGroup?: string;
    retryBudgetMs?: number;
    masked?: string[];
    jobs?: JobsOrigin;
    log?: MemoryLog;
  } = {},
): GitHubRunners {
  const {
    token = sandbox.github.token('admin'),
    scope = REPO,
    runnerGroup = '',
    retryBudgetMs = 60_000,
    masked = [],
    jobs,
    log = new MemoryLog(),
  } = options;
  return new GitHubRunners({
    scope,
    connection: { apiUrl: sandbox.github.apiUrl, log, retryBudgetMs: () => retryBudgetMs },
    token: async () => new Secret(token),
    runnerGroup,
    ...(jobs && { jobs }),
    mask: (value) => masked.push(value),
  });
}

githubContract('the fake', async () => {
  const make = () => new FakeGitHub({ clock: new FakeClock(), calls: new Calls() });
  const [github, denied] = [make(), make()];
  const error = new RunnerError({ kind: 'permission', message: '403', hint: 'Use another token.' });
  denied.fail('*', { error, times: Number.POSITIVE_INFINITY });
  return {
    github,
    denied,
    setBusy: (name, busy) => github.setBusy(name, busy),
    loseAnswerToCreation: (name) => github.loseAnswerTo(name),
    addOthers: (count) => {
      for (let index = 0; index < count; index += 1) github.add(`other-${index}`);
    },
    close: async () => undefined,
  };
});

githubContract('GitHubRunners over HTTP', async () => {
  const sandbox = await startSandbox();
  return {
    github: connect(sandbox),
    denied: connect(sandbox, { token: sandbox.github.token('read') }),
    setBusy: (name, busy) => sandbox.github.setBusy(name, busy),
    loseAnswerToCreation: () =>
      sandbox.faults.add({
        service: 'github',
        operation: 'generate-jitconfig',
        effect: { kind: 'drop', when: 'after' },
      }),
    addOthers: (count) => sandbox.github.addForeignRunners(count),
    close: () => sandbox.close(),
  };
});

describe('GitHubRunners', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  test('masks the JIT config before it returns it, and sends what it was asked for', async () => {
    const masked: string[] = [];
    const github = connect(sandbox, { masked });
    const { jitConfig } = await github.createJitRunner({ name: 'masked', labels: ['a', 'b'], workFolder: 'w' });
    expect(masked).toEqual([jitConfig.reveal()]);
    expect(sandbox.github.registration('masked')).toMatchObject({
      labels: ['a', 'b'],
      workFolder: 'w',
      runnerGroupId: 1,
    });
  });

  test('reads several by single requests or by pages, whichever takes fewer, and misses none', async () => {
    const own = await startSandbox();
    try {
      const github = connect(own);
      const make = async (name: string): Promise<number> =>
        (await github.createJitRunner({ name, labels: ['a'], workFolder: 'w' })).registration.id;
      const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => make(`own-${index}`)));
      const reads = async (some: readonly number[]): Promise<string[]> => {
        const before = own.journal.length;
        const { found, requests } = await github.getRunners(some);
        expect([...found.keys()].sort()).toEqual([...some].sort());
        const made = own.journal.slice(before).map(({ operation }) => operation);
        expect(requests).toBe(made.length);
        return made;
      };
      expect(await reads(ids.slice(0, 3))).toEqual(Array(3).fill('get-runner'));
      expect(await reads(ids)).toEqual(['list-runners']);
      expect(await reads(ids.slice(0, 2))).toEqual(['list-runners']);
      // Others come first in the list, in 51 pages: the first page says how many there are.
      own.github.addForeignRunners(5000);
      expect((await reads(ids)).filter((name) => name === 'list-runners')).toHaveLength(1);
      expect(await reads(ids)).toEqual(Array(20).fill('get-runner'));
    } finally {
      await own.close();
    }
  });

  test('requests the token once, and without a group name makes no request to prepare', async () => {
    const before = sandbox.journal.length;
    let requests = 0;
    const github = new GitHubRunners({
      scope: REPO,
      connection: { apiUrl: sandbox.github.apiUrl, log: new MemoryLog(), retryBudgetMs: () => 0 },
      token: async () => {
        requests += 1;
        return new Secret(sandbox.github.token('admin'));
      },
      runnerGroup: '',
      mask: () => undefined,
    });
    await github.prepare();
    expect(sandbox.journal).toHaveLength(before);
    await Promise.all([github.getRunner(1), github.getRunner(2)]);
    expect(requests).toBe(1);
  });

  test('registers in the group given by name or id', async () => {
    const id = sandbox.github.addRunnerGroup('Builders');
    const scope: RunnerScope = { kind: 'org', org: 'octo-org' };
    const byName = connect(sandbox, { scope, runnerGroup: 'Builders' });
    await byName.prepare();
    await byName.createJitRunner({ name: 'by-name', labels: ['a'], workFolder: '_work' });
    expect(sandbox.github.registration('by-name')).toMatchObject({ runnerGroupId: id });
    const byId = connect(sandbox, { scope, runnerGroup: String(id) });
    const before = sandbox.journal.length;
    await byId.prepare();
    expect(sandbox.journal).toHaveLength(before);
    await byId.createJitRunner({ name: 'by-id', labels: ['a'], workFolder: '_work' });
    expect(sandbox.github.registration('by-id')).toMatchObject({ runnerGroupId: id });
  });

  test('a group that does not exist is reported with those that do', async () => {
    const github = connect(sandbox, { scope: { kind: 'org', org: 'octo-org' }, runnerGroup: 'nobody' });
    await expect(github.prepare()).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/"nobody" in org:octo-org.*Default/),
    });
  });

  describe('with a runner group, and jobs that are to reach its runners', () => {
    const ORG: RunnerScope = { kind: 'org', org: 'octo-org' };
    const JOBS: JobsOrigin = {
      repository: 'octo-org/octo-repo',
      workflow: { ref: 'octo-org/octo-repo/.github/workflows/ci.yml@refs/heads/main', sha: 'a'.repeat(40) },
    };
    const PUBLIC: JobsOrigin = { repository: 'octo-org/public-repo' };
    const prepare = async (runnerGroup: string, options: Parameters<typeof connect>[1] = {}) => {
      const log = new MemoryLog();
      const before = sandbox.journal.length;
      const github = connect(sandbox, { scope: ORG, jobs: JOBS, log, runnerGroup, ...options });
      const error = await github.prepare().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      const requests = sandbox.journal.slice(before).map(({ operation }) => operation);
      return { github, error, requests: requests.toSorted(), warnings: log.warnings };
    };
    beforeAll(() => {
      const { github } = sandbox;
      github.addRepository({ owner: 'octo-org', name: 'public-repo', id: 5, isPublic: true });
      github.addRunnerGroup('open', { allowsPublic: true });
      github.addRunnerGroup('Mine', { visibility: 'selected', selected: ['octo-repo'] });
      github.addRunnerGroup('theirs', { visibility: 'selected', selected: ['other'] });
      github.addRunnerGroup('pinned', { workflows: ['octo-org/octo-repo/.github/workflows/deploy.yml@main'] });
      github.addRunnerGroup('pinned-here', { workflows: ['octo-org/octo-repo/.github/workflows/ci.yml@main'] });
      github.addRunnerGroup('nothing', { workflows: [] });
      github.addRunnerGroup('inherited', { allowsPublic: true, inherited: { allowsPublic: false } });
      github.addRunnerGroup('orgs', { of: 'enterprise', visibility: 'selected', selected: ['Octo-Org'] });
      github.addRunnerGroup('other-orgs', { of: 'enterprise', visibility: 'selected', selected: ['other-org'] });
    });

    test.each([['open'], ['Mine'], ['pinned-here'], ['']])('it lets them in: %s', async (group) => {
      const { github, error, requests, warnings } = await prepare(group);
      expect([error, warnings]).toEqual([undefined, []]);
      // Side by side: the group, and whether the repository is public.
      expect(requests).toEqual(['get-repository', 'list-runner-groups']);
      await github.createJitRunner({ name: `reach-${group}`, labels: ['a'], workFolder: '_work' });
    });

    test('its name may be given in any case, or its id', async () => {
      const id = sandbox.github.addRunnerGroup('Mine');
      for (const group of ['mINE', String(id)]) {
        const { github } = await prepare(group);
        await github.createJitRunner({ name: `in-${group}`, labels: ['a'], workFolder: '_work' });
        expect(sandbox.github.registration(`in-${group}`)).toMatchObject({ runnerGroupId: id });
      }
    });

    test.each<[string, string, Parameters<typeof connect>[1], RegExp]>([
      ['by its name', 'theirs', {}, /"theirs" of org:octo-org is open to selected repositories only/],
      ['no workflow', 'nothing', {}, /"nothing" .* none is selected/],
      ['the default group, for a public repository', '', { jobs: PUBLIC }, /"Default" .* does not allow public/],
      [
        'no public repositories',
        'Mine',
        { jobs: PUBLIC },
        /"Mine" of org:octo-org is open to selected repositories only/,
      ],
      [
        "an enterprise's",
        'other-orgs',
        { scope: { kind: 'enterprise', enterprise: 'octo-enterprise' } },
        /selected organizations only, and GitHub does not list it for octo-org/,
      ],
    ])('one that shuts them out is refused: %s', async (_what, group, options, text) => {
      const { error } = await prepare(group, options);
      expect(error).toBeInstanceOf(RunnerError);
      expect(error).toMatchObject({ kind: 'configuration', message: expect.stringMatching(text) });
    });

    test('by its id, too', async () => {
      const { error } = await prepare(String(sandbox.github.addRunnerGroup('theirs')));
      expect(error).toMatchObject({ message: expect.stringContaining('"theirs"') });
    });

    test.each<[string, Parameters<typeof connect>[1], RegExp]>([
      ['pinned', {}, /"pinned" .* these workflows define: .*deploy\.yml@main/],
      ['inherited', { jobs: PUBLIC }, /"inherited" .* its enterprise does not allow public repositories/],
    ])('one that may shut them out is warned of: %s', async (group, options, text) => {
      const { error, warnings } = await prepare(group, options);
      expect(error).toBeUndefined();
      expect(warnings).toEqual([expect.stringMatching(text)]);
    });

    test("an enterprise's group for selected organizations lets its organization in", async () => {
      const scope: RunnerScope = { kind: 'enterprise', enterprise: 'octo-enterprise' };
      expect(await prepare('orgs', { scope })).toMatchObject({ error: undefined, warnings: [] });
    });

    test('a repository that the token may not see is not known to be public', async () => {
      sandbox.faults.add({
        service: 'github',
        operation: 'get-repository',
        effect: { kind: 'respond', when: 'before', status: 404, body: { message: 'Not Found' } },
      });
      expect(await prepare('', { jobs: PUBLIC })).toMatchObject({ error: undefined, warnings: [] });
    });

    test('the default group is taken where groups cannot be read, and a named one is not', async () => {
      const hide = () =>
        sandbox.faults.add({
          service: 'github',
          operation: 'list-runner-groups',
          effect: { kind: 'respond', when: 'before', status: 404, body: { message: 'Not Found' } },
        });
      hide();
      expect((await prepare('')).error).toBeUndefined();
      hide();
      expect((await prepare('open')).error).toMatchObject({ message: expect.stringContaining('runner group open') });
    });

    test("another organization's jobs are warned of, and no group is read for them", async () => {
      const { requests, warnings } = await prepare('', { jobs: { repository: 'someone/else' } });
      expect(requests).toEqual([]);
      expect(warnings).toEqual([expect.stringMatching(/register in org:octo-org, whose jobs alone can reach them/)]);
    });
  });

  test.each([
    ['expired', 'permission', /401/],
    ['workflow', 'permission', /403/],
    ['other-repository', 'configuration', /404/],
  ] as const)('the token "%s" is reported as %s', async (kind, errorKind, text) => {
    const github = connect(sandbox, { token: sandbox.github.token(kind) });
    const call = github.createJitRunner({ name: `token-${kind}`, labels: ['a'], workFolder: '_work' });
    await expect(call).rejects.toMatchObject({ kind: errorKind, message: expect.stringMatching(text) });
    expect(sandbox.github.registration(`token-${kind}`)).toBeUndefined();
  });

  test('a rate limit longer than the remaining retry budget is transient, at once', async () => {
    sandbox.faults.add({
      service: 'github',
      operation: '*',
      effect: {
        kind: 'respond',
        when: 'before',
        status: 403,
        headers: { 'retry-after': '3600' },
        body: { message: 'You have exceeded a secondary rate limit.' },
      },
    });
    await expect(connect(sandbox).getRunner(1)).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('rate limit'),
    });
  });

  test('an answer that is not from GitHub is reported as such', async () => {
    sandbox.faults.add({
      service: 'github',
      operation: '*',
      effect: { kind: 'respond', when: 'before', status: 200, body: { hello: 'proxy' } },
    });
    await expect(connect(sandbox).getRunner(1)).rejects.toMatchObject({
      kind: 'transient',
      hint: expect.stringContaining('GITHUB_API_URL'),
    });
  });
});

describe('a GitHub App', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  const token = (change: { privateKey?: string; installationId?: number; scope?: RunnerScope; masked?: string[] }) => {
    const { id, privateKey } = sandbox.github.app;
    const { installationId, masked = [] } = change;
    return appInstallationToken({
      app: {
        appId: id,
        cameFrom: { privateKey: 'the key of the case', installationId: 'the installation of the case' },
        privateKey: new Secret(change.privateKey ?? privateKey),
        ...(installationId !== undefined && { installationId }),
      },
      scope: change.scope ?? REPO,
      connection: { apiUrl: sandbox.github.apiUrl, log: new MemoryLog(), retryBudgetMs: () => 0 },
      mask: (value) => masked.push(value),
    });
  };

  test.each<[string, RunnerScope]>([
    ['repository', REPO],
    ['organization', { kind: 'org', org: 'octo-org' }],
  ])('finds its installation by the %s and gets a token that may manage runners', async (_what, scope) => {
    const masked: string[] = [];
    const made = await token({ scope, masked });
    // The App's own JWT comes first: it too can create tokens.
    expect(masked).toEqual([expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), made.reveal()]);
    expect(await connect(sandbox, { token: made.reveal(), scope }).listRunners()).toEqual([]);
  });

  test('uses the given installation without a look-up', async () => {
    const before = sandbox.journal.length;
    await token({ installationId: sandbox.github.app.installationId });
    const paths = sandbox.journal.slice(before).map(({ request }) => request.path);
    expect(paths).toEqual([expect.stringMatching(/\/app\/installations\/\d+\/access_tokens$/)]);
  });

  test('an installation that does not exist is a mistake in the inputs', async () => {
    await expect(token({ installationId: 424_242 })).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('no installation 424242'),
      hint: expect.stringContaining('correct the installation of the case.'),
    });
  });

  test('an invalid key is reported without being shown', async () => {
    const privateKey = '-----BEGIN RSA PRIVATE KEY-----\nbm8ga2V5\n-----END RSA PRIVATE KEY-----';
    const error = await token({ privateKey }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/private key of the GitHub App \S+, the key of the case, cannot be used/),
      hint: expect.stringContaining('into the key of the case.'),
    });
    expect(String(error)).not.toContain('bm8ga2V5');
  });
});
