import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NameTakenError } from '../../src/core/errors.ts';
import type { GitHub } from '../../src/core/ports.ts';

/** A GitHub port, with control over the server behind it. */
export interface GitHubHarness {
  readonly github: GitHub;
  /** The same scope, with a credential that may not manage runners. */
  readonly denied: GitHub;
  setBusy(name: string, busy: boolean): void;
  /** The answer to the next creation is lost after GitHub has acted. */
  loseAnswerToCreation(name: string): void;
  addOthers(count: number): void;
  close(): Promise<void>;
}

/** What every GitHub port does. */
export function githubContract(name: string, makeHarness: () => Promise<GitHubHarness>): void {
  describe(`GitHub port: ${name}`, () => {
    let harness: GitHubHarness;
    let github: GitHub;
    beforeAll(async () => {
      harness = await makeHarness();
      github = harness.github;
      await github.prepare();
    });
    afterAll(() => harness.close());

    const create = (runner: string, labels: readonly string[] = ['blue']) =>
      github.createJitRunner({ name: runner, labels, workFolder: '_work' });

    test('creates a registration that is offline and idle, and reads it back by id and by name', async () => {
      const { registration, jitConfig } = await create('created', ['blue', 'green']);
      expect(registration).toEqual({
        id: expect.any(Number),
        name: 'created',
        status: 'offline',
        busy: false,
        labels: ['blue', 'green'],
      });
      expect(jitConfig.reveal().length).toBeGreaterThan(10);
      expect(String(jitConfig)).toBe('***');
      expect(await github.getRunner(registration.id)).toEqual(registration);
      expect(await github.findRunner('created')).toEqual(registration);
    });

    test('finds a runner only by its exact name', async () => {
      await create('exact-12');
      expect(await github.findRunner('exact-1')).toBeUndefined();
      expect(await github.findRunner('exact-123')).toBeUndefined();
      expect(await github.findRunner('exact-12')).toMatchObject({ name: 'exact-12' });
    });

    test('rejects a name that is taken, and leaves the first registration alone', async () => {
      const { registration } = await create('taken');
      await expect(create('taken', ['other'])).rejects.toBeInstanceOf(NameTakenError);
      expect(await github.findRunner('taken')).toEqual(registration);
    });

    test('reports a name as taken after the answer to its creation was lost, and finds the registration by it', async () => {
      harness.loseAnswerToCreation('lost');
      await expect(create('lost')).rejects.toBeInstanceOf(NameTakenError);
      expect(await github.findRunner('lost')).toMatchObject({ name: 'lost', labels: ['blue'] });
    });

    test('deletes once; after that the registration is absent', async () => {
      const { id } = (await create('deleted')).registration;
      expect(await github.deleteRunner(id)).toBe('deleted');
      expect(await github.deleteRunner(id)).toBe('absent');
      expect(await github.getRunner(id)).toBeUndefined();
      expect(await github.findRunner('deleted')).toBeUndefined();
    });

    test('does not delete a busy runner until it is idle again', async () => {
      const { id } = (await create('busy')).registration;
      harness.setBusy('busy', true);
      expect(await github.getRunner(id)).toMatchObject({ busy: true });
      expect(await github.deleteRunner(id)).toBe('busy');
      expect(await github.getRunner(id)).toMatchObject({ name: 'busy' });
      harness.setBusy('busy', false);
      expect(await github.deleteRunner(id)).toBe('deleted');
    });

    test('an id that never existed is absent, not an error', async () => {
      expect(await github.getRunner(987_654)).toBeUndefined();
      expect(await github.deleteRunner(987_654)).toBe('absent');
    });

    test('lists every page', async () => {
      await create('listed');
      const before = await github.listRunners();
      harness.addOthers(230);
      const after = await github.listRunners();
      expect(after).toHaveLength(before.length + 230);
      expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
      expect(after).toContainEqual(expect.objectContaining({ name: 'listed', labels: ['blue'] }));
    });

    test('reads several by id, leaving out those that do not exist', async () => {
      const made = await Promise.all(
        ['several-1', 'several-2', 'several-3', 'several-4', 'several-5'].map((one) => create(one)),
      );
      const ids = made.map(({ registration }) => registration.id);
      await github.deleteRunner(ids[2] ?? 0);
      const { found } = await github.getRunners([...ids, 987_654]);
      expect([...found.keys()].sort()).toEqual(ids.filter((_, index) => index !== 2).sort());
      expect(found.get(ids[0] ?? 0)).toEqual(made[0]?.registration);
    });

    test.each<[string, (port: GitHub) => Promise<unknown>]>([
      ['creation', (port) => port.createJitRunner({ name: 'denied', labels: ['blue'], workFolder: '_work' })],
      ['reading', (port) => port.getRunner(1)],
      ['reading several', (port) => port.getRunners([1, 2, 3, 4])],
      ['finding', (port) => port.findRunner('created')],
      ['listing', (port) => port.listRunners()],
      ['deletion', (port) => port.deleteRunner(1)],
    ])('a credential without the permission is an error of its own kind, never an absence: %s', async (_what, call) => {
      await expect(call(harness.denied)).rejects.toMatchObject({ name: 'RunnerError', kind: 'permission' });
    });

    test('describes its scope in words', () => {
      expect(github.scope).toBe('repo:octo-org/octo-repo');
    });
  });
}
