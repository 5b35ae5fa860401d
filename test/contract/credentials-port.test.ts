import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../sandbox/index.ts';
import { ContainerCredentials } from '../../src/aws/container-credentials.ts';
import { readEndpoint } from '../../src/aws/credentials-endpoint.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { FakeCredentials } from '../helpers/fake-credentials.ts';
import { FakeClock } from '../helpers/fakes.ts';
import { credentialsContract } from './credentials.contract.ts';

const HOUR = 3_600_000;

/** A source as the action creates it. */
function connect(variables: Readonly<Record<string, string>>, masks: string[] = []): ContainerCredentials {
  const endpoint = readEndpoint(variables);
  if (endpoint === undefined) throw new Error('no endpoint');
  return new ContainerCredentials({ endpoint, mask: (value) => masks.push(value) });
}

credentialsContract('the fake', async () => {
  const clock = new FakeClock();
  const source = new FakeCredentials(clock);
  source.isDelivered = false;
  return {
    source,
    now: () => clock.now(),
    deliver: async () => {
      source.isDelivered = true;
    },
    renew: async () => source.renew(),
    endTask: async () => {
      source.isKnown = false;
    },
    close: async () => undefined,
  };
});

credentialsContract('ContainerCredentials over HTTP', async () => {
  const { aws, clock, close } = await startSandbox({ aws: { credentialsAfterMs: HOUR, stoppingMs: 0 } });
  const taskRoleArn = aws.addRole({ name: 'task', statements: [] });
  aws.addCluster({ name: 'ci' });
  const containerDefinitions = [{ name: 'runner', image: 'runner', cpu: 1, memory: 128 }];
  aws.registerTaskDefinition({ family: 'runner', taskRoleArn, containerDefinitions });
  const arn = aws.addTask({ cluster: 'ci', family: 'runner' });
  return {
    source: connect({ AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.endpointUrl + aws.credentialsPath(arn) }),
    now: () => clock.now(),
    deliver: () => clock.advance(HOUR),
    renew: () => clock.advance(5.8 * HOUR),
    endTask: async () => {
      aws.endTask(arn, { stopCode: 'UserInitiated', stoppedReason: 'test' });
      await clock.advance(1);
    },
    close,
  };
});

describe('ContainerCredentials', () => {
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });

  /** Serves on the loopback address and returns the URL. */
  async function listen(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/creds`;
  }

  const GOOD = {
    AccessKeyId: 'ASIAGOOD',
    SecretAccessKey: 'secret+/value',
    Token: 'session-token',
    Expiration: '2099-01-01T00:00:00Z',
  };

  test('sends the token, read anew from its file on each fetch, without the line break', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const url = await listen((request, response) => {
      seen.push(request.headers);
      response.end(JSON.stringify({ ...GOOD, AccountId: '210987654321' }));
    });
    const folder = mkdtempSync(join(tmpdir(), 'token-'));
    open.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'token');
    const masks: string[] = [];
    const source = connect(
      {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'not this one',
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
      },
      masks,
    );
    await expect(source.fetch(1000)).rejects.toMatchObject({ kind: 'configuration', message: /could not be read/ });
    writeFileSync(file, 'first\n');
    expect(await source.fetch(5000)).toMatchObject({ accessKeyId: 'ASIAGOOD', accountId: '210987654321' });
    writeFileSync(file, 'second\n');
    await source.fetch(5000);
    expect(seen.map(({ authorization }) => authorization)).toEqual(['first', 'second']);
    expect(masks).toEqual(expect.arrayContaining(['first', 'second', 'secret+/value', 'session-token', 'ASIAGOOD']));
  });

  test('sends no token that would begin another header', async () => {
    const url = await listen((_request, response) => response.end(JSON.stringify(GOOD)));
    const source = connect({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'abc\r\nX-Other: 1',
    });
    const error = await source.fetch(1000).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'configuration', message: /cannot be sent/ });
    expect(String(error)).not.toContain('abc');
  });

  test('masks a secret even from an answer that it then rejects, and shows none of it', async () => {
    const url = await listen((_request, response) => response.end(JSON.stringify({ ...GOOD, Expiration: 'never' })));
    const masks: string[] = [];
    const error = await connect({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url }, masks)
      .fetch(5000)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'configuration',
      message: /answered 200 with values that are not credentials/,
    });
    expect(masks).toContain('secret+/value');
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  test.each([
    [400, '{"code":"InvalidIdInRequest"}', 'configuration', /answered 400 \(InvalidIdInRequest\).*does not know/],
    [401, '', 'permission', /answered 401: it refuses the token/],
    [403, '', 'permission', /refuses the token/],
    [404, 'not here', 'configuration', /answered 404: there is no credentials endpoint/],
    [307, '', 'configuration', /redirect, which is not followed/],
    [429, '', 'transient', /answered 429/],
    [500, '', 'transient', /answered 500/],
    [503, '{"message":"not\\nyet"}', 'transient', /answered 503 \(not yet\): no credentials delivered yet/],
  ] as const)('%d is classified by its meaning', async (status, body, kind, message) => {
    const url = await listen((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' });
      response.end(body);
    });
    const source = connect({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url });
    await expect(source.fetch(5000)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  test.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['never ends', (_request, response) => void response.write('{')],
    ['ends in the middle', (_request, response) => void response.writeHead(200, { 'content-length': '99' }).write('{')],
    ['never stops sending', (_request, response) => void response.write('x'.repeat(300_000))],
  ])('an endpoint that %s may work later', async (what, listener) => {
    const url = await listen((request, response) => {
      listener(request, response);
      if (what === 'ends in the middle') setTimeout(() => request.socket.destroy(), 20);
    });
    const source = connect({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url });
    await expect(source.fetch(300)).rejects.toMatchObject({ kind: 'transient', message: /^No answer from/ });
  });

  test('an endpoint whose certificate is not trusted is no endpoint that does not answer', async () => {
    const server = createTlsServer(makeCertificate(['localhost']));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => server.close());
    const url = `https://localhost:${(server.address() as AddressInfo).port}/creds`;
    await expect(connect({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url }).fetch(5000)).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/^The certificate of \S.*localhost:\d+ is not trusted/),
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  test('an address where nobody listens may work later', async () => {
    const source = connect({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/x' });
    await expect(source.fetch(5000)).rejects.toMatchObject({ kind: 'transient', message: /ECONNREFUSED/ });
  });
});
