import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { StepResult } from '../../sandbox/harness/step.ts';
import type { StepOptions, World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { nameOf, SILENT_WAYS, type SilentPeer, startSilentPeer } from '../helpers/silent-peer.ts';

const peers: { readonly name: string; readonly peer: SilentPeer }[] = [];
const folder = mkdtempSync(join(tmpdir(), 'silent-'));
beforeAll(async () => {
  for (const way of SILENT_WAYS) peers.push({ name: nameOf(way), peer: await startSilentPeer(way) });
});
afterAll(async () => {
  await Promise.all(peers.map(({ peer }) => peer.close()));
  rmSync(folder, { recursive: true });
});

/** The variables of a job in which one service's address is the peer's. AWS and OIDC are reached without the proxy. */
function silence({ name, peer }: (typeof peers)[number], addresses: Readonly<Record<string, string>>) {
  const authority = join(folder, `${name}.pem`);
  writeFileSync(authority, peer.authority);
  return {
    ...addresses,
    ...(peer.proxy && { HTTPS_PROXY: peer.proxy }),
    NODE_EXTRA_CA_CERTS: authority,
    TEST_FAST_DEADLINES: '1',
  };
}

/** Runs the same step against every silent peer at once: each of them only waits. @param change a run of its own */
function againstEach(
  world: World,
  step: (index: number) => StepOptions,
  addresses: (url: string) => Readonly<Record<string, string>>,
): Promise<StepResult[]> {
  return Promise.all(
    peers.map((one, index) => world.run({ ...step(index), environment: silence(one, addresses(one.peer.url)) })),
  );
}

const github = (url: string) => ({ GITHUB_API_URL: url });
const runId = (index: number): number => 7_000_000_000 + index;

/** Starts one runner in a run of its own for each peer. */
async function startOneEach(world: World, step: Partial<StepOptions> = {}): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const index of peers.keys()) {
    results.push(await world.run({ action: 'start-runner', runId: runId(index), ...step }));
  }
  return results;
}

const stoppedTasks = ({ sandbox }: World): number =>
  sandbox.journal.filter(({ operation, acted }) => operation === 'StopTask' && acted).length;

describe('A GitHub that falls silent, in each of the ways', () => {
  integrationCase(
    'ends a start in time, with an error, and nothing is launched',
    () =>
      inWorld(async (world) => {
        const inputs = { ...world.startInputs, 'startup-timeout-seconds': '60' };
        const results = await againstEach(
          world,
          (index) => ({ action: 'start-runner', inputs, runId: runId(index) }),
          github,
        );
        for (const result of results)
          expect(errorOf(result)).toMatch(/GitHub did not answer.*no complete answer within/s);
        expect(world.sandbox.aws.taskArns).toEqual([]);
      }),
    180_000,
  );

  integrationCase(
    'does not keep a stop that may end jobs from StopTask',
    () =>
      inWorld(async (world) => {
        const starts = await startOneEach(world);
        starts.forEach(expectSuccess);
        const results = await againstEach(
          world,
          (index) => ({
            action: 'stop-runner',
            runId: runId(index),
            inputs: { ...world.stopInputs, label: starts[index]?.outputs['label'] ?? '' },
          }),
          github,
        );
        for (const result of results) expect(errorOf(result)).toContain('GitHub did not answer');
        expect(stoppedTasks(world)).toBe(peers.length);
      }),
    300_000,
  );

  integrationCase(
    'does not keep the post step from StopTask',
    () =>
      inWorld(async (world) => {
        // The start is killed once its task is launched.
        const states: StepResult[] = [];
        for (const index of peers.keys()) {
          const running = world.start({ action: 'start-runner', runId: runId(index) });
          const stopWatching = world.sandbox.observe((phase, { operation }) => {
            if (phase === 'answered' && operation === 'DescribeTasks') running.child.kill('SIGKILL');
          });
          states.push(await running.done);
          stopWatching();
        }
        expect(world.sandbox.aws.taskArns).toHaveLength(peers.length);
        const results = await againstEach(
          world,
          (index) => ({
            action: 'start-runner',
            phase: 'post',
            runId: runId(index),
            inputs: world.startInputs,
            state: states[index]?.state ?? {},
          }),
          github,
        );
        for (const result of results) expect(expectSuccess(result).log).toContain('GitHub did not answer');
        expect(stoppedTasks(world)).toBe(peers.length);
      }),
    300_000,
  );
});

describe('An OIDC provider that falls silent, in each of the ways', () => {
  integrationCase(
    'ends start and stop with the reason',
    () =>
      inWorld(async (world) => {
        const oidc = (url: string) => ({ ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?x=y` });
        for (const action of ['start-runner', 'stop-runner'] as const) {
          const inputs =
            action === 'start-runner' ? { ...world.startInputs, 'startup-timeout-seconds': '60' } : world.stopInputs;
          for (const result of await againstEach(world, () => ({ action, inputs }), oidc)) {
            expect(errorOf(result)).toMatch(/GitHub gave no OIDC token .*no complete answer within/);
          }
        }
        await expectNothingLeft(world);
      }),
    300_000,
  );
});

describe('An AWS that falls silent, in each of the ways', () => {
  integrationCase(
    'ends a start in time, and nothing is registered for long',
    () =>
      inWorld(async (world) => {
        const inputs = { ...world.startInputs, 'startup-timeout-seconds': '60' };
        const aws = (url: string) => ({ AWS_ENDPOINT_URL: url });
        const results = await againstEach(
          world,
          (index) => ({ action: 'start-runner', inputs, runId: runId(index) }),
          aws,
        );
        for (const result of results) {
          expect(errorOf(result)).toMatch(
            /No answer from AWS to sts:AssumeRoleWithWebIdentity .*complete (answer )?within/s,
          );
        }
        await expectNothingLeft(world);
      }),
    180_000,
  );
});

describe('A container credentials endpoint that falls silent', () => {
  integrationCase('ends a start without a role in time', () =>
    inWorld(async (world) => {
      const peer = peers.find(({ name }) => name === 'after the connection')?.peer;
      const port = new URL(peer?.url ?? '').port;
      const environment = {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/v2/credentials/x`,
        TEST_FAST_DEADLINES: '1',
      };
      const inputs = { ...world.startInputs, 'role-to-assume': '' };
      for (const action of ['start-runner', 'stop-runner'] as const) {
        const step = {
          action,
          environment,
          inputs: action === 'start-runner' ? inputs : { ...world.stopInputs, 'role-to-assume': '' },
        };
        expect(errorOf(await world.run(step))).toContain('no AWS credentials within 20 s');
      }
      await expectNothingLeft(world);
    }),
  );
});
