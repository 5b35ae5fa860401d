import type { SandboxClock } from '../clock.ts';
import type { Body } from './body.ts';
import { AwsError } from './errors.ts';

/** How long ECS remembers a client token. */
const REMEMBERED_MS = 24 * 3_600_000;

interface Entry {
  readonly at: number;
  readonly request: string;
  readonly answer: object;
  readonly resourceIds: readonly string[];
}

/** RunTask's idempotency: client tokens per cluster, for a day. */
export class ClientTokens {
  readonly #clock: SandboxClock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** The first answer to the same request; throws ConflictException if the token was used for another one. */
  recall(options: { cluster: string; token: string | undefined; body: Body }): object | undefined {
    if (options.token === undefined) return undefined;
    const entry = this.#entries.get(key(options.cluster, options.token));
    if (entry === undefined || entry.at + REMEMBERED_MS <= this.#clock.now()) return undefined;
    if (entry.request === canonical(options.body)) return entry.answer;
    throw new AwsError({
      code: 'ConflictException',
      message: 'The request could not be processed because of conflict in the current state of the resource.',
      fields: { resourceIds: entry.resourceIds },
    });
  }

  remember(options: {
    cluster: string;
    token: string | undefined;
    body: Body;
    answer: object;
    resourceIds: readonly string[];
  }): void {
    const { cluster, token, body, answer, resourceIds } = options;
    if (token === undefined) return;
    this.#entries.set(key(cluster, token), { at: this.#clock.now(), request: canonical(body), answer, resourceIds });
  }
}

function key(cluster: string, token: string): string {
  return `${cluster}/${token}`;
}

/** JSON that does not depend on the order of keys: two SDKs write the same request differently. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
