/** One thing that goes wrong (or slow) on purpose. */
export interface Fault {
  /** The service and operation it affects, such as `ecs` and `RunTask`; `*` for any operation of the service. */
  readonly service: string;
  readonly operation: string;
  /** The first matching request that it affects, counted from 1 since the fault was added; 1 by default. */
  readonly from?: number;
  /** How many matching requests it affects from there on; 1 by default, `Infinity` for all. */
  readonly times?: number;
  /** Sandbox milliseconds to wait before the service acts. */
  readonly delayMs?: number;
  /** What happens then; if absent, the request is only delayed. */
  readonly effect?: FaultEffect;
}

/** `when` says whether it happens before or after the service acts: `after` means done, but the caller cannot know. */
export type FaultEffect =
  | {
      readonly kind: 'respond';
      readonly when: 'before' | 'after';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object is sent as JSON. */
      readonly body?: string | object;
    }
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  | { readonly kind: 'hang'; readonly when: 'before' | 'after' };

/** The faults of a sandbox. */
export class FaultScript {
  readonly #entries: { fault: Fault; seen: number }[] = [];

  /** Adds faults; if several match a request, the earliest one still in effect applies. */
  add(...faults: readonly Fault[]): void {
    this.#entries.push(...faults.map((fault) => ({ fault, seen: 0 })));
  }

  /** Removes every fault. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** The fault that affects this request, if any; counts the request for all that match. */
  take(service: string, operation: string): Fault | undefined {
    let taken: Fault | undefined;
    for (const entry of this.#entries) {
      const { fault } = entry;
      if (fault.service !== service || (fault.operation !== '*' && fault.operation !== operation)) continue;
      entry.seen += 1;
      const from = fault.from ?? 1;
      if (taken === undefined && entry.seen >= from && entry.seen < from + (fault.times ?? 1)) taken = fault;
    }
    return taken;
  }
}
