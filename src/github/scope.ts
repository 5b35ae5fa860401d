/** Where runners are registered. */
export type RunnerScope =
  | { readonly kind: 'repo'; readonly owner: string; readonly repo: string }
  | { readonly kind: 'org'; readonly org: string }
  | { readonly kind: 'enterprise'; readonly enterprise: string };

/** The scope as used in tags and texts, such as `repo:octo-org/octo-repo`. */
export function scopeName(scope: RunnerScope): string {
  switch (scope.kind) {
    case 'repo':
      return `repo:${scope.owner}/${scope.repo}`;
    case 'org':
      return `org:${scope.org}`;
    case 'enterprise':
      return `enterprise:${scope.enterprise}`;
  }
}

/** The scope's path in GitHub's API, without a trailing slash. */
export function scopePath(scope: RunnerScope): string {
  switch (scope.kind) {
    case 'repo':
      return `/repos/${encodeURIComponent(scope.owner)}/${encodeURIComponent(scope.repo)}`;
    case 'org':
      return `/orgs/${encodeURIComponent(scope.org)}`;
    case 'enterprise':
      return `/enterprises/${encodeURIComponent(scope.enterprise)}`;
  }
}

/**
 * The URLs of a scope's runners in its settings, by their ids; undefined if the server is not known.
 * @param options.server URL of the web pages, such as `https://github.com`
 */
export function runnerPages(options: {
  scope: RunnerScope;
  server: string | undefined;
}): (id: number) => string | undefined {
  const { scope, server } = options;
  return (id) => server && `${server}${settingsPath(scope)}/settings/actions/runners/${id}`;
}

/** Unlike the API's, an organization's path is long. */
function settingsPath(scope: RunnerScope): string {
  switch (scope.kind) {
    case 'repo':
      return `/${encodeURIComponent(scope.owner)}/${encodeURIComponent(scope.repo)}`;
    case 'org':
      return `/organizations/${encodeURIComponent(scope.org)}`;
    case 'enterprise':
      return `/enterprises/${encodeURIComponent(scope.enterprise)}`;
  }
}

/** What a token needs to manage the scope's runners, in GitHub's words. */
export function neededPermission(scope: RunnerScope): string {
  switch (scope.kind) {
    case 'repo':
      return 'a fine-grained token or App with "Administration: read and write" on the repository, or a classic token with the scope repo';
    case 'org':
      return 'a fine-grained token or App with "Self-hosted runners: read and write" on the organization, or a classic token with the scope admin:org';
    case 'enterprise':
      return 'a classic token with the scope manage_runners:enterprise (Apps and fine-grained tokens cannot manage enterprise runners)';
  }
}
