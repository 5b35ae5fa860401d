import { NameTakenError } from '../../src/core/errors.ts';
import type { Clock, GitHub, JitRunner, Registration, RegistrationsRead } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { type Calls, Script, type ScriptedError } from './fakes.ts';

/** What happens to registrations; times are milliseconds since each one's creation; absent means never. */
export interface RegistrationLife {
  readonly onlineAfterMs?: number;
  readonly busyAfterMs?: number;
  readonly idleAgainAfterMs?: number;
  readonly removedAfterMs?: number;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly createdAt: number;
  life: RegistrationLife;
}

/** GitHub in memory, for one scope. */
export class FakeGitHub implements GitHub {
  readonly scope: string;
  /** How far GitHub's clock is ahead of this machine's. */
  aheadMs: number | undefined;
  /** The life of future registrations. */
  life: RegistrationLife = {};
  readonly #clock: Clock;
  readonly #script: Script<keyof GitHub>;
  readonly #rows = new Map<number, Row>();
  readonly #lostNames = new Set<string>();
  #nextId = 1;

  constructor(options: { clock: Clock; calls: Calls; scope?: string }) {
    this.scope = options.scope ?? 'repo:octo-org/octo-repo';
    this.#clock = options.clock;
    this.#script = new Script({ port: 'github', ...options });
  }

  /** Scripts an error; `*` applies to every method. */
  fail(method: keyof GitHub | '*', error: ScriptedError): void {
    this.#script.fail(method, error);
  }

  /** The answer to the creation of `name` is lost, and the adapter's own retry finds the name taken. */
  loseAnswerTo(name: string): void {
    this.#lostNames.add(name);
  }

  /** Adds a registration that already exists. */
  add(name: string, options: { labels?: readonly string[]; life?: RegistrationLife } = {}): Registration {
    const id = this.#nextId;
    this.#nextId += 1;
    const row = { id, name, labels: options.labels ?? [], createdAt: this.#clock.now(), life: options.life ?? {} };
    this.#rows.set(id, row);
    return this.#view(row);
  }

  /** Makes a runner busy or idle from now on. */
  setBusy(name: string, busy: boolean): void {
    const row = [...this.#rows.values()].find((each) => each.name === name);
    if (row === undefined) throw new Error(`no registration has the name ${name}`);
    const { busyAfterMs: _from, idleAgainAfterMs: _until, ...life } = row.life;
    row.life = { ...life, ...(busy && { busyAfterMs: 0 }) };
  }

  /** Gives a runner another life, counted from now. */
  live(name: string, life: RegistrationLife): void {
    const row = [...this.#rows.values()].find((each) => each.name === name);
    if (row === undefined) throw new Error(`no registration has the name ${name}`);
    this.#rows.set(row.id, { ...row, createdAt: this.#clock.now(), life });
  }

  /** The names of all current registrations. */
  get names(): string[] {
    return this.#alive().map(({ name }) => name);
  }

  prepare(): Promise<void> {
    return this.#script.act('prepare', [], () => undefined);
  }

  createJitRunner(request: { name: string; labels: readonly string[]; workFolder: string }): Promise<JitRunner> {
    return this.#script.act('createJitRunner', [request], () => {
      const { name, labels } = request;
      if (this.#alive().some((row) => row.name === name)) throw new NameTakenError(`${name} exists`);
      const registration = this.add(name, { labels, life: this.life });
      if (this.#lostNames.delete(name)) throw new NameTakenError(`${name} exists`);
      return { registration, jitConfig: new Secret(`jit-config-of-${name}`) };
    });
  }

  getRunner(id: number): Promise<Registration | undefined> {
    return this.#script.act('getRunner', [id], () => this.#find((row) => row.id === id));
  }

  getRunners(ids: readonly number[]): Promise<RegistrationsRead> {
    return this.#script.act('getRunners', [ids], () => {
      const rows = this.#alive().filter(({ id }) => ids.includes(id));
      return { found: new Map(rows.map((row) => [row.id, this.#view(row)])), requests: Math.ceil(ids.length / 100) };
    });
  }

  findRunner(name: string): Promise<Registration | undefined> {
    return this.#script.act('findRunner', [name], () => this.#find((row) => row.name === name));
  }

  listRunners(): Promise<readonly Registration[]> {
    return this.#script.act('listRunners', [], () => this.#alive().map((row) => this.#view(row)));
  }

  deleteRunner(id: number): Promise<'deleted' | 'absent' | 'busy'> {
    return this.#script.act('deleteRunner', [id], () => {
      const row = this.#find((each) => each.id === id);
      if (row === undefined) return 'absent';
      if (row.busy) return 'busy';
      this.#rows.delete(id);
      return 'deleted';
    });
  }

  #alive(): Row[] {
    return [...this.#rows.values()].filter(({ createdAt, life }) => !this.#isPast(createdAt, life.removedAfterMs));
  }

  #find(matches: (row: Row) => boolean): Registration | undefined {
    const row = this.#alive().find(matches);
    return row && this.#view(row);
  }

  #view({ id, name, labels, createdAt, life }: Row): Registration {
    const isBusy = this.#isPast(createdAt, life.busyAfterMs) && !this.#isPast(createdAt, life.idleAgainAfterMs);
    return {
      id,
      name,
      labels,
      status: this.#isPast(createdAt, life.onlineAfterMs) ? 'online' : 'offline',
      busy: isBusy,
    };
  }

  #isPast(createdAt: number, afterMs: number | undefined): boolean {
    return afterMs !== undefined && this.#clock.now() >= createdAt + afterMs;
  }
}
