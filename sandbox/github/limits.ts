import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { GitHubOptions } from '../contract.ts';
import type { SandboxRequest } from '../server.ts';
import { Refusal } from './refusal.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';

/**
 * GitHub's documented limits, for a user's token. Its 80 content creations a minute are not known to count registrations:
 * large fleets register as many as the points allow. A test sets that limit where it is to count.
 */
const REAL = { primaryPerHour: 5000, pointsPerMinute: 900, creationsPerMinute: Infinity, concurrent: 100 };

/** Requests per hour, shared by all requests without a token. */
const ANONYMOUS_PER_HOUR = 60;

interface Account {
  /** The primary limit's window starts with its first request. */
  windowStart: number;
  used: number;
  spent: { at: number; points: number; creation: boolean }[];
}

/** Primary and secondary rate limits, counted per principal in sandbox time. */
export class RateLimits {
  readonly #clock: SandboxClock;
  readonly #limits: typeof REAL;
  readonly #accounts = new Map<string, Account>();
  /** Requests in flight, and whether each exceeded the limit when it arrived. */
  readonly #inFlight = new Map<SandboxRequest, { at: number; tooMany: boolean }>();

  constructor(options: { clock: SandboxClock; limits: GitHubOptions['limits'] }) {
    this.#clock = options.clock;
    this.#limits = { ...REAL, ...options.limits };
  }

  /** Notes that a request arrived. It counts as concurrent until {@link left}, delays included. */
  arrived(request: SandboxRequest): void {
    const now = this.#clock.now();
    for (const [other, { at }] of this.#inFlight) {
      // A request that a fault answered never reaches `left`.
      if (at < now - MINUTE) this.#inFlight.delete(other);
    }
    this.#inFlight.set(request, { at: now, tooMany: this.#inFlight.size >= this.#limits.concurrent });
  }

  left(request: SandboxRequest): void {
    this.#inFlight.delete(request);
  }

  /**
   * Counts the request, or refuses it; a request refused by a secondary limit counts only towards the primary limit.
   */
  spend(key: string, request: SandboxRequest, creation: boolean): void {
    const now = this.#clock.now();
    const account = this.#account(key);
    if (account.used >= this.#perHour(key)) {
      throw new Refusal(403, `API rate limit exceeded for ${key}.`, { docs: `${PAGE}#about-primary-rate-limits` });
    }
    account.used += 1;
    if (this.#inFlight.get(request)?.tooMany) throw secondary(429, MINUTE);
    account.spent = account.spent.filter((one) => one.at > now - MINUTE);
    const points = request.method === 'GET' ? 1 : 5;
    const total = account.spent.reduce((sum, one) => sum + one.points, points);
    const created = account.spent.filter((one) => one.creation);
    if (total > this.#limits.pointsPerMinute) throw secondary(403, waitFor(account.spent[0], now));
    if (creation && created.length >= this.#limits.creationsPerMinute) throw secondary(403, waitFor(created[0], now));
    account.spent.push({ at: now, points, creation });
  }

  /** The x-ratelimit-* headers of every answer. */
  headers(key: string): Record<string, string> {
    const account = this.#account(key);
    const limit = this.#perHour(key);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - account.used)),
      'x-ratelimit-used': String(account.used),
      'x-ratelimit-reset': String(Math.ceil((account.windowStart + HOUR) / 1000)),
      'x-ratelimit-resource': 'core',
    };
  }

  #perHour(key: string): number {
    return key === 'anonymous'
      ? Math.min(ANONYMOUS_PER_HOUR, this.#limits.primaryPerHour)
      : this.#limits.primaryPerHour;
  }

  #account(key: string): Account {
    const now = this.#clock.now();
    let account = this.#accounts.get(key);
    if (account === undefined || now >= account.windowStart + HOUR) {
      account = { windowStart: now, used: 0, spent: account?.spent ?? [] };
      this.#accounts.set(key, account);
    }
    return account;
  }
}

/** Until the oldest request of the window no longer counts. */
function waitFor(oldest: { at: number } | undefined, now: number): number {
  return oldest === undefined ? MINUTE : oldest.at + MINUTE - now;
}

/** 403 and 429 both occur; the text and `retry-after` (seconds) identify it. */
function secondary(status: 403 | 429, waitMs: number): Refusal {
  const message =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ' +
    `If you reach out to GitHub Support for help, please include the request ID ${randomUUID()}.`;
  const headers = { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
  return new Refusal(status, message, { headers, docs: `${PAGE}#about-secondary-rate-limits` });
}
