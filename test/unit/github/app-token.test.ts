import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import { appInstallationToken } from '../../../src/github/app-token.ts';
import { MemoryLog } from '../../helpers/fakes.ts';
import { type HostileServer, startHostileServer } from '../../helpers/hostile-server.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const realNow = Date.now.bind(Date);

/** GitHub, which judges an App's token by its own clock, and is right. @param options.refuses whatever comes, by these words */
function github(options: { hasDate?: boolean; refuses?: string } = {}): void {
  const { hasDate = true, refuses } = options;
  server.behave((request, response) => {
    const [, claims = ''] = (request.headers.authorization ?? '').split('.');
    const { iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iat: number; exp: number };
    const now = Math.floor(realNow() / 1000);
    const problem =
      refuses ??
      (iat > now
        ? "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
        : exp <= now
          ? "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
          : exp > now + 600
            ? "'Expiration time' claim ('exp') is too far in the future"
            : undefined);
    response.sendDate = false;
    response.writeHead(problem === undefined ? 201 : 401, {
      'content-type': 'application/json',
      ...(hasDate && { date: new Date(realNow()).toUTCString() }),
    });
    response.end(JSON.stringify(problem === undefined ? { token: 'ghs_x' } : { message: problem }));
  });
}

async function requestToken(clockAheadSeconds: number) {
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + clockAheadSeconds * 1000);
  const log = new MemoryLog();
  const before = server.count;
  const result = await appInstallationToken({
    app: {
      appId: '1',
      privateKey: new Secret(PEM),
      installationId: 2,
      cameFrom: { privateKey: 'the key of the case', installationId: 'the installation of the case' },
    },
    scope: { kind: 'repo', owner: 'o', repo: 'r' },
    connection: { apiUrl: server.url, log, retryBudgetMs: () => 60_000 },
    mask: () => undefined,
  }).then(
    (token) => ({ token: token.reveal() }),
    (error: unknown) => ({ error }),
  );
  return { ...result, log: log.infos.join('\n'), requests: server.count - before };
}

describe("An App's token", () => {
  test.each([0, 20, -300])('is accepted at once on a machine %d s ahead', async (ahead) => {
    github();
    expect(await requestToken(ahead)).toMatchObject({ token: 'ghs_x', requests: 1, log: '' });
  });

  test.each([
    [45, '45 s ahead of'],
    [600, '600 s ahead of'],
    [-600, '600 s behind'],
    [7 * 3600, '25200 s ahead of'],
    [-7 * 3600, '25200 s behind'],
  ])("is signed once more by GitHub's time on a machine %d s ahead", async (ahead, words) => {
    github();
    const { token, requests, log } = (await requestToken(ahead)) as { token?: string; requests: number; log: string };
    expect({ token, requests }).toEqual({ token: 'ghs_x', requests: 2 });
    // The answer's time has whole seconds.
    const near = words.replace(/^\d+/, (seconds) => `(${Number(seconds) - 1}|${seconds}|${Number(seconds) + 1})`);
    expect(log).toMatch(new RegExp(`This machine's clock is ${near} GitHub's`));
  });

  test('that is refused again names the clock', async () => {
    github({ refuses: 'A JSON web token could not be decoded' });
    expect(await requestToken(600)).toMatchObject({
      requests: 2,
      error: {
        kind: 'configuration',
        message: expect.stringMatching(/clock is 60[01] s ahead of GitHub's/),
        hint: expect.stringMatching(/clock/),
      },
    });
  });

  test('that is refused for its time without GitHub saying what time it is names the clock', async () => {
    github({ hasDate: false });
    expect(await requestToken(45)).toMatchObject({
      requests: 1,
      error: {
        kind: 'configuration',
        message: expect.stringMatching(/no time to compare/),
        hint: expect.stringMatching(/clock/),
      },
    });
  });

  test('that is refused on a machine whose clock is right is final', async () => {
    github({ refuses: 'A JSON web token could not be decoded' });
    expect(await requestToken(0)).toMatchObject({ requests: 1, error: { kind: 'permission' } });
  });
});
