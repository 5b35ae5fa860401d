import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import type { ForeignRunners } from './foreign.ts';
import type { Groups } from './groups.ts';
import { encodeJitConfig } from './jit.ts';
import { readJitRequest } from './jit-request.ts';
import type { LazyKey } from './jwt.ts';
import { paginate } from './paging.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Registration, Registry } from './registry.ts';
import { type Addresses, type Scope, scopePath } from './scope.ts';

/** Labels that GitHub itself assigns to a runner; all others are custom. */
const READ_ONLY_LABELS = new Set(['self-hosted', 'linux', 'windows', 'macos', 'x64', 'arm', 'arm64']);

/** The endpoints under `…/actions/runners`. */
export class Runners {
  readonly #registry: Registry;
  readonly #groups: Groups;
  readonly #foreign: ForeignRunners;
  readonly #addresses: Addresses;
  readonly #key: LazyKey;

  constructor(options: {
    registry: Registry;
    groups: Groups;
    foreign: ForeignRunners;
    addresses: Addresses;
    key: LazyKey;
  }) {
    this.#registry = options.registry;
    this.#groups = options.groups;
    this.#foreign = options.foreign;
    this.#addresses = options.addresses;
    this.#key = options.key;
  }

  /** POST generate-jitconfig */
  create(request: SandboxRequest, scope: Scope): SandboxAnswer {
    const wanted = readJitRequest(request.body);
    if (!this.#groups.exists(scope, wanted.runnerGroupId)) {
      throw new Refusal(422, `Invalid runner group: ${wanted.runnerGroupId}`);
    }
    if (this.#inScope(scope).some((row) => row.name.toLowerCase() === wanted.name.toLowerCase())) {
      // The asterisks are GitHub's own.
      throw new Refusal(409, 'Already exists - A runner with the name *** already exists');
    }
    const row = this.#registry.add({ ...wanted, scope: scopePath(scope) });
    const encoded = encodeJitConfig({ row, url: this.#addresses.server(), key: this.#key });
    return { status: 201, body: { runner: this.#describe(row), encoded_jit_config: encoded } };
  }

  /** GET runners, with `name` an exact filter */
  list(request: SandboxRequest, scope: Scope): SandboxAnswer {
    const name = request.query.get('name');
    const own = this.#inScope(scope).map((row) => this.#describe(row));
    const all = [...this.#foreign.list(), ...own].filter((one) => name === null || one.name === name);
    const { items, headers } = paginate(all, request, this.#addresses.server());
    return { status: 200, headers, body: { total_count: all.length, runners: items } };
  }

  /** GET runners/{id} */
  get(scope: Scope, id: number): SandboxAnswer {
    const foreign = this.#foreign.list().find((one) => one.id === id);
    return { status: 200, body: foreign ?? this.#describe(this.#byId(scope, id)) };
  }

  /**
   * DELETE runners/{id}: keeps jobs away; refused while the runner is known to have a job. That is not known while a job is
   * being assigned, and not while `busy` is stale: the runner then cancels its job.
   */
  delete(scope: Scope, id: number): SandboxAnswer {
    if (this.#foreign.remove(id)) return { status: 204 };
    const row = this.#byId(scope, id);
    if (isBusy(row)) {
      throw new Refusal(422, `Bad request - Runner "${row.name}" is currently running a job and cannot be deleted.`);
    }
    this.#registry.remove(row);
    return { status: 204 };
  }

  #inScope(scope: Scope): Registration[] {
    return this.#registry.all().filter((row) => row.scope === scopePath(scope));
  }

  #byId(scope: Scope, id: number): Registration {
    const row = this.#inScope(scope).find((one) => one.id === id);
    if (row === undefined) throw notFound();
    return row;
  }

  #describe(row: Registration) {
    return {
      id: row.id,
      name: row.name,
      // Both are known only from the first connection on.
      os: row.session === undefined ? 'unknown' : 'Linux',
      version: row.session?.version ?? null,
      status: this.#registry.isOnline(row) ? 'online' : 'offline',
      busy: row.shownBusy ?? row.job !== undefined,
      ephemeral: true,
      runner_group_id: row.runnerGroupId,
      labels: row.labels.map(({ id, name }) => ({
        id,
        name,
        type: READ_ONLY_LABELS.has(name.toLowerCase()) ? 'read-only' : 'custom',
      })),
    };
  }
}

/** Whether a DELETE sees that the runner has a job: it has fetched it. */
function isBusy({ job, shownBusy }: Registration): boolean {
  return shownBusy ?? job?.assigned?.fetched === true;
}
