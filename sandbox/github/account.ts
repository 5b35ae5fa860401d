import type { Addresses } from './scope.ts';

/** An organization as an owner in the API (schema simple-user). */
export function describeOrganization(login: string, id: number, addresses: Addresses): object {
  const user = `${addresses.api()}/users/${login}`;
  return {
    login,
    id,
    node_id: Buffer.from(`012:Organization${id}`).toString('base64'),
    avatar_url: `${addresses.server()}/avatars/u/${id}`,
    gravatar_id: '',
    url: user,
    html_url: `${addresses.server()}/${login}`,
    followers_url: `${user}/followers`,
    following_url: `${user}/following{/other_user}`,
    gists_url: `${user}/gists{/gist_id}`,
    starred_url: `${user}/starred{/owner}{/repo}`,
    subscriptions_url: `${user}/subscriptions`,
    organizations_url: `${user}/orgs`,
    repos_url: `${user}/repos`,
    events_url: `${user}/events{/privacy}`,
    received_events_url: `${user}/received_events`,
    type: 'Organization',
    site_admin: false,
  };
}
