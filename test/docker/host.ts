import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { layOutRunnerImage } from '../../sandbox/runner/image.ts';
import { fullScript } from '../../script/generate/injected.ts';
import { docker, emptyImage, eventually, IMAGE, mustDocker, PROGRAMS, SOCKET, WITH_SOCKET } from '../helpers/docker.ts';

/** The runner's image: no group of it has the id 4242. */
const RUNNER_IMAGE = 'runner';

/** As the official image has it. */
const RUNNER_UID = 1001;

/** Those of the task definition with the host's socket. */
const CAPABILITIES = ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID'];

/** The full form as the command of a task definition. */
const COMMAND = [
  'bash',
  '-c',
  `eval "$(base64 -d<<<${gzipSync(fullScript(readFileSync(join(ROOT, 'runner/start.sh'), 'utf8'))).toString('base64')}|gzip -d||echo exit 69)"`,
];

/** Which parts of the task definition a case has otherwise. */
export interface RunnerOptions {
  readonly job?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly socket?: boolean;
  /** Options of `docker run` in place of the folder's mount. */
  readonly folder?: readonly string[];
}

/** How a runner's container ended. */
export interface Ended {
  readonly code: number;
  readonly log: string;
}

/** A host of containers: a folder for runners, which is at the same path in each of them. */
export class Host {
  readonly folder: string;
  readonly #runners: string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(): Promise<Host> {
    await mustDocker(['import', '-', IMAGE], { input: emptyImage() });
    await mustDocker(['import', '-', RUNNER_IMAGE], { input: runnerImage() });
    const folder = mkdtempSync(join(tmpdir(), 'egr-host-'));
    chmodSync(folder, 0o755);
    return new Host(folder);
  }

  async close(): Promise<void> {
    const all = (await mustDocker(['ps', '--all', '--quiet'])).split('\n').filter((id) => id !== '');
    if (all.length > 0) await mustDocker(['rm', '--force', '--volumes', ...all]);
    await mustDocker(['network', 'prune', '--force']);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Starts a runner's container as ECS does from the task definition. Returns its id. */
  async run(options: RunnerOptions = {}): Promise<string> {
    const environment = {
      EGR_DOCKER_ROOT: this.folder,
      ACTIONS_RUNNER_INPUT_JITCONFIG: 'eyJ0ZXN0IjoidGVzdCJ9',
      // Where the stub's containers get their programs from.
      TEST_PROGRAMS: PROGRAMS.join(' '),
      TEST_SOCKET: SOCKET,
      ...(options.job !== undefined && { TEST_JOB: options.job }),
      ...options.environment,
    };
    const id = await mustDocker([
      ...['run', '--detach', '--user', options.user ?? '0', '--workdir', '/home/runner', '--cap-drop', 'ALL'],
      ...CAPABILITIES.flatMap((name) => ['--cap-add', name]),
      ...PROGRAMS,
      ...(options.socket === false ? [] : WITH_SOCKET),
      ...(options.folder ?? ['--volume', `${this.folder}:${this.folder}`]),
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      RUNNER_IMAGE,
      ...COMMAND,
    ]);
    this.#runners.push(id);
    return id;
  }

  /** Waits until a runner has printed something. @throws Error with its log, where it ends before */
  async printed(id: string, text: string): Promise<void> {
    await eventually(`"${text}"`, async () => {
      const { text: log } = await docker(['logs', id]);
      if (log.includes(text)) return true;
      if ((await mustDocker(['inspect', '--format', '{{.State.Running}}', id])) === 'false') {
        throw new Error(`The runner has ended:\n${log}`);
      }
      return false;
    });
  }

  async ended(id: string): Promise<Ended> {
    const code = Number(await mustDocker(['wait', id]));
    return { code, log: (await docker(['logs', id])).text };
  }

  /** The folders of runners. */
  roots(): string[] {
    const folder = join(this.folder, 'runners');
    return readdirSync(folder).map((name) => join(folder, name));
  }

  /** All that is on the host but for the containers of runners themselves, and copies of the runner's program. */
  async leftovers(): Promise<readonly string[]> {
    const containers = (await mustDocker(['ps', '--all', '--quiet', '--no-trunc'])).split('\n');
    const networks = (await mustDocker(['network', 'ls', '--format', '{{.Name}}'])).split('\n');
    return [
      ...containers.filter((id) => id !== '' && !this.#runners.includes(id)),
      ...networks.filter((name) => !['bridge', 'host', 'none'].includes(name)),
      ...this.roots(),
    ];
  }
}

/** What an image of the runner has in /etc and /home/runner, as a tar file; it gets its programs from this machine. */
function runnerImage(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    for (const name of ['etc', 'proc', 'root', 'run', 'sys', 'tmp', 'var/run', 'home/runner']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    chmodSync(join(folder, 'tmp'), 0o1777);
    writeFileSync(
      join(folder, 'etc/passwd'),
      `root:x:0:0::/root:/bin/bash\nrunner:x:${RUNNER_UID}:${RUNNER_UID}::/home/runner:/bin/bash\n`,
    );
    writeFileSync(join(folder, 'etc/group'), `root:x:0:\nrunner:x:${RUNNER_UID}:\ndocker:x:123:runner\n`);
    const home = join(folder, 'home/runner');
    layOutRunnerImage(home);
    for (const name of ['Runner.Listener', 'Runner.Worker']) {
      rmSync(join(home, 'bin', name));
      copyFileSync(join(ROOT, 'test/docker/stub-runner.sh'), join(home, 'bin', name));
      chmodSync(join(home, 'bin', name), 0o755);
    }
    // Its content shows that it is there, where a link would not be.
    const node = join(home, 'externals/node24/bin/node');
    rmSync(node);
    writeFileSync(node, '#!/bin/bash\necho "node of the runner: $*"\n');
    chmodSync(node, 0o755);
    spawnSync('chown', ['--recursive', '--no-dereference', `${RUNNER_UID}:${RUNNER_UID}`, home]);
    return spawnSync('tar', ['-C', folder, '--numeric-owner', '-c', '.'], { maxBuffer: 1 << 28 }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
