import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../src/core/errors.ts';
import { boundedFetch } from '../../../src/github/fetch.ts';
import { type Behaviour, type HostileServer, startHostileServer } from '../../helpers/hostile-server.ts';

let server: HostileServer;
let elsewhere: HostileServer;
beforeAll(async () => {
  [server, elsewhere] = await Promise.all([startHostileServer(), startHostileServer()]);
});
afterAll(() => Promise.all([server.close(), elsewhere.close()]));

/** Method, path and token of each received request. */
let seen: string[];
beforeEach(() => {
  seen = [];
});

const post = (path: string) =>
  boundedFetch()(`${server.url}${path}`, { method: 'POST', body: '{"a":1}', headers: { authorization: 'token x' } });

/** Answers `/old` with the status and location, and everything else with 200. */
const redirecting =
  (status: number, location: string): Behaviour =>
  (request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${request.headers['content-length']}`);
    if (request.url === '/old') response.writeHead(status, { location }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  };

describe('A redirect', () => {
  test.each([301, 302, 307, 308])('%d repeats the same request at the new address', async (status) => {
    server.behave(redirecting(status, '/new'));
    const answer = await post('/old');
    expect(await answer.text()).toBe('{"ok":true}');
    expect(answer.url).toBe(`${server.url}/new`);
    expect(seen).toEqual(['POST /old token x 7', 'POST /new token x 7']);
  });

  test('to another address is refused: the token must not go there', async () => {
    server.behave(redirecting(302, `${elsewhere.url}/new`));
    await expect(post('/old')).rejects.toThrow(`redirects to another address, ${elsewhere.url}`);
    await expect(post('/old')).rejects.toBeInstanceOf(RunnerError);
    expect(elsewhere.count).toBe(0);
  });

  test('that never ends is given up, and its last answer is returned as is', async () => {
    server.behave(redirecting(302, '/old'));
    expect((await post('/old')).status).toBe(302);
    expect(seen).toHaveLength(6);
  });
});

describe('A compressed answer', () => {
  const compressed =
    (bytes: Buffer): Behaviour =>
    (request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
    };

  test('is read', async () => {
    server.behave(compressed(gzipSync('{"ok":true}')));
    expect(await (await post('/')).text()).toBe('{"ok":true}');
  });

  test('that expands to more than 5 MB is refused', async () => {
    server.behave(compressed(gzipSync(Buffer.alloc(6_000_000))));
    await expect(post('/')).rejects.toThrow('larger than 5 MB');
  });

  test('that breaks off is a failure', async () => {
    server.behave(compressed(gzipSync('{"ok":true}').subarray(0, 15)));
    await expect(post('/')).rejects.toThrow('unexpected end of file');
  });
});
