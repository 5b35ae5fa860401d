import { defaults, getOctokitOptions, GitHub as Octokit } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import type { Log } from '../core/ports.ts';

/** How GitHub is reached. */
export interface GitHubConnection {
  /** Base URL of the API, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Milliseconds that a rate limit may still be waited out. */
  readonly patienceMs: () => number;
}

/** An answer that has not come within this time will not come, milliseconds: the slowest, a new JIT config, takes 2 s. */
const ANSWER_WITHIN_MS = 20_000;

/** Answers that the same request will not change; 409 (a name that exists) is missing from the plugin's own list. */
const FINAL_STATUS = [400, 401, 403, 404, 409, 410, 422, 451];

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What Octokit hands the limit callbacks, as far as it is used. */
interface LimitedRequest {
  readonly method: string;
  readonly url: string;
}

const OctokitWithLimits = Octokit.plugin(retry, throttling);

/** An Octokit that tries again what may succeed, and waits out rate limits as GitHub's headers say. */
export function makeOctokit(connection: GitHubConnection, auth: string): InstanceType<typeof Octokit> {
  const waitOut = (what: string) => (retryAfter: number, request: LimitedRequest) => {
    const { log, patienceMs } = connection;
    const willWait = retryAfter * 1000 <= patienceMs();
    log.info(
      `GitHub's ${what} rate limit met ${request.method} ${request.url}: ` +
        (willWait ? `trying again in ${retryAfter} s.` : `${retryAfter} s to wait, longer than the time left.`),
    );
    return willWait;
  };
  return new OctokitWithLimits({
    ...getOctokitOptions(auth, {}),
    baseUrl: connection.apiUrl,
    log: SILENT,
    request: { fetch: fetchWithDeadline },
    retry: { doNotRetry: FINAL_STATUS },
    throttle: { onRateLimit: waitOut('primary'), onSecondaryRateLimit: waitOut('secondary') },
  });
}

const proxyFetch: typeof fetch = defaults.request?.fetch ?? fetch;

/** The toolkit's fetch (which knows the proxy variables), with a deadline: undici's own is five minutes. */
export const fetchWithDeadline: typeof fetch = (input, init) =>
  proxyFetch(input, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
