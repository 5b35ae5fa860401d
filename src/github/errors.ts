import { RunnerError } from '../core/errors.ts';
import type { ErrorKind } from '../core/explanation.ts';
import { explainUnsent } from '../core/unsent.ts';
import { shorten } from '../core/util/shorten.ts';
import { SETTING, STEP } from '../core/words.ts';
import { adviceOn, isAboutPermission } from './advice.ts';
import { neededPermission, type RunnerScope, scopeName } from './scope.ts';

/** The parts of an Octokit error that are used, without `instanceof`: a bundle may hold two copies of its class. */
interface GitHubFailure {
  /** HTTP status; undefined if no answer came. */
  readonly status: number | undefined;
  /** One line, without the markup of an error page. */
  readonly message: string;
  readonly isRateLimit: boolean;
  /** It says that it is a secondary rate limit. */
  readonly isSecondary: boolean;
  /** When the answer was made, by GitHub's clock, epoch milliseconds; undefined if it does not say. */
  readonly date: number | undefined;
  /** How long GitHub asks to wait; undefined if it does not say. */
  readonly retryAfterSeconds: number | undefined;
  /** The same request was sent before and its answer was lost: see {@link noteLostAnswer}. */
  readonly isAfterLostAnswer: boolean;
}

const LOST = 'answerWasLost';

/** Notes on a request's options, which all its attempts share, that an answer was lost. */
export function noteLostAnswer(request: object): void {
  Object.assign(request, { [LOST]: true });
}

/** Reads the parts of an Octokit error. */
export function githubFailure(error: unknown): GitHubFailure {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const { status, response, request } = fields;
  const sent = isRecord(request) && isRecord(request['request']) ? request['request'] : {};
  const message = `${error instanceof Error ? error.message : String(error)}${furtherErrors(response)}`;
  const headers = isRecord(response) && isRecord(response['headers']) ? response['headers'] : {};
  const date = Date.parse(String(headers['date']));
  return {
    // Octokit reports a failed connection as a 500, but then there is no response.
    status: isRecord(response) && typeof status === 'number' ? status : undefined,
    message: plainText(message),
    // A 429 is nothing else, whatever its words: a load balancer's has none of GitHub's.
    isRateLimit:
      status === 429 ||
      headers['retry-after'] !== undefined ||
      headers['x-ratelimit-remaining'] === '0' ||
      /rate limit/i.test(message),
    isSecondary: /\bsecondary rate\b/i.test(message),
    date: Number.isNaN(date) ? undefined : date,
    retryAfterSeconds: /^\d{1,9}$/.test(String(headers['retry-after'])) ? Number(headers['retry-after']) : undefined,
    isAfterLostAnswer: sent[LOST] === true,
  };
}

/** GitHub's own reason, which Octokit's message leaves out where it is a text: the message is then only "Forbidden". */
function furtherErrors(response: unknown): string {
  const data = isRecord(response) ? response['data'] : undefined;
  const errors = isRecord(data) ? data['errors'] : undefined;
  return typeof errors === 'string' ? ` (${errors})` : '';
}

/** Octokit's message is the whole body if that is not JSON; only the title of an error page helps. */
function plainText(message: string): string {
  if (!/^\s*<(!doctype|html|head|body)/i.test(message)) return shorten(message.replaceAll(/\s+/g, ' '), 500);
  const title = /<title[^>]*>([^<]+)/i.exec(message.slice(0, 10_000))?.[1]?.replaceAll(/\s+/g, ' ').trim();
  return `an HTML page${title ? ` ("${shorten(title, 200)}")` : ''}`;
}

/** Explains a failed GitHub call in the user's terms. `doing` completes "GitHub … while …". */
export function toRunnerError(error: unknown, call: { doing: string; scope: RunnerScope }): RunnerError {
  if (error instanceof RunnerError) return error;
  const { status, message, isRateLimit, retryAfterSeconds, isAfterLostAnswer } = githubFailure(error);
  const where = `${call.doing} in ${scopeName(call.scope)}`;
  if ((status === 403 || status === 429) && isRateLimit) {
    const wait = retryAfterSeconds === undefined ? '' : ` (retry after ${retryAfterSeconds} s)`;
    return new RunnerError({
      kind: 'transient',
      message: `GitHub's rate limit was reached and could not be waited out in the time left${wait} while ${where}: ${message}`,
      hint: `${STEP.again} later; a GitHub App has a higher limit than a token.`,
      hadNoEffect: !isAfterLostAnswer,
      cause: error,
    });
  }
  const notSent = explainUnsent(error, {
    what: `a request for ${where}`,
    peer: "GitHub's API",
    hadNoEffect: !isAfterLostAnswer,
  });
  if (status === undefined && notSent !== undefined) return notSent;
  const { kind, text, hint } = status === undefined ? NO_ANSWER : explainStatus(status, message, call.scope);
  return new RunnerError({
    kind,
    message: `${text} while ${where}: ${message}`,
    hint,
    // A refusal of a retry says nothing about the first attempt.
    hadNoEffect: kind !== 'transient' && !isAfterLostAnswer,
    cause: error,
  });
}

interface Explained {
  readonly kind: ErrorKind;
  readonly text: string;
  readonly hint: string;
}

const NO_ANSWER: Explained = {
  kind: 'transient',
  text: 'GitHub did not answer',
  hint: `Check that this machine can reach the GitHub API (a proxy?), then ${STEP.again}.`,
};

function explainStatus(status: number, message: string, scope: RunnerScope): Explained {
  const needed = neededPermission(scope);
  const advice = adviceOn(status, message);
  if (advice !== undefined) return { ...advice, text: `GitHub refused this (${status})` };
  switch (status) {
    case 401:
      return {
        kind: 'permission',
        text: 'GitHub refused the token (401)',
        hint: `The token is wrong, expired or revoked, or the App key does not belong to the App. Replace it with ${needed}.`,
      };
    case 403:
      return explainForbidden(message, needed);
    case 404:
      return {
        kind: 'configuration',
        text: 'GitHub does not find it, or the token may not see it (404)',
        hint: `Check ${SETTING.scope} and the name ${scopeName(scope)}; GitHub also answers 404 if the token has no access. It must be ${needed}.`,
      };
    default:
      return status >= 500
        ? { kind: 'transient', text: `GitHub failed (${status})`, hint: `${STEP.again}; see githubstatus.com.` }
        : {
            kind: 'configuration',
            text: `GitHub refused the request (${status})`,
            hint: 'Correct what the message refers to.',
          };
  }
}

function explainForbidden(message: string, needed: string): Explained {
  const kind = 'permission';
  return isAboutPermission(message)
    ? {
        kind,
        text: 'GitHub says that the token may not do that (403)',
        hint: `Use ${needed}. A GITHUB_TOKEN can never manage runners.`,
      }
    : {
        kind,
        text: 'GitHub refused this (403)',
        hint: `Do what the message asks for. If it is about the token: it must be ${needed}.`,
      };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
