import { RunnerError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { SETTING } from '../core/words.ts';
import { guardAnswers } from './answers.ts';
import { parseArn } from './arn.ts';
import { type ClientSettings, clientConfig } from './client-config.ts';
import { awsFailure, malformedAnswer, toRunnerError } from './errors.ts';

/** A secret stored in AWS. */
export interface SecretReference {
  readonly service: 'ssm' | 'secretsmanager';
  /** Name or ARN, as the service takes it. */
  readonly id: string;
  readonly region: string;
}

/** A parameter's name with its path, and an optional version or label. */
const PARAMETER = /^\/[A-Za-z0-9_./-]{1,1010}(:[A-Za-z0-9_.-]+)?$/;
/** A secret's name (CreateSecret, Name). */
const SECRET = /^[A-Za-z0-9_+=.@!-][A-Za-z0-9/_+=.@!-]{0,511}$/;

/**
 * Parses the reference to a secret. An ARN names its service and region. A name that begins with `/`, as a parameter's
 * path does, is a parameter; one that does not is a secret of Secrets Manager. Any other needs its ARN.
 * @returns undefined if the text is neither
 */
export function parseSecretReference(text: string, region: string): SecretReference | undefined {
  const arn = parseArn(text);
  if (arn === undefined) {
    if (PARAMETER.test(text)) return { service: 'ssm', id: text, region };
    return SECRET.test(text) ? { service: 'secretsmanager', id: text, region } : undefined;
  }
  const isParameter = arn.service === 'ssm' && /^parameter\/./.test(arn.resource);
  const isSecret = arn.service === 'secretsmanager' && /^secret:./.test(arn.resource);
  if (!(isParameter || isSecret) || arn.region === '' || arn.account === '') return undefined;
  return { service: isParameter ? 'ssm' : 'secretsmanager', id: text, region: arn.region };
}

/** The name shown to a user. */
export function secretName({ service, id, region }: SecretReference): string {
  return `the ${service === 'ssm' ? 'SSM parameter' : 'Secrets Manager secret'} ${id} in ${region}`;
}

/**
 * Reads a secret's text. The service's client is loaded only here.
 * @param settings for its client; the secret's own region replaces theirs
 * @throws RunnerError of kind `configuration` if the secret is missing or has no text, `permission` if the role may not
 * read it
 */
export async function readSecretValue(secret: SecretReference, settings: ClientSettings): Promise<Secret<string>> {
  const own = { ...settings, region: secret.region };
  try {
    const value = secret.service === 'ssm' ? await readParameter(secret, own) : await readSecret(secret, own);
    if (value.trim() === '') throw empty(secret);
    return new Secret(value);
  } catch (error) {
    throw explain(error, secret);
  }
}

async function readParameter(secret: SecretReference, settings: ClientSettings): Promise<string> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = guardAnswers(new SSMClient(clientConfig(settings)));
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: secret.id, WithDecryption: true }));
    if (Parameter?.Value === undefined) throw malformedAnswer(`ssm:GetParameter for ${secret.id}`, 'no value');
    if (Parameter.Type !== 'SecureString') {
      settings.log.warning(
        `${capitalized(secretName(secret))} is a ${Parameter.Type}, which is stored and shown in clear text: make it a SecureString.`,
      );
    }
    return Parameter.Value;
  } finally {
    client.destroy();
  }
}

async function readSecret(secret: SecretReference, settings: ClientSettings): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = guardAnswers(new SecretsManagerClient(clientConfig(settings)));
  try {
    const { SecretString, SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: secret.id }));
    if (SecretString !== undefined) return SecretString;
    const operation = `secretsmanager:GetSecretValue for ${secret.id}`;
    if (SecretBinary === undefined) throw malformedAnswer(operation, 'no value');
    throw new RunnerError({
      kind: 'configuration',
      message: `${capitalized(secretName(secret))} holds a binary value.`,
      hint: 'Store the credentials as text (SecretString).',
    });
  } finally {
    client.destroy();
  }
}

const READ = { ssm: 'ssm:GetParameter', secretsmanager: 'secretsmanager:GetSecretValue' } as const;

/** KMS's refusal as SSM ("The ciphertext refers to a customer master key …") and Secrets Manager word it. */
const REFUSED_BY_KMS = /\bKMS\b|kms:Decrypt|customer master key/i;

function explain(error: unknown, secret: SecretReference): RunnerError {
  const { name, message } = awsFailure(error);
  const make = (kind: RunnerError['kind'], text: string, hint: string): RunnerError =>
    new RunnerError({ kind, message: text, hint, cause: error });
  if (['ParameterNotFound', 'ParameterVersionNotFound', 'ResourceNotFoundException'].includes(name)) {
    return make(
      'configuration',
      `There is no value in ${secretName(secret)}, or it does not exist: ${message}`,
      `Correct ${SETTING.githubSecret}, or ${SETTING.region}: a name is looked up in that region. A name that ` +
        'begins with / is an SSM parameter, any other a Secrets Manager secret; an ARN can be of either. A secret ' +
        'created without a value gets one with `aws secretsmanager put-secret-value`.',
    );
  }
  if (name.startsWith('AccessDenied') && REFUSED_BY_KMS.test(message)) {
    return make(
      'permission',
      `The key that encrypts ${secretName(secret)} refuses to decrypt it: ${message}`,
      "Allow kms:Decrypt on that KMS key for the assumed role, in the role's policy and in the key's own.",
    );
  }
  if (name === 'InvalidRequestException') {
    return make(
      'configuration',
      `${capitalized(secretName(secret))} cannot be read in its present state: ${message}`,
      'Restore it if it is scheduled for deletion (aws secretsmanager restore-secret), or name another one.',
    );
  }
  return toRunnerError(error, { operation: READ[secret.service], on: secret.id });
}

function empty(secret: SecretReference): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `${capitalized(secretName(secret))} is empty.`,
    hint: 'Store a token in it, or JSON with appId and privateKey of a GitHub App.',
  });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
