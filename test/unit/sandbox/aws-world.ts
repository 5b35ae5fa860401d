import { ECSClient, RunTaskCommand, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { STSClient } from '@aws-sdk/client-sts';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAwsSide } from '../../../sandbox/aws/side.ts';
import { SandboxClock } from '../../../sandbox/clock.ts';
import type { AwsOptions, AwsSandbox, PolicyStatement, TaskExecutor } from '../../../sandbox/contract.ts';
import { FaultScript } from '../../../sandbox/faults.ts';
import { type JournalEntry, serve } from '../../../sandbox/server.ts';

/** Access keys in the form that a client accepts. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A process that a fake executor was asked to start. */
export interface FakeProcess {
  readonly taskArn: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The stop timeout in seconds, once it was stopped. */
  stopTimeout?: number;
  exit(exitCode: number): void;
}

export const ISSUER = 'https://token.actions.githubusercontent.com';
export const AUDIENCE = 'sts.amazonaws.com';
export const SUBJECT = 'repo:octo-org/octo-repo:ref:refs/heads/main';
export const ALLOW_ALL: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };

/** An AWS side on a loopback server, with its own fake executor and OIDC issuer, and the real SDK clients. */
export class AwsWorld {
  /** Its clock stands still: a slow machine must not refill a bucket, or end a task, during a test. */
  readonly clock = new SandboxClock({ speed: 0 });
  readonly journal: JournalEntry[] = [];
  readonly faults = new FaultScript();
  readonly processes: FakeProcess[] = [];
  readonly aws: AwsSandbox;
  readonly aliveTasks: () => readonly { arn: string }[];
  readonly #issuer: Issuer;
  #close: () => Promise<void> = async () => undefined;
  readonly #clients: { destroy(): void }[] = [];

  static async start(options: AwsOptions = {}): Promise<AwsWorld> {
    return new AwsWorld(await createIssuer()).#listen(options);
  }

  private constructor(issuer: Issuer) {
    this.#issuer = issuer;
    this.aws = undefined as unknown as AwsSandbox;
    this.aliveTasks = () => [];
  }

  async #listen(options: AwsOptions): Promise<AwsWorld> {
    const { clock, journal, faults } = this;
    const oidc = { issuer: () => ISSUER, jwks: () => this.#issuer.jwks };
    const side = createAwsSide({ options, clock, executor: this.#executor(), oidc });
    const exchange = { clock, faults, journal, observers: new Set<never>() };
    const server = await serve({ service: side.service, exchange });
    this.#close = () => server.close();
    return Object.assign(this, { aws: side.attach(server.url), aliveTasks: side.aliveTasks });
  }

  /** The administrator's keys. */
  get admin(): Keys {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = this.aws.adminEnvironment;
    return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  }

  /** A client without retries, so that tests see every answer. */
  ecs(credentials: Keys = this.admin): ECSClient {
    return this.#keep(new ECSClient(this.#config(credentials)));
  }

  sts(credentials: Keys = this.admin): STSClient {
    return this.#keep(new STSClient(this.#config(credentials)));
  }

  #config(credentials: Keys) {
    const { endpointUrl: endpoint, region } = this.aws;
    // Signed by the sandbox's clock, which tests move ahead.
    return { endpoint, region, credentials, maxAttempts: 1, systemClockOffset: this.clock.now() - Date.now() };
  }

  /** A token of the issuer; `changed` replaces claims, `key: 'other'` signs with a key that is not in its set. */
  token(changed: Record<string, unknown> = {}, key: 'own' | 'other' | 'forged' = 'own'): Promise<string> {
    return this.#issuer.sign({ now: this.clock.now(), changed, key });
  }

  /** The cluster `runners` (with providers) and the task definition `runner` for EC2. */
  seed(): void {
    this.aws.addCluster({ name: 'runners', capacityProviders: ['FARGATE', 'FARGATE_SPOT', 'asg'] });
    this.aws.registerTaskDefinition({
      family: 'runner',
      containerDefinitions: [{ name: 'runner', image: 'runner:1', command: ['/start'] }],
    });
  }

  /** RunTask on the seeded cluster. */
  run(input: Partial<RunTaskCommandInput> = {}, keys: Keys = this.admin) {
    return this.ecs(keys).send(new RunTaskCommand({ cluster: 'runners', taskDefinition: 'runner', ...input }));
  }

  /** Runs one task and returns its ARN. */
  async runOne(input: Partial<RunTaskCommandInput> = {}): Promise<string> {
    const { tasks } = await this.run(input);
    const arn = tasks?.[0]?.taskArn;
    if (arn === undefined) throw new Error('no task');
    return arn;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.#close();
    this.clock.close();
  }

  #keep<T extends { destroy(): void }>(client: T): T {
    this.#clients.push(client);
    return client;
  }

  #executor(): TaskExecutor {
    const { processes } = this;
    return {
      start({ taskArn, command, environment, onExit }) {
        processes.push({ taskArn, command, environment, exit: (exitCode) => onExit({ exitCode }) });
      },
      stop(taskArn, stopTimeoutSeconds) {
        const process = processes.find((each) => each.taskArn === taskArn);
        if (process === undefined) throw new Error(`no process of ${taskArn}`);
        process.stopTimeout = stopTimeoutSeconds;
      },
      processes: [],
      close: async () => undefined,
    };
  }
}

interface Issuer {
  readonly jwks: object;
  sign(options: { now: number; changed: Record<string, unknown>; key: 'own' | 'other' | 'forged' }): Promise<string>;
}

async function createIssuer(): Promise<Issuer> {
  const own = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  return {
    jwks: { keys: [jwk] },
    sign({ now, changed, key }) {
      const seconds = Math.floor(now / 1000);
      const claims = { iss: ISSUER, aud: AUDIENCE, sub: SUBJECT, iat: seconds, nbf: seconds, exp: seconds + 300 };
      // `forged` claims to be signed by the issuer's key; `other` names a key that the issuer does not have.
      const header = { alg: 'RS256', kid: key === 'other' ? 'other' : 'own' };
      return new SignJWT({ ...claims, ...changed })
        .setProtectedHeader(header)
        .sign(key === 'own' ? own.privateKey : other.privateKey);
    },
  };
}

/** Name and message of the error that a call fails with; throws if the call succeeds. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  const result = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(result instanceof Error)) throw new Error('the call was not refused');
  return { name: result.name, message: result.message };
}
