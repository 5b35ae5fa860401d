import type { Operation, SandboxRequest } from '../server.ts';
import type { Scope } from './scope.ts';

/** A request matched to an endpoint of GitHub's API. */
export interface Route extends Operation {
  readonly scope: Scope | undefined;
  /** The id in the path: of a runner, a workflow run or an installation. */
  readonly id: number | undefined;
  /** The number of a run attempt in the path. */
  readonly attempt?: number | undefined;
  /** The `documentation_url` in the endpoint's errors. */
  readonly docs: string;
}

const SCOPE =
  '(?:repos/(?<owner>[^/]+)/(?<repo>[^/]+)|orgs/(?<org>[^/]+)|enterprises/(?<enterprise>[^/]+))/actions/runners';
const GROUPS = '(?:orgs/(?<org>[^/]+)|enterprises/(?<enterprise>[^/]+))/actions/runner-groups';
const RUN = 'repos/(?<owner>[^/]+)/(?<repo>[^/]+)/actions/runs/(?<id>\\d+)';
const RUNNERS_PAGE = 'actions/self-hosted-runners';

const endpoints = [
  endpoint(
    'POST',
    `${SCOPE}/generate-jitconfig`,
    'generate-jitconfig',
    `${RUNNERS_PAGE}#create-configuration-for-a-just-in-time-runner-for-`,
  ),
  endpoint('GET', SCOPE, 'list-runners', `${RUNNERS_PAGE}#list-self-hosted-runners-for-`),
  endpoint('GET', `${SCOPE}/(?<id>\\d+)`, 'get-runner', `${RUNNERS_PAGE}#get-a-self-hosted-runner-for-`),
  endpoint('DELETE', `${SCOPE}/(?<id>\\d+)`, 'delete-runner', `${RUNNERS_PAGE}#delete-a-self-hosted-runner-from-`),
  endpoint(
    'GET',
    GROUPS,
    'list-runner-groups',
    'actions/self-hosted-runner-groups#list-self-hosted-runner-groups-for-',
  ),
  endpoint('GET', RUN, 'get-run', 'actions/workflow-runs#get-a-workflow-run'),
  endpoint(
    'GET',
    `${RUN}/attempts/(?<attempt>\\d+)`,
    'get-run-attempt',
    'actions/workflow-runs#get-a-workflow-run-attempt',
  ),
  endpoint('GET', `${RUN}/jobs`, 'list-run-jobs', 'actions/workflow-jobs#list-jobs-for-a-workflow-run'),
  endpoint('GET', 'repos/(?<owner>[^/]+)/(?<repo>[^/]+)', 'get-repository', 'repos/repos#get-a-repository'),
  endpoint(
    'GET',
    'repos/(?<owner>[^/]+)/(?<repo>[^/]+)/installation',
    'get-repository-installation',
    'apps/apps#get-a-repository-installation-for-the-authenticated-app',
  ),
  endpoint(
    'GET',
    'orgs/(?<org>[^/]+)/installation',
    'get-org-installation',
    'apps/apps#get-an-organization-installation-for-the-authenticated-app',
  ),
  endpoint(
    'POST',
    'app/installations/(?<id>\\d+)/access_tokens',
    'create-installation-token',
    'apps/apps#create-an-installation-access-token-for-an-app',
  ),
  endpoint('GET', 'app', 'get-app', 'apps/apps#get-the-authenticated-app'),
];

function endpoint(method: string, pattern: string, operation: string, docs: string) {
  return { method, pattern: new RegExp(`^/${pattern}/?$`), operation, docs };
}

/** The endpoint of the request; `unknown` if GitHub has none (or the sandbox does not know it). */
export function matchRoute(request: SandboxRequest, apiPath: string): Route {
  const unknown = {
    service: 'github',
    operation: 'unknown',
    scope: undefined,
    id: undefined,
    docs: 'https://docs.github.com/rest',
  };
  if (!request.path.startsWith(`${apiPath}/`)) return unknown;
  const path = request.path.slice(apiPath.length);
  for (const { method, pattern, operation, docs } of endpoints) {
    const match = request.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const scope = readScope(match.groups ?? {});
    const number = (name: string) => (match.groups?.[name] === undefined ? undefined : Number(match.groups[name]));
    const [id, attempt] = [number('id'), number('attempt')];
    return { service: 'github', operation, scope, id, attempt, docs: docsUrl(docs, scope) };
  }
  return unknown;
}

function readScope(groups: Record<string, string | undefined>): Scope | undefined {
  const { owner, repo, org, enterprise } = groups;
  if (owner !== undefined && repo !== undefined) return { kind: 'repo', owner: decode(owner), name: decode(repo) };
  if (org !== undefined) return { kind: 'org', org: decode(org) };
  if (enterprise !== undefined) return { kind: 'enterprise', enterprise: decode(enterprise) };
  return undefined;
}

/** A broken escape is not an error: such a name simply does not exist. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function docsUrl(page: string, scope: Scope | undefined): string {
  const base =
    scope?.kind === 'enterprise'
      ? 'https://docs.github.com/enterprise-cloud@latest/rest'
      : 'https://docs.github.com/rest';
  if (!page.endsWith('-')) return `${base}/${page}`;
  const nouns = { repo: 'a-repository', org: 'an-organization', enterprise: 'an-enterprise' };
  return `${base}/${page}${nouns[scope?.kind ?? 'repo']}`;
}
