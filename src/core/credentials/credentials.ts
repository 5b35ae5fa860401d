import { RunnerError } from '../errors.ts';
import type { Clock, CredentialSource, Log, Random, RoleCredentials } from '../ports.ts';
import { SETTING, STEP } from '../words.ts';

/** What fetching needs besides the source. */
export interface CredentialPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** How long credentials are asked for, milliseconds: ECS delivers them seconds after a task began, its agent restarts in less. */
const DEADLINE_MS = 60_000;

/** One answer, milliseconds: the endpoint is on the same machine. */
const ANSWER_WITHIN_MS = 5_000;

/** First wait after a failure and the longest, doubled in between, milliseconds. */
const BACKOFF_MS = { first: 500, longest: 5_000 };

/** What little a last attempt before the deadline must have left, milliseconds. */
const LEAST_MS = 100;

/** How long after an answer that ends soon the second one is asked for, milliseconds: ECS may be just renewing. */
const RENEWAL_MS = 5_000;

/**
 * The task's credentials. What fails is asked for again within a minute; what is valid for less than asked is fetched once
 * more, and is then taken with a warning.
 * @throws RunnerError that tells what the endpoint said last, or that the credentials have expired
 */
export async function fetchCredentials(
  source: CredentialSource,
  options: { minimumValidityMs: number } & CredentialPorts,
): Promise<RoleCredentials> {
  const { minimumValidityMs, clock, log } = options;
  const first = await fetchPatiently(source, options);
  if (first.expiresAt - clock.now() >= minimumValidityMs) return first;
  log.info(`The credentials end in ${minutes(first.expiresAt - clock.now())}: fetching again.`);
  await clock.sleep(RENEWAL_MS);
  const second = await fetchPatiently(source, options);
  const leftMs = second.expiresAt - clock.now();
  if (leftMs <= 0) {
    throw new RunnerError({
      kind: 'configuration',
      message: `${source.name} gave credentials that expired at ${new Date(second.expiresAt).toISOString()}.`,
      hint: "Compare the machine's clock; if it is right, see the log of the ECS agent: it renews them.",
    });
  }
  if (leftMs < minimumValidityMs) {
    log.warning(
      `The credentials end in ${minutes(leftMs)}, sooner than ${SETTING.minimumValidity} (${minutes(minimumValidityMs)}). ` +
        `Next step: for longer steps ${STEP.refreshByItself}, or ${STEP.again} later.`,
    );
  }
  return second;
}

async function fetchPatiently(source: CredentialSource, ports: CredentialPorts): Promise<RoleCredentials> {
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
      log.info(`${error.message} Trying again in ${delayMs / 1000} s.`);
      await clock.sleep(delayMs);
    }
  }
}

function gaveUp(last: RunnerError, attempts: number): RunnerError {
  const seconds = DEADLINE_MS / 1000;
  return new RunnerError({
    kind: 'transient',
    message: `There were no credentials within ${seconds} s, in ${attempts} attempts. The last one: ${last.message}`,
    hint: last.hint,
    cause: last,
  });
}

function minutes(ms: number): string {
  const whole = Math.floor(ms / 60_000);
  return whole === 1 ? '1 minute' : `${whole} minutes`;
}
