import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { StartResult } from '../../src/core/start/start.ts';
import type { StopResult } from '../../src/core/stop/stop.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, inWorld, operations } from '../helpers/scenario.ts';
import type { RootOptions } from '../roots/another-root.ts';

const ROOT_FILE = fileURLToPath(new URL('../roots/another-root.ts', import.meta.url));
const RECORDER = fileURLToPath(new URL('../helpers/record-loaded.mjs', import.meta.url));
const RUN_ID = 424_242;

/** A root of its own in a world, and a folder for what it stores. */
function anotherRoot(world: World) {
  const { github, aws, clock } = world.sandbox;
  const folder = mkdtempSync(join(tmpdir(), 'root-'));
  const oidc = github.oidcEnvironment();
  const now = clock.now();
  const options: RootOptions = {
    run: { repositoryId: github.repository.id, runId: RUN_ID },
    nonce: 'job4711',
    startedAtMs: now,
    apiUrl: github.apiUrl,
    token: github.token('admin'),
    scope: { owner: github.repository.owner, repo: github.repository.name },
    region: aws.region,
    roleArn: world.roleArn,
    oidc: { url: oidc['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '', token: oidc['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '' },
    taskDefinition: 'runner',
    storeFolder: join(folder, 'state'),
    clock: { speed: 1, origin: now },
  };
  const call = async <Result>(command: string, change: Partial<RootOptions> = {}) => {
    const child = spawn(process.execPath, [ROOT_FILE, command, JSON.stringify({ ...options, ...change })], {
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: aws.endpointUrl,
        AWS_EC2_METADATA_DISABLED: 'true',
        NODE_OPTIONS: `--no-warnings --import=${RECORDER}`,
        LOADED_FILE: join(folder, 'urls'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    await new Promise((resolve) => child.once('close', resolve));
    const lines = output.trimEnd().split('\n');
    const result = JSON.parse(lines.at(-1) ?? '') as Result & { readonly error?: string };
    return { result, log: output, loaded: readFileSync(join(folder, 'urls'), 'utf8') };
  };
  return { call, close: () => rmSync(folder, { recursive: true }) };
}

/** In real time: the root has a clock of its own, and nothing is preloaded but the recorder. */
const inRealTime = (scenario: (world: World, call: ReturnType<typeof anotherRoot>['call']) => Promise<void>) => () =>
  inWorld(
    async (world) => {
      const root = anotherRoot(world);
      try {
        await scenario(world, root.call);
      } finally {
        root.close();
      }
    },
    { clock: { speed: 1 }, aws: { provisioningMs: 0, pendingMs: 0 }, github: { runnerOnlineDelayMs: 0 } },
  );

describe('A root that is no action', () => {
  integrationCase(
    'starts and stops a runner without the toolkit of actions, with its own log, store, clock and OIDC token',
    inRealTime(async (world, call) => {
      const { result, log, loaded } = await call<StartResult>('start');
      expect(result.error).toBeUndefined();
      const [runner] = result.runners;
      expect(world.sandbox.github.registration(runner?.registration.name ?? '')).toMatchObject({ status: 'online' });
      expect(log).toContain('"level":"info"');
      expect(loaded).toContain('/node_modules/@aws-sdk/client-ecs/');
      expect(loaded).not.toContain('/node_modules/@actions/core/');
      expect(loaded).not.toContain('/src/actions/');
      const job = await world.sandbox.github.queueJob({ labels: [result.label], script: 'echo done' }).done;
      expect(job.conclusion).toBe('success');
      const stop = await call<StopResult>('stop');
      expect(stop.result.problems).toEqual([]);
      await expectNothingLeft(world);
    }),
  );

  integrationCase(
    'that is called a second time for the same start adopts the runner of the first call, which nothing touches',
    inRealTime(async (world, call) => {
      const first = await call<StartResult>('start');
      const made = first.result.runners.map(({ registration, compute }) => [registration.id, compute.id]);
      const second = await call<StartResult>('start');
      expect(second.result.runners.map(({ registration, compute }) => [registration.id, compute.id])).toEqual(made);
      expect(second.log).toContain('adopted');
      const github = operations(world, 'github');
      expect(github.filter((operation) => operation === 'generate-jitconfig')).toHaveLength(1);
      expect(github.filter((operation) => operation.includes('delete'))).toEqual([]);
      expect(operations(world, 'ecs').filter((operation) => operation === 'RunTask')).toHaveLength(1);
      expect(operations(world, 'ecs')).not.toContain('StopTask');
      const noted = await call<StartResult>('start-and-note');
      expect(noted.log).toContain('adopted');
      const third = await call<StartResult>('start');
      expect(third.log).not.toContain('adopted');
      expect(third.result.runners.map(({ registration, compute }) => [registration.id, compute.id])).toEqual(made);
      await call<StopResult>('stop');
      await expectNothingLeft(world);
    }),
  );

  integrationCase(
    'says what is wrong in its own words',
    inRealTime(async (_world, call) => {
      const { result } = await call<StartResult>('start', { taskDefinition: 'nowhere' });
      expect(result.error).toContain('profile.taskDefinition');
      expect(result.error).not.toMatch(/⟦|the input/);
    }),
  );
});
