import type { Compute, ComputePhase, ComputeTimes, FailedLaunch, Finding } from '../../src/core/compute.ts';
import { RunnerError } from '../../src/core/errors.ts';
import type { Explanation } from '../../src/core/explanation.ts';
import { isRunKey, type RunIdentity, runKey } from '../../src/core/identity.ts';
import type { Clock, Hosting, Launcher, LaunchRequest, Pages } from '../../src/core/ports.ts';
import { type Calls, Script, type ScriptedError } from './fakes.ts';

/** What happens to tasks; times are milliseconds since each one's launch. */
export interface TaskLife {
  /** States in order; RUNNING after 5 s by default. */
  readonly states?: readonly { readonly afterMs: number; readonly state: string }[];
  /** It ends by itself; absent means never. */
  readonly end?: Explanation & { readonly afterMs: number; readonly hadJob?: true };
  /** How long it is listed, but not described. */
  readonly unseenMs?: number;
  /** How long the reads leave it out. */
  readonly hiddenMs?: number;
  /** When it disappears without a trace. */
  readonly vanishesAfterMs?: number;
}

/** From StopTask, or a task's own end, to STOPPED. */
const STOPPING_MS = 10_000;

const USUAL = [
  { afterMs: 0, state: 'PROVISIONING' },
  { afterMs: 2000, state: 'PENDING' },
  { afterMs: 5000, state: 'RUNNING' },
];

const HOSTING: Hosting = {
  kind: 'ecs',
  words: {
    compute: 'task',
    pool: 'cluster',
    counts: 'from the beginning of its image pull, as Fargate bills it, to its stop',
    remembers: 'ECS remembers what has ended for about an hour.',
  },
  requests: { launch: 'RunTask', prepare: 'Task definition' },
  phases: [
    { name: 'PROVISIONING', states: ['PROVISIONING'], from: 'createdAt' },
    { name: 'PENDING', states: ['PENDING'], from: 'pullStartedAt' },
    { name: 'image pull', states: [], from: 'pullStartedAt', to: 'pullStoppedAt' },
    { name: 'RUNNING', states: ['RUNNING'], from: 'startedAt' },
  ],
  hiddenForMs: 90_000,
  stopsWithinMs: 300_000,
  whenFull: 'retry-last',
};

interface Row {
  readonly id: string;
  readonly startedBy: string;
  readonly launchedAt: number;
  /** How much earlier the hosting says that it was created. */
  readonly agoMs?: number;
  readonly request: LaunchRequest | undefined;
  tags: Readonly<Record<string, string>>;
  readonly life: TaskLife;
  stop?: { readonly at: number; readonly reason: string };
}

/** Compute in memory: behaves as ECS does under a policy that lets StopTask work on tagged tasks only. */
export class FakeLauncher implements Launcher {
  /** Like ECS, except for what a test changes. */
  hosting: Hosting = HOSTING;
  capacities: readonly string[] = ['cluster-default'];
  readonly name: string;
  readonly location: { readonly provider: string; readonly region: string; readonly cluster: string };
  /** The life of future tasks. */
  life: TaskLife = {};
  /** How far the hosting's clock is ahead of this machine's. */
  aheadMs: number | undefined;
  /** What an investigation finds. */
  findings: readonly Finding[] = [];
  /** The life of future tasks on a capacity, instead of {@link life}; an error refuses the launch. */
  readonly lifeOn = new Map<string, TaskLife | RunnerError>();
  readonly #clock: Clock;
  readonly #script: Script<keyof Launcher>;
  readonly #rows = new Map<string, Row>();

  constructor(options: { clock: Clock; calls: Calls; cluster?: string }) {
    const { cluster = 'ci' } = options;
    this.name = `cluster ${cluster}, region eu-central-1`;
    this.location = { provider: 'ecs', region: 'eu-central-1', cluster };
    this.#clock = options.clock;
    this.#script = new Script({ port: 'launcher', ...options });
  }

  /** Scripts an error; `*` applies to every method. */
  fail(method: keyof Launcher | '*', error: ScriptedError): void {
    this.#script.fail(method, error);
  }

  /** Adds a task that already exists, running unless `life` says otherwise. Returns its id. */
  add(options: {
    run: RunIdentity;
    tags: Readonly<Record<string, string>>;
    life?: TaskLife;
    /** How long ago the hosting says that it was created. */
    agoMs?: number;
  }): string {
    const { run, tags, life = { states: [{ afterMs: 0, state: 'RUNNING' }] }, agoMs = 0 } = options;
    return this.#insert({ startedBy: runKey(run), tags, life, agoMs, request: undefined }).id;
  }

  /** The ids of tasks that have neither ended nor been asked to stop. */
  get alive(): string[] {
    return [...this.#rows.values()].filter((row) => this.#endOf(row) === undefined).map(({ id }) => id);
  }

  /** The request that launched a task. */
  requestOf(id: string): LaunchRequest | undefined {
    return this.#rows.get(id)?.request;
  }

  prepare(): Promise<void> {
    return this.#script.act('prepare', [], () => undefined);
  }

  launch(request: LaunchRequest): Promise<Compute> {
    return this.#script.act('launch', [request], () => {
      const same = [...this.#rows.values()].find((row) => row.request?.clientToken === request.clientToken);
      if (same === undefined) {
        const { run, tags, capacity } = request;
        const life = this.lifeOn.get(capacity) ?? this.life;
        if (life instanceof RunnerError) throw life;
        return this.#view(this.#insert({ startedBy: runKey(run), tags, life, request }));
      }
      if (same.request?.runnerName === request.runnerName) return this.#view(same);
      throw new RunnerError({ kind: 'transient', message: 'ConflictException', hint: 'Run the job again.' });
    });
  }

  describe(ids: readonly string[]): Promise<ReadonlyMap<string, Compute>> {
    return this.#script.act('describe', [ids], () => {
      const rows = ids
        .flatMap((id) => this.#rows.get(id) ?? [])
        .filter((row) => this.#isVisible(row) && !this.#isUnseen(row));
      return new Map(rows.map((row) => [row.id, this.#view(row)]));
    });
  }

  list(run: RunIdentity): Promise<readonly Compute[]> {
    return this.#script.act('list', [run], () =>
      [...this.#rows.values()]
        .filter((row) => row.startedBy === runKey(run) && this.#isVisible(row) && this.#endOf(row) === undefined)
        .map((row) => this.#listed(row)),
    );
  }

  listEnded(run: RunIdentity): Promise<readonly Compute[]> {
    return this.#script.act('listEnded', [run], () =>
      [...this.#rows.values()]
        .filter((row) => row.startedBy === runKey(run) && this.#isVisible(row) && this.#endOf(row) !== undefined)
        .map((row) => this.#view(row)),
    );
  }

  listAll(): Promise<readonly Compute[]> {
    return this.#script.act('listAll', [], () =>
      [...this.#rows.values()]
        .filter((row) => isRunKey(row.startedBy) && this.#isVisible(row) && this.#endOf(row) === undefined)
        .map((row) => this.#listed(row)),
    );
  }

  stop(id: string, reason: string): Promise<'stopped' | 'already-gone'> {
    return this.#script.act('stop', [id, reason], () => {
      const row = this.#rows.get(id);
      if (row === undefined || row.stop !== undefined || this.#phase(row) === 'stopped') return 'already-gone';
      row.stop = { at: this.#clock.now(), reason };
      row.tags = {};
      return 'stopped';
    });
  }

  explainStuck({ state }: Compute): Explanation {
    return { kind: 'capacity', message: `Stuck in ${state}.`, hint: `Look at ${state}.` };
  }

  investigate(failed: readonly FailedLaunch[]): Promise<readonly Finding[]> {
    return this.#script.act('investigate', [failed], () => this.findings);
  }

  pagesOf(id: string): Pages {
    return { compute: `https://console.example/${id}`, log: `https://logs.example/${id}` };
  }

  whoAmI(): Promise<string> {
    return this.#script.act('whoAmI', [], () => 'account 123456789012 as arn:aws:iam::123456789012:role/ci');
  }

  #insert(row: Omit<Row, 'id' | 'launchedAt'>): Row {
    // Ids are unique across clusters, as ARNs are.
    const id = `${this.location.cluster === 'ci' ? '' : `${this.location.cluster}-`}task-${this.#rows.size + 1}`;
    const made: Row = { id, launchedAt: this.#clock.now(), ...row };
    this.#rows.set(id, made);
    return made;
  }

  #isVisible({ launchedAt, life }: Row): boolean {
    const age = this.#clock.now() - launchedAt;
    return age >= (life.hiddenMs ?? 0) && !(life.vanishesAfterMs !== undefined && age >= life.vanishesAfterMs);
  }

  #isUnseen({ launchedAt, life }: Row): boolean {
    return this.#clock.now() - launchedAt < (life.unseenMs ?? 0);
  }

  #listed(row: Row): Compute {
    if (!this.#isUnseen(row)) return this.#view(row);
    return { id: row.id, phase: 'unseen', state: 'MISSING', capacity: '', tags: {} };
  }

  /** Why and when it ended or was asked to stop. */
  #endOf({ launchedAt, life, stop }: Row): (Explanation & { at: number; hadJob?: true }) | undefined {
    const { end } = life;
    if (end !== undefined && this.#clock.now() >= launchedAt + end.afterMs)
      return { ...end, at: launchedAt + end.afterMs };
    return stop && { kind: 'transient', message: `stopped: ${stop.reason}`, hint: 'See CloudTrail.', at: stop.at };
  }

  #phase(row: Row): ComputePhase {
    const end = this.#endOf(row);
    if (end !== undefined) return this.#clock.now() >= end.at + STOPPING_MS ? 'stopped' : 'stopping';
    return this.#state(row) === 'RUNNING' ? 'running' : 'starting';
  }

  #state({ launchedAt, life }: Row): string {
    const age = this.#clock.now() - launchedAt;
    return (life.states ?? USUAL).filter(({ afterMs }) => age >= afterMs).at(-1)?.state ?? 'PROVISIONING';
  }

  #times(row: Row): ComputeTimes {
    const now = this.#clock.now();
    const reached = (name: string): number | undefined => {
      const afterMs = (row.life.states ?? USUAL).find(({ state }) => state === name)?.afterMs;
      return afterMs === undefined ? undefined : row.launchedAt - (row.agoMs ?? 0) + afterMs;
    };
    const ended = this.#endOf(row)?.at;
    const running = reached('RUNNING');
    const wayUp = {
      createdAt: row.launchedAt - (row.agoMs ?? 0),
      pullStartedAt: reached('PENDING'),
      pullStoppedAt: running,
      startedAt: running,
    };
    const wayDown = { stoppingAt: ended, stoppedAt: ended === undefined ? undefined : ended + STOPPING_MS };
    const isPast = (at: number | undefined): at is number => at !== undefined && at <= now;
    const up = Object.entries(wayUp).filter(([, at]) => isPast(at) && at <= (ended ?? now));
    return Object.fromEntries([...up, ...Object.entries(wayDown).filter(([, at]) => isPast(at))]);
  }

  #view(row: Row): Compute {
    const phase = this.#phase(row);
    const end = this.#endOf(row);
    const ended = phase === 'stopped' ? 'STOPPED' : 'STOPPING';
    return {
      id: row.id,
      phase,
      state: end === undefined ? this.#state(row) : ended,
      ...(end === undefined && this.#state(row) === 'PROVISIONING' && { isWaitingForRoom: true }),
      capacity: row.request?.capacity ?? 'EC2',
      tags: row.tags,
      times: this.#times(row),
      size: { vcpu: 0.5, memoryGib: 1 },
      ...(end && { end: { kind: end.kind, message: end.message, hint: end.hint } }),
      ...(end?.hadJob && { hadJob: true as const }),
    };
  }
}
