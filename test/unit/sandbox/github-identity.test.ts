import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAppAuth } from '@octokit/auth-app';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { type LocalGitHub, startGitHub } from '../../helpers/github.ts';

const RUNNERS = '/repos/octo-org/octo-repo/actions/runners';

let local: LocalGitHub;
beforeEach(async () => {
  local = await startGitHub({ apiPath: '/api/v3' });
});
afterEach(() => local.close());

describe('OIDC', () => {
  async function ask(environment: Readonly<Record<string, string>>, audience: string) {
    const url = `${environment['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=${audience}`;
    const authorization = `Bearer ${environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`;
    const response = await fetch(url, { headers: { authorization } });
    return { status: response.status, body: (await response.json()) as { value: string; count: number } };
  }

  test('a token with the claims of the workflow verifies against the key set', async () => {
    const { body } = await ask(local.github.oidcEnvironment(), 'sts.amazonaws.com');
    expect(body.count).toBe(body.value.length);
    const issuer = local.github.oidcIssuer;
    const found = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as { jwks_uri: string };
    const { payload } = await jwtVerify(body.value, createRemoteJWKSet(new URL(found.jwks_uri)), {
      issuer,
      audience: 'sts.amazonaws.com',
    });
    expect(payload).toMatchObject({
      sub: 'repo:octo-org/octo-repo:ref:refs/heads/main',
      repository: 'octo-org/octo-repo',
      repository_id: '123456789',
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
  });

  test('the subject is the requested one, and the other side has the same key set', async () => {
    const environment = local.github.oidcEnvironment({ subject: 'repo:octo-org@1/octo-repo@2:pull_request' });
    const { body } = await ask(environment, 'a');
    const keys = createLocalJWKSet(local.side.oidc.jwks() as JSONWebKeySet);
    const { payload } = await jwtVerify(body.value, keys, { issuer: local.side.oidc.issuer() });
    expect(payload.sub).toBe('repo:octo-org@1/octo-repo@2:pull_request');
  });

  test('no token for a wrong request token', async () => {
    const environment = { ...local.github.oidcEnvironment(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' };
    expect(await ask(environment, 'a')).toMatchObject({ status: 401 });
  });
});

describe('the App', () => {
  const appAuth = () => {
    const { id, privateKey } = local.github.app;
    return createAppAuth({ appId: id, privateKey });
  };

  /** A token obtained with a JWT from the real client library. */
  async function installationToken(): Promise<string> {
    const { token } = await appAuth()({ type: 'app' });
    const path = `/app/installations/${local.github.app.installationId}/access_tokens`;
    const { status, body } = await local.call('POST', path, { token });
    expect(status).toBe(201);
    return body.token;
  }

  test('its token manages runners of repository and organization, but not of the enterprise', async () => {
    const token = await installationToken();
    expect(token).toMatch(/^ghs_/);
    expect(await local.call('GET', RUNNERS, { token })).toMatchObject({ status: 200 });
    expect(await local.call('GET', '/orgs/octo-org/actions/runners', { token })).toMatchObject({ status: 200 });
    expect(await local.call('GET', '/enterprises/octo-enterprise/actions/runners', { token })).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
  });

  test('its token ends after an hour', async () => {
    const token = await installationToken();
    await local.clock.advance(59 * 60_000);
    expect(await local.call('GET', RUNNERS, { token })).toMatchObject({ status: 200 });
    await local.clock.advance(60_000);
    expect(await local.call('GET', RUNNERS, { token })).toMatchObject({ status: 401 });
  });

  test('an expired JWT is refused with the message that clients check for', async () => {
    const { token } = await appAuth()({ type: 'app' });
    await local.clock.advance(11 * 60_000);
    const refused = await local.call('GET', '/app', { token });
    expect(refused).toMatchObject({ status: 401, body: { message: expect.stringContaining("claim ('exp') must be") } });
    // Clients correct their clock by this header.
    expect(Math.abs(Date.parse(refused.headers.get('date') ?? '') - local.clock.now())).toBeLessThan(5000);
  });

  test.each([
    ['lives longer than ten minutes', { exp: 660 }, 'too far in the future'],
    ['was issued in the future', { iat: 60 }, "'Issued at' claim ('iat') must be"],
    ['is of another App', { iss: '1' }, 'Integration not found'],
  ])('a JWT that %s is refused', async (_case, change, message) => {
    const now = Math.floor(local.clock.now() / 1000);
    const { exp = 540, iat = -30, iss = local.github.app.id } = change as { exp?: number; iat?: number; iss?: string };
    const key = createPrivateKey(local.github.app.privateKey);
    const token = await new SignJWT({ iss, iat: now + iat, exp: now + exp })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(key);
    const refused = await local.call('GET', '/app', { token });
    expect(refused).toMatchObject({ status: 401, body: { message: expect.stringContaining(message) } });
  });

  test('a JWT with another signature is refused', async () => {
    const { token } = await appAuth()({ type: 'app' });
    expect(await local.call('GET', '/app', { token })).toMatchObject({ status: 200 });
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${Buffer.alloc(256, 7).toString('base64url')}`;
    expect(await local.call('GET', '/app', { token: forged })).toMatchObject({ status: 401 });
  });
});

test('the API answers nothing outside its path', async () => {
  const response = await fetch(`${local.github.serverUrl}${RUNNERS}`);
  expect(response.status).toBe(404);
});
