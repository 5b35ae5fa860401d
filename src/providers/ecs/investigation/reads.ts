import type { ECSClient } from '@aws-sdk/client-ecs';
import { guardAnswers } from '../../../aws/answers.ts';
import { type ClientSettings, clientConfig } from '../../../aws/client-config.ts';
import { awsFailure } from '../../../aws/errors.ts';
import type { Finding } from '../../../core/compute.ts';
import { shorten } from '../../../core/util/shorten.ts';

/** What an SDK client is created with here. */
export type ClientConfig = ReturnType<typeof clientConfig>;

/**
 * The reads of one investigation, within its time. A failed read is noted and has no answer: only the first error
 * matters, and a start needs none of the permissions used here.
 */
export class Reads {
  readonly signal: AbortSignal;
  readonly #settings: ClientSettings;
  readonly #denied = new Set<string>();
  readonly #failed = new Map<string, string>();

  /** @param options.until epoch milliseconds at which `signal` aborts */
  constructor(options: { settings: ClientSettings; signal: AbortSignal; until: number }) {
    this.signal = options.signal;
    this.#settings = {
      ...options.settings,
      // A reader of the log cannot distinguish these reads from the start's own.
      log: { info: () => undefined, notice: () => undefined, warning: () => undefined },
      retryBudgetMs: () => options.until - Date.now(),
    };
  }

  get region(): string {
    return this.#settings.region;
  }

  /** A client for these reads, with the start's credentials, proxy and limits; destroyed with the investigation. */
  client<Client extends Parameters<typeof guardAnswers>[0] & Pick<ECSClient, 'destroy'>>(
    make: (config: ClientConfig) => Client,
    region = this.region,
  ): Client {
    const client = guardAnswers(make(clientConfig({ ...this.#settings, region })));
    this.signal.addEventListener('abort', () => client.destroy(), { once: true });
    return client;
  }

  /** @param action IAM's name, such as `ecs:DescribeClusters`, or what failed if it is not a single request */
  async read<T>(action: string, request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await request();
    } catch (error) {
      this.#note(action, error);
      return undefined;
    }
  }

  #note(action: string, error: unknown): void {
    const { name, message } = awsFailure(error);
    if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation') this.#denied.add(action);
    else if (!this.signal.aborted) this.#failed.set(action, shorten([name, message].filter(Boolean).join(': '), 200));
  }

  /** At most one line: what could not be read, and which permission would reveal more. */
  get problems(): readonly Finding[] {
    const parts = [
      this.signal.aborted ? 'not everything was answered in time' : '',
      [...this.#failed].map(([action, why]) => `${action} failed (${why})`).join(', '),
      this.#denied.size === 0 ? '' : `the permission for ${[...this.#denied].toSorted().join(', ')} would reveal more`,
    ].filter((part) => part !== '');
    return parts.length === 0 ? [] : [{ message: `About this diagnosis: ${parts.join('; ')}.` }];
  }
}
