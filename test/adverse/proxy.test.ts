import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { type Certificate, makeCertificate } from '../helpers/certificate.ts';
import { type ForwardProxy, type Proxied, startForwardProxy } from '../helpers/forward-proxy.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

/** Names that only the proxy can resolve: a request that bypassed it would reach nothing. */
const GITHUB = 'api.github.example';
const OIDC = 'token.actions.example';
const AWS = 'aws.example';

const portOf = (url: string): number => Number(new URL(url).port);

/** The job's variables, with different addresses for GitHub, its OIDC provider and AWS. */
function addresses({ sandbox }: World, options: { github: string; oidc: string; aws: string }) {
  const { oidcEnvironment, apiUrl } = sandbox.github;
  const { ACTIONS_ID_TOKEN_REQUEST_URL = '', ...oidc } = oidcEnvironment();
  const { pathname, search } = new URL(ACTIONS_ID_TOKEN_REQUEST_URL);
  return {
    ...oidc,
    GITHUB_API_URL: `${options.github}${new URL(apiUrl).pathname}`.replace(/\/$/, ''),
    AWS_ENDPOINT_URL: options.aws,
    ACTIONS_ID_TOKEN_REQUEST_URL: `${options.oidc}${pathname}${search}`,
  };
}

/** Starts and stops a runner; returns the host that each service was called by. */
async function startAndStop(world: World, environment: Readonly<Record<string, string>>) {
  const start = expectSuccess(await world.run({ action: 'start-runner', environment }));
  const stop = expectSuccess(await world.run({ action: 'stop-runner', environment }));
  // Without its registration the runner ends by itself, on a slow machine before it is stopped.
  expect(Number(stop.outputs['stopped']) + Number(stop.outputs['already-gone'])).toBe(1);
  await expectNothingLeft(world);
  const hosts: Record<string, string[]> = {};
  for (const { service, request } of world.sandbox.journal) {
    // The stand-in runner's own requests are not the actions'.
    if (service === 'runner') continue;
    hosts[service] = [...new Set([...(hosts[service] ?? []), request.headers['host'] ?? ''])];
  }
  return { log: start.log, hosts };
}

const targets = (seen: readonly Proxied[]): string[] => [...new Set(seen.map(({ target }) => target))].sort();

async function withProxy(
  options: Parameters<typeof startForwardProxy>[0],
  scenario: (proxy: ForwardProxy) => Promise<void>,
): Promise<void> {
  const proxy = await startForwardProxy(options);
  try {
    await scenario(proxy);
  } finally {
    await proxy.close();
  }
}

/** TLS in front of a port on loopback. */
async function withTls(certificate: Certificate, port: number, scenario: (tlsPort: number) => Promise<void>) {
  const server = createServer(certificate, (client) => {
    const onward = connect(port, '127.0.0.1');
    client.pipe(onward).pipe(client);
    client.on('error', () => onward.destroy());
    onward.on('error', () => client.destroy());
    client.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await scenario((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe('A proxy in the environment', () => {
  for (const name of ['HTTPS_PROXY', 'https_proxy']) {
    integrationCase(`${name}: every request to GitHub, OIDC and AWS goes through its tunnel`, () =>
      inWorld(async (world) => {
        const certificate = makeCertificate([GITHUB, OIDC, AWS]);
        const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
        writeFileSync(join(folder, 'ca.pem'), certificate.cert);
        const { github, aws } = world.sandbox;
        await withTls(certificate, portOf(github.apiUrl), (githubTls) =>
          withTls(certificate, portOf(aws.endpointUrl), (awsTls) => {
            const routes = new Map([
              [`${GITHUB}:443`, githubTls],
              [`${OIDC}:443`, githubTls],
              [`${AWS}:443`, awsTls],
            ]);
            return withProxy({ routes }, async (proxy) => {
              const environment = {
                ...addresses(world, { github: `https://${GITHUB}`, oidc: `https://${OIDC}`, aws: `https://${AWS}` }),
                // Without a scheme, which the toolkit accepts too.
                [name]: `127.0.0.1:${proxy.port}`,
                NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
              };
              const { hosts } = await startAndStop(world, environment);
              expect(hosts).toEqual({ github: [GITHUB], oidc: [OIDC], sts: [AWS], ecs: [AWS] });
              expect(targets(proxy.seen)).toEqual([`${GITHUB}:443`, `${AWS}:443`, `${OIDC}:443`].sort());
              expect(new Set(proxy.seen.map(({ form }) => form))).toEqual(new Set(['CONNECT']));
            });
          }),
        );
        rmSync(folder, { recursive: true });
      }),
    );
  }

  for (const name of ['HTTP_PROXY', 'http_proxy']) {
    integrationCase(`${name} with a password: every plain request goes through it`, () =>
      inWorld(async (world) => {
        const { github, aws } = world.sandbox;
        const routes = new Map([
          [`${GITHUB}:80`, portOf(github.apiUrl)],
          [`${OIDC}:80`, portOf(github.apiUrl)],
          [`${AWS}:80`, portOf(aws.endpointUrl)],
        ]);
        await withProxy({ routes, credentials: 'me:p@ss' }, async (proxy) => {
          const environment = {
            ...addresses(world, { github: `http://${GITHUB}`, oidc: `http://${OIDC}`, aws: `http://${AWS}` }),
            [name]: `http://me:p%40ss@127.0.0.1:${proxy.port}`,
          };
          const { hosts, log } = await startAndStop(world, environment);
          expect(hosts).toEqual({ github: [GITHUB], oidc: [OIDC], sts: [AWS], ecs: [AWS] });
          expect(targets(proxy.seen)).toEqual([...routes.keys()].sort());
          // Plain requests need no tunnel: they contain the whole URL.
          expect(new Set(proxy.seen.map(({ form }) => form))).toEqual(new Set(['absolute']));
          expect(log).not.toContain('p%40ss');
        });
      }),
    );
  }

  for (const [name, isGitHubExempt] of [
    ['NO_PROXY', true],
    ['no_proxy', false],
  ] as const) {
    integrationCase(`${name} exempts ${isGitHubExempt ? 'GitHub' : 'AWS'}, and nothing else`, () =>
      inWorld(async (world) => {
        const { github, aws } = world.sandbox;
        // 0.0.0.0 reaches loopback, but neither client treats it as a loopback address.
        const direct = `0.0.0.0:${portOf(isGitHubExempt ? github.apiUrl : aws.endpointUrl)}`;
        const name80 = isGitHubExempt ? AWS : GITHUB;
        const routes = new Map([[`${name80}:80`, portOf(isGitHubExempt ? aws.endpointUrl : github.apiUrl)]]);
        await withProxy({ routes }, async (proxy) => {
          const [githubUrl, awsUrl] = isGitHubExempt
            ? [`http://${direct}`, `http://${name80}`]
            : [`http://${name80}`, `http://${direct}`];
          const environment = {
            ...addresses(world, { github: githubUrl, oidc: githubUrl, aws: awsUrl }),
            HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
            [name]: 'internal.example, 0.0.0.0',
          };
          const { hosts } = await startAndStop(world, environment);
          const [githubHost, awsHost] = isGitHubExempt ? [direct, name80] : [name80, direct];
          expect(hosts).toEqual({ github: [githubHost], oidc: [githubHost], sts: [awsHost], ecs: [awsHost] });
          expect(targets(proxy.seen)).toEqual([`${name80}:80`]);
        });
      }),
    );
  }

  integrationCase('loopback never goes through it', () =>
    inWorld(async (world) => {
      await withProxy({ routes: new Map() }, async (proxy) => {
        const url = `http://127.0.0.1:${proxy.port}`;
        await startAndStop(world, { HTTP_PROXY: url, HTTPS_PROXY: url });
        expect(proxy.seen).toEqual([]);
      });
    }),
  );

  integrationCase('a refusing proxy is reported', () =>
    inWorld(async (world) => {
      await withProxy({ routes: new Map(), credentials: 'me:secret' }, async (proxy) => {
        const environment = {
          ...addresses(world, { github: `https://${GITHUB}`, oidc: `https://${OIDC}`, aws: `https://${AWS}` }),
          HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        };
        const inputs = { ...world.startInputs, 'startup-timeout-seconds': '60' };
        const error = errorOf(await world.run({ action: 'start-runner', inputs, environment }));
        expect(error).toContain('GitHub gave no OIDC token');
        expect(error).toMatch(/proxy|tunnel/i);
        expect(world.sandbox.journal).toEqual([]);
      });
    }),
  );

  integrationCase('a proxy that is not a URL is an input error that does not show the value', () =>
    inWorld(async (world) => {
      const environment = { HTTPS_PROXY: 'socks5://me:hunter2@proxy:1080' };
      const result = await world.run({ action: 'start-runner', environment });
      expect(errorOf(result)).toMatch(/HTTPS_PROXY must be the URL of an HTTP proxy/);
      expect(result.log).not.toContain('hunter2');
      expect(world.sandbox.journal).toEqual([]);
    }),
  );
});
