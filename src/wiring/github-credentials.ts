import type { ClientSettings } from '../aws/client-config.ts';
import { readSecretValue, type SecretReference, secretName } from '../aws/secret-value.ts';
import { RunnerError } from '../core/errors.ts';
import { type Measure, unmeasured } from '../core/report/timeline.ts';
import { type Mask, Secret } from '../core/secret.ts';
import type { AppCredentials } from '../github/app-token.ts';

/** How to authenticate to GitHub: with a token, or as an App. */
export type OwnCredentials =
  | { readonly kind: 'token'; readonly token: Secret<string> }
  | { readonly kind: 'app'; readonly app: AppCredentials };

/** Where the credentials come from: the inputs themselves, or a secret in AWS. */
export type GitHubCredentials = OwnCredentials | { readonly kind: 'secret'; readonly secret: SecretReference };

/** Reads the credentials and masks them. A secret in AWS is read at the first call, and again only if that failed. */
export type ReadCredentials = () => Promise<OwnCredentials>;

/** @param options.aws how to read the secret, if they are in one */
export function credentialsReader(
  credentials: GitHubCredentials,
  options: { aws: ClientSettings; mask: Mask; measure?: Measure },
): ReadCredentials {
  if (credentials.kind !== 'secret') {
    maskOwn(credentials, options.mask);
    return async () => credentials;
  }
  let read: Promise<OwnCredentials> | undefined;
  return () => {
    const { measure = unmeasured } = options;
    read ??= measure('GitHub secret', () => readFrom(credentials.secret, options)).catch((error: unknown) => {
      // The next request may succeed.
      read = undefined;
      throw error;
    });
    return read;
  };
}

async function readFrom(
  secret: SecretReference,
  { aws, mask }: { aws: ClientSettings; mask: Mask },
): Promise<OwnCredentials> {
  const value = (await readSecretValue(secret, aws)).reveal();
  mask(value);
  const credentials = parseCredentials(value.trim(), secretName(secret));
  // The stored form differs from the one in use: a token may be stored with white space around it, a key as JSON.
  maskOwn(credentials, mask);
  return credentials;
}

function maskOwn(credentials: OwnCredentials, mask: Mask): void {
  mask((credentials.kind === 'token' ? credentials.token : credentials.app.privateKey).reveal());
}

/** A private key in PEM, wherever its line breaks went. */
const PRIVATE_KEY = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----/;

/** Line breaks as a shell, a form field or JSON escapes them. */
const ESCAPED_BREAKS = /\\r\\n|\\n|\\r/g;

/**
 * Reads the private key of a PEM file. Its line breaks may be escaped or blanks, and text may surround it.
 * @returns undefined if the text holds no such key
 */
export function readPrivateKey(text: string): Secret<string> | undefined {
  const [, kind, body = ''] = PRIVATE_KEY.exec(text.replaceAll(ESCAPED_BREAKS, '\n')) ?? [];
  const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g);
  if (kind === undefined || lines === null) return undefined;
  return new Secret([`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n'));
}

/** What may follow "Authorization: bearer" (token68, RFC 9110), which a quoted token or two tokens may not. */
export function isToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text);
}

/** The id or client id of an App. */
export const APP_ID = { pattern: /^[A-Za-z0-9.]+$/, words: 'the App id or client id' };

const FORMS = 'a token alone, or JSON {"appId": …, "privateKey": …, "installationId": …} (the last one is optional)';

/**
 * Parses the text of a secret: a token, or JSON with an App's id and key. No error shows any of it.
 * @param where name of the secret
 */
export function parseCredentials(text: string, where: string): OwnCredentials {
  const refused = (what: string): RunnerError =>
    new RunnerError({
      kind: 'configuration',
      message: `The GitHub credentials in ${where} cannot be used: ${what}. The value is not shown.`,
      hint: `Store ${FORMS} in it.`,
    });
  if (text.startsWith('{')) return parseApp(text, { where, refused });
  if (readPrivateKey(text) !== undefined) throw refused("it is an App's private key without the App's id");
  if (!isToken(text)) throw refused('it is neither a token nor a JSON object');
  return { kind: 'token', token: new Secret(text) };
}

function parseApp(
  text: string,
  { where, refused }: { where: string; refused: (what: string) => RunnerError },
): OwnCredentials {
  const { appId, privateKey, installationId } = parseObject(text, refused);
  const id = typeof appId === 'number' ? String(appId) : appId;
  if (typeof id !== 'string' || !APP_ID.pattern.test(id)) throw refused(`its appId is missing or not ${APP_ID.words}`);
  const key = typeof privateKey === 'string' ? readPrivateKey(privateKey) : undefined;
  if (key === undefined) throw refused('its privateKey is missing or not a PEM file with its BEGIN and END lines');
  const cameFrom = { privateKey: `privateKey in ${where}`, installationId: `installationId in ${where}` };
  const app = { appId: id, privateKey: key, cameFrom };
  if (installationId === undefined || installationId === null || installationId === '') return { kind: 'app', app };
  const number = Number(installationId);
  if (!/^[1-9]\d{0,14}$/.test(String(installationId)))
    throw refused('its installationId is not a whole number above 0');
  return { kind: 'app', app: { ...app, installationId: number } };
}

function parseObject(text: string, refused: (what: string) => RunnerError): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw refused('it begins like JSON but is not valid');
  }
  // A text that begins with { and parses is an object.
  return { ...(value as object) };
}
