import { RunnerError } from '../../src/core/errors.ts';
import type { Clock, CredentialSource, RoleCredentials } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';

/** An endpoint in memory: credentials that are renewed, a delivery that takes time, an end. */
export class FakeCredentials implements CredentialSource {
  readonly name = 'the fake endpoint';
  readonly #clock: Clock;
  /** How long each session is valid, in milliseconds since it was opened. */
  validMs = 6 * 3_600_000;
  isDelivered = true;
  isKnown = true;
  /** Errors to throw before anything else, one per call. */
  readonly errors: Error[] = [];
  /** The time limit of each call, in milliseconds. */
  readonly limits: number[] = [];
  #session: RoleCredentials | undefined;
  #sessions = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next call opens a new session. */
  renew(): void {
    this.#session = undefined;
  }

  async fetch(withinMs: number): Promise<RoleCredentials> {
    this.limits.push(withinMs);
    const error = this.errors.shift();
    if (error !== undefined) throw error;
    if (!this.isKnown) throw fault('configuration', 'it does not know these credentials.');
    if (!this.isDelivered) throw fault('transient', 'no credentials delivered yet.');
    this.#session ??= this.#open();
    return this.#session;
  }

  #open(): RoleCredentials {
    this.#sessions += 1;
    return {
      accessKeyId: `ASIA${this.#sessions}`,
      secretAccessKey: new Secret(`secret-${this.#sessions}`),
      sessionToken: new Secret(`token-${this.#sessions}`),
      expiresAt: this.#clock.now() + this.validMs,
      roleArn: 'arn:aws:iam::123456789012:role/task',
      accountId: '123456789012',
    };
  }
}

/** An error as a source throws it. */
export function fault(kind: 'transient' | 'configuration', message: string): RunnerError {
  return new RunnerError({ kind, message, hint: 'Look at the endpoint.' });
}
