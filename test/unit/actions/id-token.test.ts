import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { getIdToken } from '../../../src/actions/id-token.ts';
import { RunnerError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { makeCertificate } from '../../helpers/certificate.ts';
import { MemoryLog } from '../../helpers/fakes.ts';
import {
  answer,
  type Behaviour,
  breakOff,
  drip,
  endless,
  type HostileServer,
  HTML,
  startHostileServer,
} from '../../helpers/hostile-server.ts';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const masked: string[] = [];
const ask = (retryBudgetMs = 0, url = server.url) =>
  getIdToken({
    source: { url: `${url}/token?api-version=2.0`, token: new Secret('request-token') },
    audience: 'sts.amazonaws.com&x=y',
    mask: (value) => masked.push(value),
    log: new MemoryLog(),
    retryBudgetMs: () => retryBudgetMs,
  });

describe('the OIDC token', () => {
  test('is requested with the audience, and masked', async () => {
    let seen: unknown;
    server.behave((request, response) => {
      seen = [request.url, request.headers.authorization];
      answer('{"count": 5, "value": "aa.bb.cc"}')(request, response);
    });
    await expect(ask()).resolves.toBe('aa.bb.cc');
    expect(seen).toEqual(['/token?api-version=2.0&audience=sts.amazonaws.com%26x%3Dy', 'Bearer request-token']);
    expect(masked).toContain('aa.bb.cc');
  });

  test.each<[string, Behaviour, RegExp]>([
    ['no JSON', answer('{"value": "aa'), /not JSON/],
    ['an HTML page', answer(HTML, { type: 'text/html' }), /not JSON/],
    ['nothing', answer(''), /not JSON/],
    ['null', answer('null'), /without a token/],
    ['another object', answer('{"token": "aa.bb.cc"}'), /without a token/],
    ['a token that is not one', answer('{"value": "aa\\n::error::x"}'), /without a token/],
    ['10 MB', answer(JSON.stringify({ value: 'x'.repeat(10_000_000) })), /larger than 1 MB/],
    ['no end', endless, /larger than 1 MB/],
    ['a refusal', answer('no', { status: 403 }), /status 403/],
  ])('is rejected at the first answer if that is %s', async (_what, behaviour, message) => {
    server.behave(behaviour);
    const before = server.count;
    const error = await ask(900_000).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunnerError);
    expect(error).toMatchObject({ kind: 'transient', message: expect.stringMatching(message) });
    expect(server.count - before).toBe(1);
  });

  test.each<[string, Behaviour]>([
    ['a failure', answer('x', { status: 503 })],
    ['an answer that breaks off', breakOff('{"value": "aa')],
  ])('is requested again after %s, while there is time', async (_what, behaviour) => {
    const before = server.count;
    server.behave((request, response) => {
      if (server.count - before === 1) behaviour(request, response);
      else answer('{"value": "aa.bb.cc"}')(request, response);
    });
    await expect(ask(60_000)).resolves.toBe('aa.bb.cc');
    expect(server.count - before).toBe(2);
    server.behave(behaviour);
    await expect(ask(0)).rejects.toBeInstanceOf(RunnerError);
    expect(server.count - before).toBe(3);
  });

  test('that cannot be requested for an untrusted certificate says so at the first attempt', async () => {
    const { key, cert } = makeCertificate(['localhost']);
    let connections = 0;
    const tls = createServer({ key, cert }, () => undefined).on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = tls.address() as AddressInfo;
      await expect(ask(900_000, `https://localhost:${port}`)).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringMatching(/^The certificate of GitHub's OIDC service is not trusted \(.*SELF_SIGNED/),
        hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      });
      expect(connections).toBe(1);
    } finally {
      tls.close();
    }
  });

  test('that cannot be sent is no answer that did not come', async () => {
    const request = getIdToken({
      source: { url: server.url, token: new Secret('a\u200bb') },
      audience: 'x',
      mask: () => undefined,
      log: new MemoryLog(),
      retryBudgetMs: () => 900_000,
    });
    await expect(request).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/^This machine cannot send the request for an OIDC token/),
    });
  });

  test('is advised about by what happened: a refusal, or a server out of reach', async () => {
    server.behave(answer('no', { status: 401 }));
    await expect(ask()).rejects.toMatchObject({ hint: expect.stringContaining('id-token: write') });
    await expect(ask(0, 'http://127.0.0.1:9')).rejects.toMatchObject({
      hint: 'Check that this machine can reach http://127.0.0.1:9 (a proxy?), then run the job again.',
    });
  });

  test.each<[string, Behaviour]>([
    ['does not come', () => undefined],
    ['begins and does not end', drip],
  ])('has a deadline if the answer %s', async (_what, behaviour) => {
    const real = AbortSignal.timeout.bind(AbortSignal);
    const deadline = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(100));
    server.behave(behaviour);
    await expect(ask()).rejects.toMatchObject({ kind: 'transient' });
    expect(deadline).toHaveBeenCalledWith(20_000);
  });
});
