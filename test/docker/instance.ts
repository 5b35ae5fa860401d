import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { readFileCommands } from '../../sandbox/harness/step.ts';
import { startWorld, type World } from '../../sandbox/harness/world.ts';
import { layOutRunnerImage } from '../../sandbox/runner/image.ts';
import {
  docker,
  emptyImage,
  eventually,
  IMAGE,
  type InstanceServers,
  mustDocker,
  NODE,
  PROGRAMS,
  type Ran,
  serveInstance,
  WITH_SOCKET,
} from '../helpers/docker.ts';
import { type Answer, Caller, parseAnswer } from './caller.ts';

/** A stand-in listener whose job never ends; `docker exec` runs the steps. */
const LISTENER = `#!/bin/bash
cd "$(dirname "$0")/.."
printf %s "$ACTIONS_RUNNER_HOOK_JOB_STARTED" >hook-path
printf '\\n√ Connected to GitHub\\n\\n'
echo '2026-11-21 02:00:00Z: Listening for Jobs'
echo '2026-11-21 02:00:01Z: Running job: test'
sleep infinity
`;

const CALLER = join(ROOT, 'test/docker/caller.mjs');

/** The result of an inject-credentials step. */
export interface Injected {
  readonly exported: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** A container instance: the sandbox's AWS, a task on it, and its container, a runner with a job. */
export class Instance {
  readonly world: World;
  readonly taskArn: string;
  /** The runner's root, at the same path on the instance and in the runner, as Docker steps require. */
  readonly root: string;
  readonly #servers: InstanceServers;
  readonly #runner: string;
  #steps = 0;

  private constructor(parts: {
    world: World;
    taskArn: string;
    root: string;
    servers: InstanceServers;
    runner: string;
  }) {
    this.world = parts.world;
    this.taskArn = parts.taskArn;
    this.root = parts.root;
    this.#servers = parts.servers;
    this.#runner = parts.runner;
  }

  static async start(): Promise<Instance> {
    await mustDocker(['import', '-', IMAGE], { input: emptyImage() });
    const world = await startWorld({ clock: { speed: 1 } });
    const { aws } = world.sandbox;
    const taskArn = aws.addTask({ cluster: 'ci', family: 'runner' });
    const servers = await serveInstance(aws.endpointUrl);
    const root = mkdtempSync(join(tmpdir(), 'runner-root-'));
    layOutRunnerImage(root);
    rmSync(join(root, 'bin/Runner.Listener'));
    writeFileSync(join(root, 'bin/Runner.Listener'), LISTENER);
    chmodSync(join(root, 'bin/Runner.Listener'), 0o755);
    mkdirSync(join(root, '_work/_temp/_runner_file_commands'), { recursive: true });
    mkdirSync(join(root, '_work/repo/repo'), { recursive: true });
    // As ECS starts it: the agent's two variables are only in the container's environment.
    const task = {
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: aws.credentialsPath(taskArn),
      ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${taskArn.split('/').at(-1)}`,
      ACTIONS_RUNNER_INPUT_JITCONFIG: 'eyJ0ZXN0IjoidGVzdCJ9',
      RUNNER_ROOT: root,
      EGR_CREDENTIALS_FOR_DOCKER_STEPS: 'true',
    };
    const runner = await mustDocker(
      ['run', '--detach', ...PROGRAMS, ...WITH_SOCKET, '--volume', `${root}:${root}`, ...names(task), IMAGE].concat(
        join(ROOT, 'runner/start.sh'),
      ),
      { environment: task },
    );
    await eventually('the runner has a job', async () =>
      (await docker(['logs', runner])).text.includes('Running job: test'),
    );
    return new Instance({ world, taskArn, root, servers, runner });
  }

  /** The address of STS from any container. */
  get stsUrl(): string {
    return this.#servers.stsUrl;
  }

  async close(): Promise<void> {
    const all = (await mustDocker(['ps', '--all', '--quiet'])).split('\n').filter((id) => id !== '');
    if (all.length > 0) await mustDocker(['rm', '--force', '--volumes', ...all]);
    await mustDocker(['network', 'prune', '--force']);
    await this.#servers.close();
    await this.world.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** The bundle as a step of a job on the runner itself. */
  inject(inputs: Readonly<Record<string, string>> = {}): Promise<Injected> {
    return this.#inject(inputs, { container: this.#runner, work: join(this.root, '_work'), node: NODE });
  }

  /** Runs the start script's hook as the runner does when a job starts; returns what it exports to all steps. */
  async startJob(): Promise<Readonly<Record<string, string>>> {
    const file = join(this.root, '_work/_temp/_runner_file_commands/hook');
    writeFileSync(file, '');
    const hook = readFileSync(join(this.root, 'hook-path'), 'utf8');
    const command = ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', hook];
    const { status, text } = await this.#step(this.#runner, { environment: { GITHUB_ENV: file }, command });
    if (status !== 0) throw new Error(`The hook failed:\n${text}`);
    return readFileCommands(file);
  }

  /**
   * The bundle as a step of a job with `container:`. The job container has the runner's mounts; the step has only the
   * environment that the runner passes to it.
   */
  async injectInJobContainer(inputs: Readonly<Record<string, string>> = {}): Promise<Injected> {
    const work = join(this.root, '_work');
    await mustDocker(['network', 'create', 'github_network']);
    const container = await mustDocker(
      ['run', '--detach', '--network', 'github_network', ...PROGRAMS, ...WITH_SOCKET].concat(
        ['--volume', `${work}:/__w`, '--volume', `${join(this.root, 'externals')}:/__e:ro`],
        ['--workdir', '/__w/repo/repo', '--entrypoint', 'tail', IMAGE, '-f', '/dev/null'],
      ),
    );
    return this.#inject(inputs, { container, work: '/__w', node: '/__e/node24/bin/node' });
  }

  async #inject(
    inputs: Readonly<Record<string, string>>,
    place: { container: string; work: string; node: string },
  ): Promise<Injected> {
    this.#steps += 1;
    const here = join(this.root, '_work/_temp/_runner_file_commands');
    const there = join(place.work, '_temp/_runner_file_commands');
    const files = Object.fromEntries(['ENV', 'OUTPUT', 'STATE'].map((name) => [name, `${name}_${this.#steps}`]));
    for (const file of Object.values(files)) writeFileSync(join(here, file), '');
    const environment = {
      GITHUB_WORKSPACE: join(place.work, 'repo/repo'),
      RUNNER_TEMP: join(place.work, '_temp'),
      RUNNER_NAME: 'egr-test',
      AWS_ENDPOINT_URL: this.stsUrl,
      ...Object.fromEntries(Object.entries(files).map(([name, file]) => [`GITHUB_${name}`, join(there, file)])),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    };
    const log = await this.#step(place.container, {
      environment,
      command: [place.node, join(ROOT, 'dist/inject-credentials/index.js')],
    });
    if (log.status !== 0) throw new Error(`inject-credentials failed:\n${log.text}`);
    const read = (name: string) => readFileCommands(join(here, files[name] ?? ''));
    return { exported: read('ENV'), outputs: read('OUTPUT'), log: log.text };
  }

  /** A `run:` step on the runner, after a step that exported variables. */
  run(script: string, exported: Readonly<Record<string, string>>): Promise<Ran> {
    return this.#step(this.#runner, { environment: exported, command: ['bash', '-c', script] });
  }

  #step(
    container: string,
    step: { environment: Readonly<Record<string, string>>; command: readonly string[] },
  ): Promise<Ran> {
    const { environment, command } = step;
    return docker(['exec', ...names(environment), container, ...command], { environment });
  }

  /** The line of a `run:` step that starts a container which asks for its identity. */
  callLine(dockerArguments: string, options?: { network?: string; engine?: string }): string {
    return this.runLine(dockerArguments, `${NODE} ${CALLER}`, options);
  }

  /** The line of a `run:` step that starts a container with a command. */
  runLine(dockerArguments: string, command: string, options: { network?: string; engine?: string } = {}): string {
    const { network, engine = 'docker' } = options;
    const sts = `--env AWS_ENDPOINT_URL=${this.stsUrl}`;
    const own = `${PROGRAMS.join(' ')} ${network === undefined ? '' : `--network ${network}`}`;
    return `${engine} run --rm -i ${dockerArguments} ${sts} ${own} ${IMAGE} ${command} </dev/null`;
  }

  /** The identity of a container started by a `run:` step. */
  async call({ exported, outputs }: Injected, options: { network?: string } = {}): Promise<Answer> {
    const { stdout, text } = await this.run(this.callLine(outputs['docker-args'] ?? '', options), exported);
    return parseAnswer(stdout, text);
  }

  /** A container that stays up and answers several questions. */
  startCaller({ exported, outputs }: Injected): Caller {
    const line = this.callLine(outputs['docker-args'] ?? '').replace(' </dev/null', '');
    const args = ['exec', '-i', ...names(exported), this.#runner, 'bash', '-c', line];
    return new Caller(spawn('docker', args, { env: { ...process.env, ...exported } }));
  }
}

/** `--env NAME` for each: the values are in the environment of the Docker CLI. */
function names(environment: Readonly<Record<string, string>>): string[] {
  return Object.keys(environment).flatMap((name) => ['--env', name]);
}
