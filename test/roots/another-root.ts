// A composition root that is no action: it starts and stops a runner with a log, a store, a clock and an OIDC token of its
// own. Run as a process; the last line of its output is the result. Usage: another-root.ts start|stop, options as JSON.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../../src/core/errors.ts';
import { newStart, type RunIdentity, startKey } from '../../src/core/identity.ts';
import type { Clock, Log, StateStore } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { saveOutcome } from '../../src/core/start/ledger.ts';
import { startRunners } from '../../src/core/start/start.ts';
import { stopRunners } from '../../src/core/stop/stop.ts';
import { inWords, SETTING, STEP, type Words } from '../../src/core/words.ts';
import { awsSettings } from '../../src/wiring/aws-settings.ts';
import { connectEcsLauncher, connectGitHub } from '../../src/wiring/connections.ts';
import { credentialsReader } from '../../src/wiring/github-credentials.ts';
import type { Root } from '../../src/wiring/root.ts';
import { systemRandom } from '../../src/wiring/runtime.ts';

/** What the test hands in. */
export interface RootOptions {
  readonly run: RunIdentity;
  /** Known to the caller, so that the same start can be asked for again. */
  readonly nonce: string;
  readonly startedAtMs: number;
  readonly apiUrl: string;
  readonly token: string;
  readonly scope: { readonly owner: string; readonly repo: string };
  readonly region: string;
  readonly roleArn: string;
  readonly oidc: { readonly url: string; readonly token: string };
  readonly taskDefinition: string;
  /** A folder that outlives the process. */
  readonly storeFolder: string;
  readonly clock: { readonly speed: number; readonly origin: number };
}

/** A store of files: what an earlier process of the same start saved is read by a later one. */
function fileStore(folder: string): StateStore {
  mkdirSync(folder, { recursive: true });
  return {
    read: async () => new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    save: async (name, value) => writeFileSync(join(folder, name), value),
  };
}

/** The sandbox's own time. */
function scaledClock({ speed, origin }: RootOptions['clock']): Clock {
  return {
    now: () => origin + (Date.now() - origin) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const timer = setTimeout(resolve, ms / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

const named = <Key extends string>(keys: Readonly<Record<Key, string>>) =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, `profile.${key}`])) as Record<Key, string>;
const WORDS: Words = { settings: named(SETTING), steps: named(STEP) };

const line = (level: string) => (message: string) =>
  process.stdout.write(`${JSON.stringify({ level, message: inWords(message, WORDS) })}\n`);
const log: Log = { info: line('info'), notice: line('notice'), warning: line('warning') };

async function main(command: string, options: RootOptions): Promise<unknown> {
  const { run, region, roleArn, oidc, apiUrl } = options;
  const masked: string[] = [];
  const root: Root = {
    log,
    mask: (value) => masked.push(value),
    idToken: async ({ audience }) => {
      const headers = { authorization: `Bearer ${oidc.token}` };
      const answer = await fetch(`${oidc.url}&audience=${audience}`, { headers });
      return ((await answer.json()) as { value: string }).value;
    },
  };
  const webIdentity = { roleArn, sessionName: 'another-root', durationSeconds: 3600, audience: 'sts.amazonaws.com' };
  const aws = awsSettings({ access: { region, webIdentity }, root });
  const credentials = credentialsReader({ kind: 'token', token: new Secret(options.token) }, { aws, mask: root.mask });
  const github = connectGitHub({
    scope: { kind: 'repo', ...options.scope },
    credentials,
    connection: { apiUrl, log, retryBudgetMs: () => 60_000 },
    mask: root.mask,
  });
  const launcher = connectEcsLauncher({
    aws,
    cluster: { region, name: 'ci' },
    launch: {
      taskDefinition: options.taskDefinition,
      capacities: [{ text: 'EC2', target: { kind: 'launch-type', launchType: 'EC2' } }],
      subnets: [],
      securityGroups: [],
      placementConstraints: [],
      placementStrategy: [],
      environment: {},
      limits: { idleMinutes: 20, lifetimeMinutes: 390 },
    },
  });
  const ports = { github, launcher, clock: scaledClock(options.clock), random: systemRandom, log };
  if (command === 'stop') {
    const request = { run, labels: [], id: undefined, drainMs: 0, waitForStopped: false, reason: 'another root' };
    return stopRunners(request, { ...ports, pool: launcher });
  }
  const start = newStart({ run, runAttempt: 1, nowMs: options.startedAtMs, nonce: options.nonce });
  const state = fileStore(options.storeFolder);
  const runner = {
    version: '0.1.0',
    repository: `${options.scope.owner}/${options.scope.repo}`,
    label: startKey(start),
    extraLabels: [],
    isReachable: false,
    id: undefined,
    workFolder: '_work',
    tags: {},
    lifetimeMs: 390 * 60_000,
  };
  const policy = { allowPartial: false, timeoutMs: 300_000, capacityTimeoutMs: 60_000, maxRelaunches: 0 };
  const result = await startRunners({ start, count: 1, runner, policy }, { ...ports, state });
  if (command === 'start-and-note') await saveOutcome(state, 'ready');
  return result;
}

const [command = '', options = '{}'] = process.argv.slice(2);
try {
  process.stdout.write(`${JSON.stringify(await main(command, JSON.parse(options) as RootOptions))}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: inWords(explain(error), WORDS) })}\n`);
  process.exitCode = 1;
}
