import { describeOrganization } from './account.ts';
import type { Addresses, Repository, World } from './scope.ts';

/** A repository's links, by the last part of their address. */
const LINKS = {
  archive: '{archive_format}{/ref}',
  assignees: '{/user}',
  blobs: '{/sha}',
  branches: '{/branch}',
  collaborators: '{/collaborator}',
  comments: '{/number}',
  commits: '{/sha}',
  compare: '{base}...{head}',
  contents: '{+path}',
  contributors: '',
  deployments: '',
  downloads: '',
  events: '',
  forks: '',
  git_commits: '{/sha}',
  git_refs: '{/sha}',
  git_tags: '{/sha}',
  hooks: '',
  issue_comment: '{/number}',
  issue_events: '{/number}',
  issues: '{/number}',
  keys: '{/key_id}',
  labels: '{/name}',
  languages: '',
  merges: '',
  milestones: '{/number}',
  notifications: '{?since,all,participating}',
  pulls: '{/number}',
  releases: '{/id}',
  stargazers: '',
  statuses: '{sha}',
  subscribers: '',
  subscription: '',
  tags: '',
  teams: '',
  trees: '{/sha}',
};

const COUNTS = ['forks', 'open_issues', 'watchers', 'stargazers'];
const SWITCHES = { has_issues: true, has_projects: true, has_wiki: true, has_pages: false, has_discussions: false };

/** GET /repos/{owner}/{repo} (schema full-repository). */
export function describeRepository(repository: Repository, world: World, addresses: Addresses): object {
  const fullName = `${repository.owner}/${repository.name}`;
  const html = `${addresses.server()}/${fullName}`;
  const host = new URL(addresses.server()).host;
  const counts = COUNTS.flatMap((count) => [[`${count}_count`, 0], ...(count === 'stargazers' ? [] : [[count, 0]])]);
  return {
    ...describeBriefly(repository, world, addresses),
    visibility: repository.isPublic === true ? 'public' : 'private',
    ...Object.fromEntries(counts),
    git_url: `git://${host}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: 'main',
    archived: false,
    disabled: false,
    ...SWITCHES,
    size: 108,
    network_count: 0,
    subscribers_count: 1,
    pushed_at: '2026-01-26T19:06:43Z',
    created_at: '2026-01-26T19:01:12Z',
    updated_at: '2026-01-26T19:14:43Z',
  };
}

/** A repository inside other objects (schema minimal-repository). */
export function describeBriefly(
  { owner, name, id, isPublic = false }: Repository,
  world: World,
  addresses: Addresses,
): object {
  const fullName = `${owner}/${name}`;
  const url = `${addresses.api()}/repos/${fullName}`;
  const links = Object.entries(LINKS).map(([link, rest]) => [`${link}_url`, `${url}/${link}${rest}`]);
  return {
    id,
    node_id: Buffer.from(`010:Repository${id}`).toString('base64'),
    name,
    full_name: fullName,
    owner: describeOrganization(owner, world.organizationId, addresses),
    private: !isPublic,
    html_url: `${addresses.server()}/${fullName}`,
    url,
    description: null,
    fork: false,
    ...Object.fromEntries(links),
  };
}
