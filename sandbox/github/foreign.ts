import type { Registry } from './registry.ts';

/** Somebody else's runner, as the API describes it. */
export type ForeignRunner = ReturnType<typeof describe>;

/** Other people's runners, in every scope: they only make lists longer. */
export class ForeignRunners {
  readonly #registry: Registry;
  readonly #all = new Map<number, ForeignRunner>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  add(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const id = this.#registry.nextId();
      this.#all.set(id, describe(id, this.#all.size + 1));
    }
  }

  list(): ForeignRunner[] {
    return [...this.#all.values()];
  }

  /** Whether there was one. */
  remove(id: number): boolean {
    return this.#all.delete(id);
  }
}

function describe(id: number, number: number) {
  return {
    id,
    name: `other-fleet-${String(number).padStart(5, '0')}`,
    os: 'Linux',
    version: '2.335.1',
    status: number % 3 === 0 ? 'offline' : 'online',
    busy: number % 3 === 1,
    ephemeral: number % 2 === 0,
    runner_group_id: 1,
    labels: [{ id: 1, name: 'self-hosted', type: 'read-only' }],
  };
}
