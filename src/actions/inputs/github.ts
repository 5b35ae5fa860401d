import { parseSecretReference } from '../../aws/secret-value.ts';
import { Secret } from '../../core/secret.ts';
import { SETTING } from '../../core/words.ts';
import type { RunnerScope } from '../../github/scope.ts';
import { APP_ID, type GitHubCredentials, isToken, readPrivateKey } from '../../wiring/github-credentials.ts';
import type { InputReader } from './reader.ts';
import type { RunContext } from './run-context.ts';

export interface GitHubAccess {
  readonly scope: RunnerScope;
  readonly credentials: GitHubCredentials;
}

/** A repository's full name. The owner's name contains a _ if an enterprise manages its users. */
export const REPOSITORY = { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9_.-]+$/, words: 'owner/name' };

const NAME = { pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/, words: 'a name as in its URL' };

/**
 * Reads the GitHub access inputs, which all actions share.
 * @param region where the secret with the credentials is, if it is given by name
 */
export function readGitHubAccess(reader: InputReader, context: RunContext, region: string): GitHubAccess {
  return { scope: readScope(reader, context), credentials: readCredentials(reader, region) };
}

function readScope(reader: InputReader, context: RunContext): RunnerScope {
  const kind = reader.oneOf('runner-scope', ['repo', 'org', 'enterprise']) ?? 'repo';
  const [workflowOwner = '', workflowRepository = ''] = context.repository.split('/');
  const repository = reader.matching('repository', REPOSITORY);
  const organization = reader.matching('organization', NAME);
  const enterprise = reader.matching('enterprise', NAME);
  const unused = {
    repo: [organization, enterprise],
    org: [repository, enterprise],
    enterprise: [repository, organization],
  };
  if (unused[kind].some((value) => value !== undefined)) {
    const own = { repo: 'repository', org: 'organization', enterprise: 'enterprise' }[kind];
    reader.problem(`runner-scope is ${kind}: of repository, organization and enterprise, only ${own} can be set.`);
  }
  switch (kind) {
    case 'repo': {
      const [owner = workflowOwner, repo = workflowRepository] = repository?.split('/') ?? [];
      return { kind, owner, repo };
    }
    case 'org':
      return { kind, org: organization ?? workflowOwner };
    case 'enterprise':
      if (enterprise === undefined && reader.text('enterprise') === '') {
        reader.problem('enterprise is required with runner-scope: enterprise: a run does not name its enterprise.');
      }
      return { kind, enterprise: enterprise ?? '' };
  }
}

/** Reads credentials, which a step takes in one of three ways. */
function readCredentials(reader: InputReader, region: string): GitHubCredentials {
  const token = readToken(reader, 'github-token');
  const secret = reader.text('github-credentials-secret');
  const app = readApp(reader);
  const ways = [token !== '', app.isGiven, secret !== ''].filter(Boolean).length;
  if (ways > 1) {
    reader.problem(
      'github-token, the github-app-* inputs and github-credentials-secret exclude each other: give one of them.',
    );
  }
  if (ways === 0) {
    reader.problem(
      'github-token is required (or github-app-id and github-app-private-key, or github-credentials-secret): a token ' +
        'that may manage runners.',
    );
  }
  // Recognized by equality, never by prefix: tokens of Apps begin the same way.
  if (token !== '' && token === reader.text('workflow-token')) {
    reader.problem(
      "github-token is the workflow's own GITHUB_TOKEN, which cannot manage runners: give a personal access token or a " +
        'GitHub App (see "Permissions" in the README).',
    );
  }
  if (app.isGiven && ways === 1) return app.read();
  if (secret !== '' && ways === 1) return readSecret(reader, secret, region);
  return { kind: 'token', token: new Secret(token) };
}

/** Reads a token; the value itself is never shown, only a character in it that no token has. */
export function readToken(reader: InputReader, name: string): string {
  const token = reader.text(name);
  if (token === '' || isToken(token)) return token;
  const characters = [...token];
  const at = characters.findIndex((character) => !/[\w.~+/=-]/.test(character));
  const found =
    at < 0
      ? 'a = where none can be'
      : `U+${characters[at]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')} as character ${at + 1} of ${characters.length}`;
  reader.problem(
    `${name} must be a token, without quotes, blanks or invisible characters: it has ${found}. The value is not shown.`,
  );
  return token;
}

/** A token given instead of the secret's name must not be sent to AWS, which logs names. */
const TOKEN_PREFIX = /^(gh[a-z]_|github_pat_)/;

function readSecret(reader: InputReader, text: string, region: string): GitHubCredentials {
  const secret = TOKEN_PREFIX.test(text) ? undefined : parseSecretReference(text, region);
  if (secret !== undefined) return { kind: 'secret', secret };
  reader.problem(
    'github-credentials-secret must be the name or ARN of an SSM parameter (a name begins with /) or of a Secrets ' +
      'Manager secret; it is neither, and is not shown in case it is the secret itself.',
  );
  return { kind: 'token', token: new Secret('') };
}

/** Reads the inputs of an App; `read` notes which of them are missing. */
function readApp(reader: InputReader): { isGiven: boolean; read: () => GitHubCredentials } {
  const appId = reader.matching('github-app-id', APP_ID);
  const privateKey = reader.text('github-app-private-key');
  const installationId = reader.integer('github-app-installation-id', { min: 1, max: Number.MAX_SAFE_INTEGER });
  return {
    isGiven: appId !== undefined || privateKey !== '' || installationId !== undefined,
    read() {
      if (appId === undefined && reader.text('github-app-id') === '')
        reader.problem('github-app-id is required with github-app-private-key.');
      const key = readPrivateKey(privateKey);
      if (privateKey === '') reader.problem('github-app-private-key is required with github-app-id.');
      else if (key === undefined) {
        reader.problem(
          'github-app-private-key must be a PEM file with its BEGIN and END lines; the value is not shown.',
        );
      }
      const cameFrom = { privateKey: SETTING.appPrivateKey, installationId: SETTING.appInstallation };
      const app = { appId: appId ?? '', privateKey: key ?? new Secret(''), cameFrom };
      return { kind: 'app', app: { ...app, ...(installationId !== undefined && { installationId }) } };
    },
  };
}
