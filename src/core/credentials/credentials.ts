import { RunnerError } from '../errors.ts';
import type { Clock, CredentialSource, Log, Random, RoleCredentials } from '../ports.ts';
import { SETTING, STEP } from '../words.ts';

/** What fetching needs in addition to the source. */
export interface CredentialPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** How long to retry, milliseconds: ECS delivers credentials seconds after a task began, its agent restarts in less. */
const DEADLINE_MS = 60_000;

/** Timeout of one request, milliseconds: the endpoint is on the same machine. */
const ANSWER_WITHIN_MS = 5_000;

/** First and longest wait after a failure, doubled in between, milliseconds. */
const BACKOFF_MS = { first: 500, longest: 5_000 };

/** The least time that must be left for a last attempt before the deadline, milliseconds. */
const LEAST_MS = 100;

/** Wait before credentials that expire soon are fetched again, milliseconds: ECS may be renewing them right now. */
const RENEWAL_MS = 5_000;

/**
 * Fetches the task's credentials. Failed requests are retried for up to a minute; credentials that expire too soon are
 * fetched once more, and then accepted with a warning.
 * @throws RunnerError with the endpoint's last answer, or because the credentials have expired
 */
export async function fetchCredentials(
  source: CredentialSource,
  options: { minimumValidityMs: number } & CredentialPorts,
): Promise<RoleCredentials> {
  const { minimumValidityMs, clock, log } = options;
  const first = await fetchWithRetries(source, options);
  const validityMs = ({ expiresAt, givenAt = clock.now() }: RoleCredentials): number => expiresAt - givenAt;
  if (validityMs(first) >= minimumValidityMs) return first;
  log.info(`The credentials expire in ${minutes(validityMs(first))}: fetching again.`);
  await clock.sleep(RENEWAL_MS);
  const second = await fetchWithRetries(source, options);
  const leftMs = validityMs(second);
  if (leftMs <= 0) {
    throw new RunnerError({
      kind: 'configuration',
      message: `${source.name} gave credentials that expired at ${new Date(second.expiresAt).toISOString()}.`,
      hint: "Check the machine's clock; if it is right, see the log of the ECS agent: it renews them.",
    });
  }
  if (leftMs < minimumValidityMs) {
    log.warning(
      `The credentials expire in ${minutes(leftMs)}, sooner than ${SETTING.minimumValidity} (${minutes(minimumValidityMs)}). ` +
        `Next step: for longer steps ${STEP.refreshByItself}, or ${STEP.again} later.`,
    );
  }
  return second;
}

async function fetchWithRetries(source: CredentialSource, ports: CredentialPorts): Promise<RoleCredentials> {
  const { clock, random, log } = ports;
  const begin = clock.now();
  const leftMs = (): number => begin + DEADLINE_MS - clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await source.fetch(Math.max(LEAST_MS, Math.min(ANSWER_WITHIN_MS, leftMs())));
    } catch (error) {
      if (!(error instanceof RunnerError) || error.kind !== 'transient') throw error;
      const backoffMs = Math.min(BACKOFF_MS.first * 2 ** (attempt - 1), BACKOFF_MS.longest);
      const delayMs = Math.round(backoffMs * (0.5 + random.fraction() / 2));
      if (delayMs + LEAST_MS > leftMs()) throw gaveUp(error, attempt);
      log.info(`${error.message} Retrying in ${delayMs / 1000} s.`);
      await clock.sleep(delayMs);
    }
  }
}

function gaveUp(last: RunnerError, attempts: number): RunnerError {
  const seconds = DEADLINE_MS / 1000;
  return new RunnerError({
    kind: 'transient',
    message: `No credentials arrived within ${seconds} s, in ${attempts} attempts. The last one: ${last.message}`,
    hint: last.hint,
    cause: last,
  });
}

function minutes(ms: number): string {
  const whole = Math.floor(ms / 60_000);
  return whole === 1 ? '1 minute' : `${whole} minutes`;
}
