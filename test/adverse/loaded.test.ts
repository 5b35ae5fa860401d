import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from '@jest/globals';
import type { StepOptions, World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectSuccess, inWorld } from '../helpers/scenario.ts';

const recorder = fileURLToPath(new URL('../helpers/record-loaded.mjs', import.meta.url));

/** Parts that a step may need, each identified by a text that only its code contains. */
const PARTS = {
  ECS: 'class ECSClient extends',
  // The SDK's credential chain has its own STS client, with fewer commands.
  STS: 'class GetCallerIdentityCommand extends',
  EC2: 'class EC2Client extends',
  'Auto Scaling': 'class AutoScalingClient extends',
  'CloudWatch Logs': 'class CloudWatchLogsClient extends',
  'App authentication': 'node_modules/universal-github-app-jwt/',
  undici: 'node_modules/undici/',
};

/** In real time, so that nothing else has to be preloaded. */
const inRealTime = (scenario: (world: World) => Promise<void>) => () =>
  inWorld(scenario, {
    clock: { speed: 1 },
    aws: { provisioningMs: 0, pendingMs: 0 },
    github: { runnerOnlineDelayMs: 0 },
  });

/** Runs a step; returns its result, what it loaded, and which parts that contains. */
async function loadedBy(world: World, step: StepOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-'));
  const recording = { NODE_OPTIONS: `--import=${recorder}`, LOADED_FILE: join(folder, 'urls') };
  const result = expectSuccess(await world.run({ ...step, environment: { ...step.environment, ...recording } }));
  const urls = readFileSync(recording.LOADED_FILE, 'utf8').split('\n');
  rmSync(folder, { recursive: true });
  const files = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  const code = files.map((path) => readFileSync(path, 'utf8')).join('\n');
  const parts = Object.entries(PARTS).flatMap(([name, text]) => (code.includes(text) ? [name] : []));
  return { result, parts, names: urls.map((url) => url.replace(/^file:.*\//, '')) };
}

describe('What a step loads', () => {
  integrationCase(
    'a start with a token and a role loads ECS and STS, and its healthy post step nothing',
    inRealTime(async (world) => {
      const main = await loadedBy(world, { action: 'start-runner' });
      expect(main.parts).toEqual(['ECS', 'STS']);
      expect(main.names).toContain('node:http');
      const post = await loadedBy(world, { action: 'start-runner', phase: 'post', state: main.result.state });
      expect(post.names.filter((name) => !name.startsWith('node:'))).toEqual(['post.js', 'index.js']);
      expect(post.names.filter((name) => /^node:(https?|net|tls|crypto)$/.test(name))).toEqual([]);
    }),
  );

  integrationCase(
    "a start with the job's own AWS credentials does not load STS",
    inRealTime(async (world) => {
      const inputs = { ...world.startInputs, 'role-to-assume': '' };
      const environment = world.sandbox.aws.adminEnvironment;
      expect((await loadedBy(world, { action: 'start-runner', inputs, environment })).parts).toEqual(['ECS']);
    }),
  );

  integrationCase(
    'only a start as an App loads what an App needs',
    inRealTime(async (world) => {
      const { app } = world.sandbox.github;
      const inputs = {
        ...world.startInputs,
        'github-token': '',
        'github-app-id': app.id,
        'github-app-private-key': app.privateKey,
      };
      const { parts } = await loadedBy(world, { action: 'start-runner', inputs });
      expect(parts).toEqual(['ECS', 'STS', 'App authentication']);
    }),
  );

  integrationCase(
    'a stop and a sweep load ECS and STS alone',
    inRealTime(async (world) => {
      await world.run({ action: 'start-runner' });
      expect((await loadedBy(world, { action: 'stop-runner' })).parts).toEqual(['ECS', 'STS']);
      const inputs = world.stopInputs;
      expect((await loadedBy(world, { action: 'sweep-runners', inputs })).parts).toEqual(['ECS', 'STS']);
    }),
  );
});
