import { readFileSync } from 'node:fs';
import { RunnerError } from '../core/errors.ts';
import type { CredentialSource, RoleCredentials } from '../core/ports.ts';
import { type Mask, Secret } from '../core/secret.ts';
import { explainUnsent } from '../core/unsent.ts';
import { shorten } from '../core/util/shorten.ts';
import { STEP } from '../core/words.ts';
import { parseArn } from './arn.ts';
import { boundedGet, type LocalAnswer } from './bounded-get.ts';
import { type CredentialsEndpoint, ENDPOINT_VARIABLE } from './credentials-endpoint.ts';

/** The container credentials endpoint of ECS, and compatible ones. */
export class ContainerCredentials implements CredentialSource {
  readonly name: string;
  readonly #endpoint: CredentialsEndpoint;
  readonly #mask: Mask;

  constructor(options: { endpoint: CredentialsEndpoint; mask: Mask }) {
    this.#endpoint = options.endpoint;
    this.#mask = options.mask;
    // Without the path: it ends in the id, and whoever has the id can get the credentials.
    this.name = `the credentials endpoint ${options.endpoint.url.origin}`;
  }

  async fetch(withinMs: number): Promise<RoleCredentials> {
    const authorization = this.#authorization();
    const headers = { accept: 'application/json', ...(authorization && { authorization }) };
    let answer: LocalAnswer;
    try {
      answer = await boundedGet(this.#endpoint.url, { withinMs, headers });
    } catch (error) {
      throw this.#unreachable(error);
    }
    if (answer.status !== 200) throw this.#refused(answer);
    return this.#read(answer);
  }

  #authorization(): string | undefined {
    const { token } = this.#endpoint;
    if (token === undefined) return undefined;
    const value = token.kind === 'value' ? token.value.reveal() : this.#readTokenFile(token.path);
    this.#mask(value);
    // It becomes a header: a line break in it would start another header.
    if (/^[\x20-\x7e]+$/.test(value)) return value;
    const variable = token.kind === 'value' ? ENDPOINT_VARIABLE.token : ENDPOINT_VARIABLE.tokenFile;
    throw new RunnerError({
      kind: 'configuration',
      message: `The token for ${this.name} cannot be sent: it is empty, or contains a line break or another character that is not allowed in a header.`,
      hint: `Check ${variable}; its value is not shown.`,
    });
  }

  #readTokenFile(path: string): string {
    try {
      return readFileSync(path, 'utf8').trimEnd();
    } catch (error) {
      throw new RunnerError({
        kind: 'configuration',
        message: `The token for ${this.name} could not be read: ${messageOf(error)}`,
        hint: `Check ${ENDPOINT_VARIABLE.tokenFile}. In a container the file must be mounted.`,
        cause: error,
      });
    }
  }

  #unreachable(error: unknown): RunnerError {
    const notSent = explainUnsent(error, { what: 'the request for credentials', peer: this.name });
    if (notSent !== undefined) return notSent;
    return new RunnerError({
      kind: 'transient',
      message: `No answer from ${this.name}: ${messageOf(error)}.`,
      hint:
        'A container can reach the endpoint from the networks bridge, host and awsvpc, but not with `--network none` or an ' +
        'internal network. On your own AMI, check that the ECS agent runs with ECS_ENABLE_TASK_IAM_ROLE=true (see docs/credentials.md).',
      cause: error,
    });
  }

  #refused({ status, body }: LocalAnswer): RunnerError {
    const answered = `${this.name} answered ${status}${explanation(body)}`;
    if (status === 503) {
      const hint = "Check the task role's trust policy (ecs-tasks.amazonaws.com), and the log of the ECS agent.";
      return new RunnerError({ kind: 'transient', message: `${answered}: no credentials delivered yet.`, hint });
    }
    if (status === 429 || status >= 500) {
      const hint = `${STEP.again}; the endpoint serves 40 requests a second for the whole instance.`;
      return new RunnerError({ kind: 'transient', message: `${answered}.`, hint });
    }
    return new RunnerError(finalRefusal(status, answered));
  }

  /** Masks every value before anything else happens to it, even before another value is rejected. */
  #read({ body, date }: LocalAnswer): RoleCredentials {
    const fields = parseObject(body);
    const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
    const [accessKeyId, secretAccessKey, sessionToken] = [text('AccessKeyId'), text('SecretAccessKey'), text('Token')];
    for (const secret of [secretAccessKey, sessionToken, accessKeyId]) this.#mask(secret);
    const expiresAt = Date.parse(text('Expiration'));
    // The values go into headers, environment variables and lines of an env file.
    const areKeys = [accessKeyId, secretAccessKey, sessionToken].every((value) => /^[\x21-\x7e]{1,10000}$/.test(value));
    if (!areKeys || Number.isNaN(expiresAt)) {
      const missing = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'].filter((name) => text(name) === '');
      const what = missing.length > 0 ? `without ${missing.join(', ')}` : 'with values that are not credentials';
      throw new RunnerError({
        kind: 'configuration',
        message: `${this.name} answered 200 ${what}; the answer is not shown.`,
        hint: 'Check what listens there: it is not the ECS or EKS endpoint.',
      });
    }
    const roleArn = parseArn(text('RoleArn')) === undefined ? undefined : text('RoleArn');
    const accountId = parseArn(text('RoleArn'))?.account ?? (/^\d{12}$/.exec(text('AccountId'))?.[0] || undefined);
    return {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiresAt,
      ...(date !== undefined && { givenAt: date }),
      ...(roleArn && { roleArn }),
      ...(accountId && { accountId }),
    };
  }
}

/** A refusal that a retry would get again. */
function finalRefusal(status: number, answered: string): ConstructorParameters<typeof RunnerError>[0] {
  if (status === 400) {
    return {
      kind: 'configuration',
      message: `${answered}: it does not know these credentials.`,
      hint:
        'Their task has ended, or is on another instance. Use them in that task only, and remove whatever ' +
        `else sets ${ENDPOINT_VARIABLE.relativeUri}.`,
    };
  }
  if (status === 401 || status === 403) {
    return {
      kind: 'permission',
      message: `${answered}: it refuses the token.`,
      hint: `Check ${ENDPOINT_VARIABLE.token} or ${ENDPOINT_VARIABLE.tokenFile}.`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      kind: 'configuration',
      message: `${answered}, a redirect, which is not followed.`,
      hint: `Check ${ENDPOINT_VARIABLE.fullUri}: it must be the endpoint itself.`,
    };
  }
  return {
    kind: 'configuration',
    message: `${answered}: there is no credentials endpoint at that path.`,
    hint: `Check ${ENDPOINT_VARIABLE.relativeUri} and ${ENDPOINT_VARIABLE.fullUri}; ECS sets the first by itself.`,
  };
}

/** The explanation of the ECS agent or of EKS; any other body is of little help. */
function explanation(body: string): string {
  const fields = parseObject(body);
  const words = [fields['code'], fields['message']].filter((part) => typeof part === 'string' && part !== '');
  return words.length === 0 ? '' : ` (${shorten(words.join(': ').replaceAll(/\s+/g, ' '), 300)})`;
}

/** Empty if the body is not a JSON object. */
function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
