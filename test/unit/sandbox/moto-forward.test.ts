import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { FaultScript } from '../../../sandbox/faults.ts';
import { forward } from '../../../sandbox/moto/forward.ts';
import { type SandboxServer, serve } from '../../../sandbox/server.ts';

/** The requests that the server behind the proxy received. */
let received: { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders; body: string }[];
let proxy: SandboxServer;
let proxyUrl: string;
const clock = new SandboxClock();
const behind = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.writeHead(418, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'abc' });
    response.end('{"grüße": 1 }');
  });
});

beforeEach(async () => {
  received = [];
  await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(behind.address() as AddressInfo).port}`;
  proxy = await serve({
    service: { identify: () => ({ service: 'x', operation: 'Y' }), handle: (request) => forward(url, request) },
    exchange: { clock, faults: new FaultScript(), journal: [], observers: new Set() },
  });
  proxyUrl = proxy.url;
});

afterEach(async () => {
  await proxy.close();
  behind.closeAllConnections();
  await new Promise((resolve) => behind.close(resolve));
});

test('a request is forwarded with path, query, headers, host and body unchanged', async () => {
  const body = '{"tags": [ {"key":"k","value":"größe €"} ] }';
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/r/ecs/aws4_request',
    'x-amz-target': 'T.Run',
  };
  await fetch(`${proxyUrl}/a%2Fb/c?x=1&y=two`, { method: 'PUT', headers, body });
  expect(received).toEqual([
    {
      method: 'PUT',
      url: '/a%2Fb/c?x=1&y=two',
      body,
      headers: expect.objectContaining({
        ...headers,
        host: proxyUrl.slice('http://'.length),
        'content-length': String(Buffer.byteLength(body)),
      }),
    },
  ]);
});

test('an answer comes back with status, headers and body unchanged', async () => {
  const response = await fetch(proxyUrl, { method: 'POST', body: '{}' });
  expect(response.status).toBe(418);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(response.headers.get('x-amzn-requestid')).toBe('abc');
  expect(await response.text()).toBe('{"grüße": 1 }');
});

test('a missing server is an error, never an answer', async () => {
  const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: '' };
  await expect(forward('http://127.0.0.1:1', request)).rejects.toThrow('ECONNREFUSED');
});
