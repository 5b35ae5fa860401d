import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { taskRegion } from '../../../src/aws/task-metadata.ts';

let server: Server;
let paths: string[];
let port: number;

beforeAll(async () => {
  paths = [];
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.end(JSON.stringify({ TaskARN: 'arn:aws:ecs:eu-west-3:123456789012:task/ci/0123' }));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

test('the region of the task is read from its metadata', async () => {
  await expect(taskRegion(`http://127.0.0.1:${port}/v4/0123`)).resolves.toBe('eu-west-3');
  expect(paths.splice(0)).toEqual(['/v4/0123/task']);
});

test('no request goes to a host outside this machine: any process of the job could have named it', async () => {
  const others = Object.values(networkInterfaces()).flatMap((all = []) => all);
  const other = others.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  // Without any network no address could report that it got a request.
  await expect(taskRegion(`http://${other ?? 'example.org'}:${port}/v4/0123`)).resolves.toBeUndefined();
  await expect(taskRegion('https://example.org/v4/0123')).resolves.toBeUndefined();
  await expect(taskRegion('https://169.254.170.2.example.org/v4/0123')).resolves.toBeUndefined();
  await expect(taskRegion('no address')).resolves.toBeUndefined();
  expect(paths).toEqual([]);
});
