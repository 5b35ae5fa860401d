import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { guardAnswers } from '../../../src/aws/answers.ts';
import { clientConfig } from '../../../src/aws/client-config.ts';
import { MemoryLog } from '../../helpers/fakes.ts';

/** Accepts requests and says nothing. */
const silent = createServer(() => undefined);
const folder = mkdtempSync(join(tmpdir(), 'chain-'));
let url: string;
beforeAll(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => {
  silent.close();
  silent.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const before = { ...process.env };
afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("the SDK's default chain has a deadline", () => {
  test.each<[string, () => Record<string, string>]>([
    ['a container credentials endpoint', () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v2/credentials/x` })],
    [
      'STS, for a token in a file',
      () => ({
        AWS_WEB_IDENTITY_TOKEN_FILE: file('token', 'aa.bb.cc'),
        AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x',
        AWS_ENDPOINT_URL_STS: url,
      }),
    ],
    [
      'a credential_process',
      () => ({ AWS_CONFIG_FILE: file('config', '[default]\ncredential_process = sleep 2\n'), AWS_PROFILE: 'default' }),
    ],
  ])('if %s never answers', async (_what, environment) => {
    process.env = {
      ...before,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
      ...environment(),
    };
    const real = AbortSignal.timeout.bind(AbortSignal);
    const deadline = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(300));
    const settings = { region: 'us-east-1', log: new MemoryLog(), retryBudgetMs: () => 0 };
    const client = guardAnswers(new ECSClient({ ...clientConfig(settings), endpoint: 'http://127.0.0.1:1' }));
    await expect(client.send(new DescribeTasksCommand({ tasks: ['x'] }))).rejects.toMatchObject({
      kind: 'transient',
      hadNoEffect: true,
      message: expect.stringContaining('no AWS credentials within 20 s'),
    });
    expect(deadline).toHaveBeenCalledWith(20_000);
  });
});
