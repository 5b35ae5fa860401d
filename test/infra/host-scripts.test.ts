import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { parseTemplate } from '../../script/generate/cloudformation.ts';
import { hostScript } from '../../script/generate/host.ts';
import { fullScript } from '../../script/generate/injected.ts';
import { templateText } from '../helpers/stacks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The value at `path` in the template's resources. */
function property(template: string, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>>)[key],
    parseTemplate(templateText(template)).Resources,
  );
}

/** A command that records how it was called, and prints what `answers` has for its arguments. */
function standIn(name: string, answers = ''): void {
  const path = join(folder, 'bin', name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(path, `#!/bin/bash\necho "${name} $*" >>"${folder}/calls"\ncase "$*" in\n${answers}\nesac\n`, {
    mode: 0o755,
  });
}

/** Runs a script in the folder, with the stand-ins first in its PATH. */
function run(script: string, options: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {}) {
  const PATH = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
  const { status, stderr } = spawnSync('bash', ['-c', script, 'script', ...(options.args ?? [])], {
    cwd: folder,
    env: { ...options.env, PATH },
    encoding: 'utf8',
    timeout: 30_000,
    // With a socket as its input, bash would act as a remote shell and read .bashrc.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').split('\n') : [];
  return { status, stderr, calls };
}

describe('the user data of an instance', () => {
  const { 'Fn::Base64': sub } = property(
    'cluster.yml',
    'LaunchTemplate',
    'Properties',
    'LaunchTemplateData',
    'UserData',
  ) as {
    'Fn::Base64': { 'Fn::Sub': string };
  };
  const userData = sub['Fn::Sub'];
  /** The content written into the file with this path ending. */
  const written = (path: string): string =>
    new RegExp(`${path} <<'END'\\n([\\s\\S]*?)^END$`.replace(' <<', ' ?<<'), 'm').exec(userData)?.[1] ?? '';
  const [, packed = ''] =
    /base64 -d <<<'([^']+)' \| gzip -d >\/usr\/local\/sbin\/ecs-github-runner-host$/m.exec(userData) ?? [];
  const host = gunzipSync(Buffer.from(packed, 'base64')).toString();

  test("unpacks the script of the hosts, and runs it with the image, the runners' folder and the region", () => {
    const source = readFileSync(join(ROOT, 'infra/host.sh'), 'utf8');
    expect(host).toBe(hostScript(source, readFileSync(join(ROOT, 'runner/start.sh'), 'utf8')));
    expect(run(`bash -n <<'SCRIPT'\n${host}\nSCRIPT`).stderr).toBe('');
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: parameters of the template
    expect(userData).toContain(
      'ExecStart=/usr/local/sbin/ecs-github-runner-host ${Image} /var/lib/ecs-github-runner ${AWS::Region}\n',
    );
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: parameters of the template
  });

  test('is bash, and leaves only parameters for CloudFormation to fill in', () => {
    expect(run(`bash -n <<'SCRIPT'\n${userData}\nSCRIPT`).stderr).toBe('');
    const { Parameters = {} } = parseTemplate(templateText('cluster.yml'));
    for (const [, name = ''] of userData.matchAll(/\$\{([^}]+)\}/g))
      expect([...Object.keys(Parameters), 'AWS::Region']).toContain(name);
    expect(Buffer.byteLength(userData)).toBeLessThan(16_384);
  });

  test('configures the agent', () => {
    const config = Object.fromEntries(
      written('/etc/ecs/ecs.config')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    expect(config).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of the template
      ECS_CLUSTER: '${Name}',
      ECS_IMAGE_PULL_BEHAVIOR: 'prefer-cached',
      ECS_ENABLE_SPOT_INSTANCE_DRAINING: 'true',
    });
  });

  const image = 'ghcr.io/actions/actions-runner:latest';
  const runHost = (name = image) => run(host, { args: [name, folder, 'eu-central-1'] });

  test('pulls the image and keeps it', () => {
    standIn('docker');
    const { calls } = runHost();
    expect(calls).toContain(`docker pull --quiet ${image}`);
    expect(calls).toContainEqual(
      expect.stringMatching(`^docker create --name ecs-github-runner-keep .*${image} true$`),
    );
    expect(calls).not.toContainEqual(expect.stringContaining('login'));
  });

  test('logs in to ECR before pulling from it', () => {
    standIn('docker');
    standIn('aws');
    const { calls } = runHost('123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner:latest');
    const login = calls.findIndex((call) =>
      call.startsWith('docker login --username AWS --password-stdin 123456789012.dkr.ecr.'),
    );
    expect(login).toBeGreaterThanOrEqual(0);
    expect(calls.findIndex((call) => call.startsWith('docker pull'))).toBeGreaterThan(login);
  });

  test('keeps the old image if the new one cannot be pulled, and still cleans up', () => {
    standIn('docker', 'pull*) exit 1 ;;');
    const { calls } = runHost();
    expect(calls).not.toContainEqual(expect.stringMatching(/^docker (rm|create)/));
    expect(calls).toContainEqual(expect.stringMatching(/^docker container prune/));
  });

  test('removes what a killed runner left, and nothing of a live one', () => {
    standIn('docker', '"ps "*label=c0ffee*) echo 111 ;;\n"network ls"*label=c0ffee*) echo 222 ;;');
    for (const [name, label] of [
      ['dead', 'c0ffee'],
      ['alive', 'decade'],
    ] as const) {
      mkdirSync(join(folder, 'runners', name), { recursive: true });
      writeFileSync(join(folder, 'runners', name, '.lock'), '');
      writeFileSync(join(folder, 'runners', name, '.docker-label'), label);
    }
    // One is being created and has no lock yet. The other was killed before it had one.
    mkdirSync(join(folder, 'runners', 'new'));
    mkdirSync(join(folder, 'runners', 'old'));
    utimesSync(join(folder, 'runners', 'old'), 0, 0);
    const { calls } = run(`exec 9>"$2/runners/alive/.lock"; flock 9\n${host}`, {
      args: [image, folder, 'eu-central-1'],
    });
    expect(['dead', 'alive', 'new', 'old'].map((name) => existsSync(join(folder, 'runners', name)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(calls).toContain('docker rm --force --volumes 111');
    expect(calls).toContain('docker network rm 222');
    expect(calls.filter((call) => call.includes('decade'))).toEqual([]);
  });

  /** A dead runner's folder, whose file .docker-label a command makes. */
  function leaveFolder(name: string, makeLabel: string): void {
    const path = join(folder, 'runners', name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, '.lock'), '');
    expect(spawnSync('bash', ['-c', makeLabel], { cwd: path }).status).toBe(0);
  }

  // A job may have put anything there. The stand-in lists a container for any filter, as Docker does for an empty label.
  test.each([
    ['a pipe that nobody writes to', 'mkfifo .docker-label'],
    ['an empty file', ': >.docker-label'],
    ['a folder', 'mkdir .docker-label'],
    ['no such file', 'true'],
    ['the label of all tasks', 'echo com.amazonaws.ecs.cluster >.docker-label'],
    ['a label and more options', "echo 'a --filter label=b' >.docker-label"],
    ['upper case', 'echo C0FFEE >.docker-label'],
    ['too few digits', 'echo c0ff >.docker-label'],
  ])('removes no container by what is no label: %s', (_what, makeLabel) => {
    standIn('docker', '"ps "*) echo 111 ;;\n"network ls"*) echo 222 ;;');
    leaveFolder('dead', makeLabel);
    leaveFolder('other', 'echo c0ffee >.docker-label');
    const { calls } = runHost();
    expect(calls.filter((call) => /^docker (rm --force --volumes|network rm) /.test(call))).toEqual([
      'docker rm --force --volumes 111',
      'docker network rm 222',
    ]);
    expect(calls.filter((call) => call.includes('label=') && !call.includes('label!='))).toEqual([
      'docker ps --all --quiet --filter label=c0ffee',
      'docker network ls --quiet --filter label=c0ffee',
    ]);
    expect(['dead', 'other'].map((name) => existsSync(join(folder, 'runners', name)))).toEqual([false, false]);
    expect(calls).toContainEqual(expect.stringMatching(/^docker volume prune/));
  });

  test('a lock that is a pipe holds nothing up', () => {
    standIn('docker');
    leaveFolder('dead', 'rm .lock; mkfifo .lock');
    utimesSync(join(folder, 'runners', 'dead'), 0, 0);
    const { calls } = runHost();
    expect(existsSync(join(folder, 'runners', 'dead'))).toBe(false);
    expect(calls).toContainEqual(expect.stringMatching(/^docker volume prune/));
  });

  test.each([
    ['69', false],
    ['70', true],
  ])('at %s %% of the disk: removes images %s', (percent, removes) => {
    standIn('docker');
    standIn('df', `*) printf 'Use%%%%\\n ${percent}%%%%\\n' ;;`);
    expect(runHost().calls.some((call) => call.startsWith('docker image prune'))).toBe(removes);
  });
});

describe('the build of the image', () => {
  const { phases } = parse(property('image.yml', 'ImageBuild', 'Properties', 'Source', 'BuildSpec') as string) as {
    phases: Readonly<Record<string, { commands: string[] }>>;
  };
  const script = `set -e\n${Object.values(phases)
    .flatMap(({ commands }) => commands)
    .join('\n')}`;
  const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner';
  const build = (env: Readonly<Record<string, string>>) => run(script, { env: { REPOSITORY, ...env } });
  beforeEach(() => {
    standIn('docker');
    standIn('aws');
    standIn('git', 'clone*) mkdir source ;;');
  });

  test('adds packages to the newest official image, and pushes it', () => {
    const { status, calls } = build({ PACKAGES: 'make gcc', DOCKERFILE_REPOSITORY: '' });
    expect(status).toBe(0);
    const dockerfile = readFileSync(join(folder, 'source/Dockerfile'), 'utf8').trim().split('\n');
    expect(dockerfile[0]).toBe('FROM ghcr.io/actions/actions-runner:latest');
    expect(dockerfile[2]).toContain('apt-get install --yes --no-install-recommends make gcc &&');
    expect(dockerfile.at(-1)).toBe('USER runner');
    expect(calls).toEqual(
      expect.arrayContaining([
        `docker build --pull --tag ${REPOSITORY}:latest source`,
        `docker push ${REPOSITORY}:latest`,
      ]),
    );
  });

  test('is the official image without packages', () => {
    build({ PACKAGES: '', DOCKERFILE_REPOSITORY: '' });
    expect(readFileSync(join(folder, 'source/Dockerfile'), 'utf8')).toBe(
      'FROM ghcr.io/actions/actions-runner:latest\n',
    );
  });

  test("builds the user's own Dockerfile", () => {
    const url = 'https://github.com/octo-org/runner-image.git';
    const { calls } = build({ PACKAGES: 'make', DOCKERFILE_REPOSITORY: url });
    expect(calls).toContain(`git clone --depth 1 ${url} source`);
    expect(existsSync(join(folder, 'source/Dockerfile'))).toBe(false);
  });

  test('a failed build is not pushed', () => {
    standIn('docker', 'build*) exit 1 ;;');
    const { status, calls } = build({ PACKAGES: '', DOCKERFILE_REPOSITORY: '' });
    expect(status).not.toBe(0);
    expect(calls).not.toContainEqual(expect.stringContaining('push'));
  });
});

describe('task definitions', () => {
  const containers = (resource: string) =>
    property('tasks.yml', resource, 'Properties', 'ContainerDefinitions') as {
      Name: string;
      Privileged?: boolean;
      EntryPoint?: unknown;
      LinuxParameters?: { Capabilities: { Drop: string[] } };
    }[];

  test.each(['tasks.yml', 'all-in-one.yml'])('%s holds the full start script', (template) => {
    const { StartScript } = parseTemplate(templateText(template)).Mappings as unknown as {
      StartScript: { Full: { Command: string } };
    };
    const packed = /base64 -d<<<([^|]+)\|/.exec(StartScript.Full.Command)?.[1] ?? '';
    expect(gunzipSync(Buffer.from(packed, 'base64')).toString()).toBe(
      fullScript(readFileSync(join(ROOT, 'runner/start.sh'), 'utf8')),
    );
    // The output of bash: the given folder contains no runner.
    const { status } = run(StartScript.Full.Command, { env: { RUNNER_ROOT: folder } });
    expect(status).toBe(65);
  });

  // The runner's label on containers, from its settings: values of the real program.
  test.each([
    [
      '45a9e4',
      '{"AgentId":"100","AgentName":"r","DisableUpdate":"False","Ephemeral":"True","PoolId":"1","PoolName":"Default","ServerUrl":"http://127.0.0.1:42115/broker/","WorkFolder":"_work","UseV2Flow":"True","ServerUrlV2":"http://127.0.0.1:42115/broker/"}',
    ],
    [
      'e3b57f',
      '{"AgentId":"100","AgentName":"r","DisableUpdate":"False","Ephemeral":"True","PoolId":"1","PoolName":"ÀB Größe","ServerUrl":"http://127.0.0.1:44731/broker/","WorkFolder":"_work","UseV2Flow":"True","ServerUrlV2":"http://127.0.0.1:44731/broker/"}',
    ],
  ])('a runner of the template notes the label %s, by which its host cleans up after it', (label, settings) => {
    const { StartScript } = parseTemplate(templateText('all-in-one.yml')).Mappings as unknown as {
      StartScript: { Full: { Command: string } };
    };
    const packed = /base64 -d<<<([^|]+)\|/.exec(StartScript.Full.Command)?.[1] ?? '';
    const script = gunzipSync(Buffer.from(packed, 'base64')).toString();
    const [noteLabel = ''] = /^note_docker_label\(\) \{\n[\s\S]*?^\}$/m.exec(script) ?? [];
    writeFileSync(join(folder, '.runner'), settings);
    // Whatever the locale of the image.
    run(`${noteLabel}\nnote_docker_label`, { env: { LC_ALL: 'C' } });
    expect(readFileSync(join(folder, '.docker-label'), 'utf8').trim()).toBe(label);
  });

  test('every container has the 2 minutes to stop that Fargate gives at most', () => {
    const resources = Object.entries(parseTemplate(templateText('all-in-one.yml')).Resources).filter(
      ([, { Type }]) => Type === 'AWS::ECS::TaskDefinition',
    );
    expect(resources).toHaveLength(4);
    for (const [name, { Properties }] of resources) {
      const { ContainerDefinitions } = Properties as unknown as { ContainerDefinitions: { StopTimeout?: number }[] };
      for (const { StopTimeout } of ContainerDefinitions) expect([name, StopTimeout]).toEqual([name, 120]);
    }
  });

  test('only the Docker of Docker-in-Docker is privileged', () => {
    const resources = Object.keys(parseTemplate(templateText('tasks.yml')).Resources).filter((name) =>
      name.endsWith('TaskDefinition'),
    );
    expect(resources).toHaveLength(4);
    const privileged = resources.flatMap((resource) =>
      containers(resource)
        .filter(({ Privileged }) => Privileged === true)
        .map(({ Name }) => `${resource} ${Name}`),
    );
    expect(privileged).toEqual(['DockerInDockerTaskDefinition docker']);
  });

  test('runners on EC2 drop all capabilities before some are added, and none has an entry point', () => {
    for (const resource of ['DockerTaskDefinition', 'DockerInDockerTaskDefinition', 'PlainTaskDefinition']) {
      const runner = containers(resource).find(({ Name }) => Name === 'runner');
      expect(runner?.LinuxParameters?.Capabilities.Drop).toEqual(['ALL']);
      expect(runner).not.toHaveProperty('EntryPoint');
    }
  });

  test("with Docker: the runners' folder is at the same path inside and outside", () => {
    const volumes = property('tasks.yml', 'DockerTaskDefinition', 'Properties', 'Volumes') as {
      Name: string;
      Host: { SourcePath: string };
    }[];
    const [runner] = containers('DockerTaskDefinition') as unknown as [
      {
        MountPoints: { SourceVolume: string; ContainerPath: string }[];
        Environment: { Name: string; Value: string }[];
      },
    ];
    for (const { SourceVolume, ContainerPath } of runner.MountPoints) {
      expect(volumes.find(({ Name }) => Name === SourceVolume)?.Host.SourcePath).toBe(ContainerPath);
    }
    expect(runner.MountPoints.map(({ ContainerPath }) => ContainerPath)).toContain(runner.Environment[0]?.Value);
  });
});
