import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../sandbox/harness/checkout.ts';

/** The Docker engine that script/docker-engine started for the tests. */
const HOST = process.env['DOCKER_HOST'] ?? '';
export const SOCKET = HOST.replace('unix://', '');

/** Where the ECS agent listens: script/docker-engine sets ecs-init's rules in front of it. */
const AGENT_PORT = 51_679;

/** The first address of Docker's own bridge: this instance, as seen by its containers. */
const GATEWAY = '172.17.0.1';

/** An empty image: its containers run this machine's own programs, which they cannot change. */
export const IMAGE = 'empty';

const PROGRAM_FOLDERS = ['/usr', '/lib', '/lib64', '/bin', '/sbin', '/etc/alternatives'];

/** Node 24, by its path in the checkout, which every container has at the same path. */
export const NODE = process.execPath;

/** Options of `docker run` for a container with this machine's programs and the checkout. */
export const PROGRAMS: readonly string[] = [
  ...[...PROGRAM_FOLDERS, ROOT, dirname(dirname(NODE))].flatMap((path) => ['--volume', `${path}:${path}:ro`]),
  '--env',
  `PATH=${dirname(NODE)}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
];

/** Options of `docker run` for a container that may use the engine, like a runner. */
export const WITH_SOCKET: readonly string[] = ['--volume', `${SOCKET}:/var/run/docker.sock`];

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  /** Both streams. */
  readonly text: string;
}

/** Runs the Docker CLI to its end. */
export async function docker(
  args: readonly string[],
  options: { input?: Buffer; environment?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const child = spawn('docker', args, { env: { ...process.env, ...options.environment } });
  let [stdout, text] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
    text += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  child.stdin.end(options.input ?? '');
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, stdout, text };
}

/** The same for a command that must succeed; returns its standard output. */
export async function mustDocker(args: readonly string[], options?: Parameters<typeof docker>[1]): Promise<string> {
  const { status, stdout, text } = await docker(args, options);
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${status}\n${text}`);
  return stdout.trim();
}

/** An image with the folders that a container needs, as a tar file, without any registry. */
export function emptyImage(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    for (const name of ['etc', 'proc', 'root', 'run', 'sys', 'tmp', 'var/run']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    return spawnSync('tar', ['-C', folder, '-c', '.']).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A sandbox's AWS as seen on an instance: the ECS agent on its loopback address, and STS for all containers. */
export interface InstanceServers {
  /** For AWS_ENDPOINT_URL in a container of any network. */
  readonly stsUrl: string;
  close(): Promise<void>;
}

/** @param endpointUrl the sandbox's AWS */
export async function serveInstance(endpointUrl: string): Promise<InstanceServers> {
  const to = Number(new URL(endpointUrl).port);
  const agent = await relay({ host: '127.0.0.1', port: AGENT_PORT, to });
  const sts = await relay({ host: '0.0.0.0', port: 0, to });
  const address = sts.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    stsUrl: `http://${GATEWAY}:${address.port}`,
    close: async () => {
      await Promise.all([agent, sts].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function relay(options: { host: string; port: number; to: number }): Promise<Server> {
  const server = createServer((incoming) => {
    const outgoing = connect(options.to, '127.0.0.1');
    const end = () => {
      incoming.destroy();
      outgoing.destroy();
    };
    incoming.on('error', end).on('close', end).pipe(outgoing);
    outgoing.on('error', end).on('close', end).pipe(incoming);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve(server));
  });
}

/** Polls until it is true. @throws Error that names what did not happen, after a minute */
export async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It did not come: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
