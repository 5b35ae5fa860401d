import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ComputePhase } from '../../src/core/compute.ts';
import { RunnerError } from '../../src/core/errors.ts';
import type { Explanation } from '../../src/core/explanation.ts';
import { type RunIdentity, runKey } from '../../src/core/identity.ts';
import type { Launcher, LaunchRequest } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { TAG } from '../../src/core/tags.ts';

/** A Launcher port, with control over the cloud behind it. */
export interface LauncherHarness {
  readonly launcher: Launcher;
  /** A launcher that is to launch from something that does not exist. */
  readonly unprepared: Launcher;
  /** A well-formed id that never existed. */
  readonly unknownId: string;
  /** The result of stopping it. Under a policy with a tag condition AWS denies it, and it might be hidden and alive. */
  readonly unknownIs: 'already-gone' | 'permission';
  /** Hides new compute from the reads for this long, from now on. */
  hideNew(ms: number): void;
  /** Refuses launches for lack of room until the returned function is called. */
  refuseLaunches(): () => void;
  /** Compute launched while `launch` runs ends by itself as soon as it is running. */
  dyingByItself<T>(launch: () => Promise<T>): Promise<T>;
  sleep(ms: number): Promise<void>;
  close(): Promise<void>;
}

const RUN: RunIdentity = { repositoryId: 123_456_789, runId: 12 };

let counter = 0;

/** A new request; whatever is given replaces its defaults. */
function request(change: Partial<LaunchRequest> = {}): LaunchRequest {
  counter += 1;
  const { run = RUN, runnerName = `runner-${counter}` } = change;
  const tags = {
    [TAG.repositoryId]: String(run.repositoryId),
    [TAG.runId]: String(run.runId),
    [TAG.startKey]: `${runKey(run)}-start`,
    [TAG.runnerName]: runnerName,
    team: 'blue',
  };
  const jitConfig = new Secret(`config-${counter}`);
  const capacity = 'cluster-default';
  return { run, runnerName, jitConfig, capacity, clientToken: `token-${counter}`, tags, ...change };
}

/** What every Launcher port does, and therefore every ComputePool port. */
export function launcherContract(name: string, makeHarness: () => Promise<LauncherHarness>): void {
  describe(`Launcher port: ${name}`, () => {
    let harness: LauncherHarness;
    let launcher: Launcher;
    beforeAll(async () => {
      harness = await makeHarness();
      launcher = harness.launcher;
      await launcher.prepare();
    });
    afterAll(() => harness.close());

    const ids = async (run: RunIdentity = RUN) => (await launcher.list(run)).map(({ id }) => id);
    const describeOne = async (id: string) => (await launcher.describe([id])).get(id);
    const until = async (id: string, phase: ComputePhase) => {
      for (let tries = 0; tries < 300; tries += 1) {
        const compute = await describeOne(id);
        if (compute?.phase === phase) return compute;
        await harness.sleep(500);
      }
      throw new Error(`${id} never was ${phase}`);
    };

    test('launches compute that carries its tags and starts running', async () => {
      const wanted = request();
      const launched = await launcher.launch(wanted);
      expect(launched).toMatchObject({ phase: 'starting', tags: wanted.tags });
      expect(launched.end).toBeUndefined();
      const running = await until(launched.id, 'running');
      expect(running).toMatchObject({ id: launched.id, state: 'RUNNING', tags: wanted.tags });
      expect(running.capacity).not.toBe('');
      // Pages are for people: not every hosting has one for everything.
      for (const page of Object.values(launcher.pagesOf(launched.id))) expect(page).toMatch(/^https:\/\/\S+$/);
      await launcher.stop(launched.id, 'end of test');
    });

    test('creates one task for an identical request sent twice', async () => {
      const wanted = request();
      const [first, second] = [await launcher.launch(wanted), await launcher.launch(wanted)];
      expect(second.id).toBe(first.id);
      expect((await ids()).filter((id) => id === first.id)).toHaveLength(1);
      await launcher.stop(first.id, 'end of test');
    });

    test('adopts what the same token launched for the same runner', async () => {
      const wanted = request();
      const first = await launcher.launch(wanted);
      const before = await ids();
      const again = await launcher.launch({ ...wanted, jitConfig: new Secret('another config') });
      expect(again.id).toBe(first.id);
      expect(await ids()).toEqual(before);
      await launcher.stop(first.id, 'end of test');
    });

    test('rejects a token that was used for another runner, and creates nothing', async () => {
      const wanted = request();
      const first = await launcher.launch(wanted);
      const other = request({ clientToken: wanted.clientToken, tags: { [TAG.startKey]: 'another start' } });
      await expect(launcher.launch(other)).rejects.toMatchObject({ name: 'RunnerError' });
      const alive = await ids();
      expect(alive).toContain(first.id);
      expect(await describeOne(first.id)).toMatchObject({ tags: wanted.tags });
      await launcher.stop(first.id, 'end of test');
    });

    test('describes many at once, leaving out unknown ones', async () => {
      const [one, two] = [await launcher.launch(request()), await launcher.launch(request())];
      const seen = await launcher.describe([one.id, harness.unknownId, two.id]);
      expect([...seen.keys()].sort()).toEqual([one.id, two.id].sort());
      expect(await launcher.describe([])).toEqual(new Map());
      await Promise.all([launcher.stop(one.id, 'end of test'), launcher.stop(two.id, 'end of test')]);
    });

    test('lists what one run started, and nothing from a run or repository whose id begins the same', async () => {
      const others = [
        { ...RUN, runId: 123 },
        { ...RUN, repositoryId: 1_234_567_890 },
      ];
      const own = await launcher.launch(request());
      const foreign = await Promise.all(others.map((run) => launcher.launch(request({ run }))));
      expect(await ids()).toContain(own.id);
      for (const { id } of foreign) expect(await ids()).not.toContain(id);
      expect(await ids(others[0])).toEqual([foreign[0]?.id]);
      expect(await ids({ ...RUN, runId: 1 })).toEqual([]);
      await Promise.all([own, ...foreign].map(({ id }) => launcher.stop(id, 'end of test')));
    });

    test('lists what all runs started, and nothing that has been stopped', async () => {
      const runs = [RUN, { ...RUN, runId: 99 }, { repositoryId: 5, runId: 7 }];
      const made = await Promise.all(runs.map((run) => launcher.launch(request({ run }))));
      const gone = await launcher.launch(request());
      await launcher.stop(gone.id, 'not wanted');
      const listed = await launcher.listAll();
      for (const { id, tags } of made) expect(listed).toContainEqual(expect.objectContaining({ id, tags }));
      expect(listed.map(({ id }) => id)).not.toContain(gone.id);
      await Promise.all(made.map(({ id }) => launcher.stop(id, 'end of test')));
    });

    test('reports when compute reached its stages, in order', async () => {
      const { id } = await launcher.launch(request());
      const { times: up = {} } = await until(id, 'running');
      expect(up.createdAt).toBeGreaterThan(0);
      expect(up.startedAt).toBeGreaterThanOrEqual(up.createdAt ?? Number.NaN);
      expect([up.stoppingAt, up.stoppedAt]).toEqual([undefined, undefined]);
      await launcher.stop(id, 'end of test');
      const { times: down = {} } = await until(id, 'stopped');
      expect(down).toMatchObject({ createdAt: up.createdAt, startedAt: up.startedAt });
      expect(down.stoppingAt).toBeGreaterThanOrEqual(down.startedAt ?? Number.NaN);
      expect(down.stoppedAt).toBeGreaterThanOrEqual(down.stoppingAt ?? Number.NaN);
    });

    test('lists what has ended of one run, and nothing that is alive', async () => {
      const run = { ...RUN, runId: 13 };
      const [gone, alive] = [await launcher.launch(request({ run })), await launcher.launch(request({ run }))];
      const foreign = await launcher.launch(request({ run: { ...RUN, runId: 14 } }));
      await Promise.all([gone, foreign].map(({ id }) => launcher.stop(id, 'not wanted')));
      expect((await launcher.listEnded(run)).map(({ id }) => id)).toEqual([gone.id]);
      await launcher.stop(alive.id, 'end of test');
    });

    test('may hide new compute from its reads for a while, but stops it nonetheless', async () => {
      harness.hideNew(30_000);
      const [seen, stopped] = [await launcher.launch(request()), await launcher.launch(request())];
      harness.hideNew(0);
      expect(await ids()).not.toContain(seen.id);
      expect(await describeOne(seen.id)).toBeUndefined();
      expect(await launcher.stop(stopped.id, 'not wanted')).toBe('stopped');
      await harness.sleep(31_000);
      expect(await ids()).toContain(seen.id);
      expect(await describeOne(seen.id)).toMatchObject({ id: seen.id });
      await launcher.stop(seen.id, 'end of test');
    });

    test('stops once: after that it is no longer listed, ends, and is already gone', async () => {
      const { id } = await launcher.launch(request());
      await until(id, 'running');
      expect(await launcher.stop(id, 'not wanted')).toBe('stopped');
      expect(await ids()).not.toContain(id);
      expect(await describeOne(id)).toMatchObject({ end: { message: expect.stringContaining('not wanted') } });
      expect(['stopping', 'stopped']).toContain((await describeOne(id))?.phase);
      expect(await launcher.stop(id, 'not wanted')).toBe('already-gone');
      await until(id, 'stopped');
      expect(await launcher.stop(id, 'not wanted')).toBe('already-gone');
    });

    test('does not report as stopped what never existed', async () => {
      const outcome = await launcher
        .stop(harness.unknownId, 'not wanted')
        .catch((error: unknown) => (error instanceof RunnerError ? error.kind : error));
      expect(outcome).toBe(harness.unknownIs);
    });

    test('gives the reason for what ended by itself, and reports it as already gone', async () => {
      const { id } = await harness.dyingByItself(() => launcher.launch(request()));
      const { end } = await until(id, 'stopped');
      const said: Explanation | undefined = end;
      expect(said?.message).toContain('it just died');
      expect(said?.hint).not.toBe('');
      expect(await ids()).not.toContain(id);
      expect(await launcher.stop(id, 'not wanted')).toBe('already-gone');
      expect((await describeOne(id))?.end?.message).toContain('it just died');
    });

    test('rejects a launch for lack of room with the kind capacity, and creates nothing', async () => {
      const before = await ids();
      const allow = harness.refuseLaunches();
      await expect(launcher.launch(request())).rejects.toMatchObject({ name: 'RunnerError', kind: 'capacity' });
      allow();
      expect(await ids()).toEqual(before);
    });

    test('reports in prepare that a launch cannot work', async () => {
      await expect(harness.unprepared.prepare()).rejects.toMatchObject({ name: 'RunnerError', kind: 'configuration' });
    });

    test.each(['PROVISIONING', 'PENDING', 'RUNNING', 'SOMETHING_NEW'])('explains what is stuck in %s', (state) => {
      const stuck = launcher.explainStuck({ id: 'x', phase: 'starting', state, capacity: '', tags: {} });
      expect(stuck.message).toContain(state === 'RUNNING' && name !== 'the fake' ? 'is running' : state);
      expect(stuck.hint).not.toBe('');
    });

    test('names its location and its caller', async () => {
      const { region, cluster } = launcher.location;
      expect(launcher.location['provider']).toBe(launcher.hosting.kind);
      expect(launcher.name).toBe(`cluster ${cluster}, region ${region}`);
      expect(await launcher.whoAmI()).toMatch(/^account \d{12} as arn:/);
    });
  });
}
