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

/** The runner's image, in which no group has the id 4242. */
const RUNNER_IMAGE = 'runner';

/** As in the official image. */
const RUNNER_UID = 1001;

/** Those of the task definition that mounts the host's socket. */
const CAPABILITIES = ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID'];

/** The start script's full form as a task definition's command. */
const COMMAND = [
  'bash',
  '-c',
  `trap 'exit 143' 15;eval "$(base64 -d<<<${gzipSync(fullScript(readFileSync(join(ROOT, 'runner/start.sh'), 'utf8'))).toString('base64')}|gzip -d||echo exit 69)"`,
];

/** The parts of the task definition that a case changes. */
export interface RunnerOptions {
  readonly job?: string;
  /** The job's `if: always()` step. */
  readonly always?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly socket?: boolean;
  /** Options of `docker run` in place of the folder's mount. */
  readonly folder?: readonly string[];
  /** Further options of `docker run`. */
  readonly options?: readonly string[];
}

/** A runner container's end. */
export interface Ended {
  readonly code: number;
  readonly log: string;
}

/** A container host: a folder for runners, at the same path in each of them. */
export class Host {
  readonly folder: string;
  readonly #runners: string[] = [];
  #begun = 0;

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

  /** Starts a runner's container as ECS would from the task definition. Returns its id. */
  async run(options: RunnerOptions = {}): Promise<string> {
    const runner = (this.#begun++ % 2) + 1;
    const environment = {
      EGR_DOCKER_ROOT: this.folder,
      ACTIONS_RUNNER_INPUT_JITCONFIG: 'eyJ0ZXN0IjoidGVzdCJ9',
      // Where the stub's containers get their programs.
      TEST_PROGRAMS: PROGRAMS.join(' '),
      TEST_SOCKET: SOCKET,
      // Two runners of a test have different labels.
      TEST_RUNNER: String(runner),
      ...(options.job !== undefined && { TEST_JOB: options.job }),
      ...(options.always !== undefined && { TEST_ALWAYS: options.always }),
      ...options.environment,
    };
    const id = await mustDocker([
      ...['run', '--detach', '--user', options.user ?? '0', '--workdir', '/home/runner', '--cap-drop', 'ALL'],
      ...CAPABILITIES.flatMap((name) => ['--cap-add', name]),
      ...PROGRAMS,
      ...(options.socket === false ? [] : WITH_SOCKET),
      ...(options.folder ?? ['--volume', `${this.folder}:${this.folder}`]),
      ...(options.options ?? []),
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      RUNNER_IMAGE,
      ...COMMAND,
    ]);
    this.#runners.push(id);
    return id;
  }

  /** Waits until a runner has printed something. @throws Error with its log, if it ends before that */
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

  /** The log without the prefix that lines of the job have. */
  async ended(id: string): Promise<Ended> {
    const code = Number(await mustDocker(['wait', id]));
    return { code, log: (await docker(['logs', id])).text.replaceAll(/^\[WORKER [^\]]*\] /gm, '') };
  }

  /** The folders of runners. */
  roots(): string[] {
    const folder = join(this.folder, 'runners');
    return readdirSync(folder).map((name) => join(folder, name));
  }

  /** Everything on the host except the runners' own containers and copies of the runner program. */
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

/** The runner image's /etc and /home/runner as a tar file; the image uses this machine's programs. */
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
    // Its content shows that it exists, which a link would not.
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
