import { Secret } from '../core/secret.ts';
import type { AppCredentials } from '../github/app-token.ts';
import type { RunnerScope } from '../github/scope.ts';
import type { InputReader } from './input-reader.ts';
import type { RunContext } from './run-context.ts';

/** How GitHub is spoken to: with a token, or as an App. */
export type GitHubCredentials =
  | { readonly kind: 'token'; readonly token: Secret<string> }
  | { readonly kind: 'app'; readonly app: AppCredentials };

export interface GitHubAccess {
  readonly scope: RunnerScope;
  readonly credentials: GitHubCredentials;
}

/** A repository's full name. An owner's name has a _ where an enterprise manages its users. */
export const REPOSITORY = { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9_.-]+$/, words: 'owner/name' };

const NAME = { pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/, words: 'a name as it stands in its URL' };

/** Reads the inputs of GitHub access, which all actions share. */
export function readGitHubAccess(reader: InputReader, context: RunContext): GitHubAccess {
  return { scope: readScope(reader, context), credentials: readCredentials(reader) };
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
    reader.problem(`runner-scope is ${kind}: of repository, organization and enterprise only ${own} can be set.`);
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
        reader.problem('enterprise is required with runner-scope: enterprise: a run does not tell its enterprise.');
      }
      return { kind, enterprise: enterprise ?? '' };
  }
}

function readCredentials(reader: InputReader): GitHubCredentials {
  const token = reader.text('github-token');
  const appId = reader.matching('github-app-id', { pattern: /^[A-Za-z0-9.]+$/, words: 'the App id or client id' });
  const privateKey = reader.text('github-app-private-key');
  const installationId = reader.integer('github-app-installation-id', { min: 1, max: Number.MAX_SAFE_INTEGER });
  const isApp = appId !== undefined || privateKey !== '' || installationId !== undefined;
  if (token !== '' && isApp)
    reader.problem('github-token and the github-app-* inputs exclude each other: give one of them.');
  if (token === '' && !isApp) {
    reader.problem(
      'github-token is required (or github-app-id and github-app-private-key): a token that may manage runners.',
    );
  }
  if (isApp && token === '') {
    if (appId === undefined && reader.text('github-app-id') === '')
      reader.problem('github-app-id is required beside github-app-private-key.');
    if (privateKey === '') reader.problem('github-app-private-key is required beside github-app-id.');
    else if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(privateKey)) {
      reader.problem('github-app-private-key must be a PEM file with its BEGIN and END lines; the value is not shown.');
    }
  }
  // Told by equality, never by prefix: tokens of Apps begin alike.
  if (token !== '' && token === reader.text('workflow-token')) {
    reader.problem(
      "github-token is the workflow's own GITHUB_TOKEN, which cannot manage runners: give a personal access token or a " +
        'GitHub App (see "Permissions" in the README).',
    );
  }
  if (isApp && token === '') {
    return {
      kind: 'app',
      app: {
        appId: appId ?? '',
        // A secret that was pasted into one line keeps its breaks as \n.
        privateKey: new Secret(privateKey.replaceAll('\\n', '\n')),
        ...(installationId !== undefined && { installationId }),
      },
    };
  }
  return { kind: 'token', token: new Secret(token) };
}
