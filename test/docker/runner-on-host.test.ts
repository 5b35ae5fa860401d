import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { docker, eventually, mustDocker, SOCKET } from '../helpers/docker.ts';
import { Host } from './host.ts';

// Containers start slowly on a busy machine.
jest.setTimeout(180_000);

let host: Host;
beforeEach(async () => {
  chownSync(SOCKET, 0, 123);
  host = await Host.start();
});
afterEach(() => host.close());

/** A job that leaves behind everything it starts, and runs until it has to end. */
const LEAVES_ALL = `
network=$(create_network)
start_service "$network"
container=$(start_job_container "$network")
docker exec "$container" bash -c 'mkdir -m 700 /__w/repo/repo/of-root && echo x >/__w/repo/repo/of-root/file'
echo "job runs"
until [ -e "$root/go-on" ]; do sleep 0.1; done
`;

/** A BASH_ENV for the start script alone, whose seconds then last 0.1 s. */
function shortMinutes(): string {
  const path = join(host.folder, 'time');
  const text = `case $BASH_EXECUTION_STRING in *'gzip -d'*)
read() {
  builtin read "$@"
  local code=$?
  [[ $3 != _ ]] || printf -v "$2" %.2f "$((\${!2/./} / 10))"
  return $code
} ;; esac
`;
  writeFileSync(path, text);
  return path;
}

/** Runs a job to its end, which must be a success and leave nothing behind. Returns the output. */
async function logOf(job: string): Promise<string> {
  const { code, log } = await host.ended(await host.run({ job }));
  expect([code, log]).toEqual([0, expect.stringContaining('Job test completed with result: Succeeded')]);
  expect(await host.leftovers()).toEqual([]);
  return log;
}

describe('On a Docker host, a job', () => {
  test("runs as the image's user with the socket's group, whose id the image need not know", async () => {
    chownSync(SOCKET, 0, 4242);
    const log = await logOf(`
      echo "ids $(id -u) $(id -g) $(id -G)"
      echo "home $HOME, root $RUNNER_ROOT"
      docker version >/dev/null && echo "reaches Docker"
      cat /proc/1/environ 2>/dev/null || echo "cannot read the environment of root"
      grep -l JITCONFIG .env /home/runner/.env || echo "no JIT config"`);
    expect(log).toMatch(/^ids 1001 1001 1001 123 4242$/m);
    expect(log).toMatch(new RegExp(`^home /home/runner, root ${host.folder}/runners/\\w{8}$`, 'm'));
    for (const line of ['reaches Docker', 'cannot read the environment of root', 'no JIT config']) {
      expect(log.split('\n')).toContain(line);
    }
    expect(statSync(SOCKET).gid).toBe(4242);
  });

  test("has `container:` with externals and the work folder in place, and root's files are removed", async () => {
    const log = await logOf(`
      echo "from the runner" >"$work/repo/repo/file"
      network=$(create_network)
      container=$(start_job_container "$network")
      docker exec "$container" /__e/node24/bin/node in a job container
      docker exec "$container" bash -c 'cat file; mkdir -m 700 of-root; echo x >of-root/file'
      docker exec "$container" bash -c ': >/__e/new' || echo "externals are read-only"`);
    for (const line of ['node of the runner: in a job container', 'from the runner', 'externals are read-only']) {
      expect(log.split('\n')).toContain(line);
    }
  });

  test('has docker actions, which share the workspace, the file commands, and the socket', async () => {
    const log = await logOf(`
      echo "from the runner" >"$work/repo/repo/file"
      run_action 'cat file; echo NAME=value >/github/file_commands/set_env; echo x >/github/home/made
        [ -S /var/run/docker.sock ] && echo "has the socket"; echo x >/github/workspace/made'
      cat "$work/_temp/_runner_file_commands/set_env"
      stat -c 'made by %u' "$work/_temp/_github_home/made" "$work/repo/repo/made"`);
    expect(log).toMatch(/from the runner\nhas the socket\nNAME=value\nmade by 0\nmade by 0\n/);
  });

  test("has services in its containers' network", async () => {
    const log = await logOf(`
      network=$(create_network)
      start_service "$network"
      container=$(start_job_container "$network")
      docker exec "$container" getent hosts service && echo "finds the service"`);
    expect(log.split('\n')).toContain('finds the service');
  });

  test('has docker build', async () => {
    const log = await logOf(`
      cd "$work/repo/repo"
      printf 'FROM empty\\nCOPY file /file\\n' >Dockerfile
      echo "in the image" >file
      docker build --tag built . >/dev/null 2>build.log || { cat build.log; exit 1; }
      docker run --rm "\${programs[@]}" built cat /file
      docker rmi built >/dev/null`);
    expect(log.split('\n')).toContain('in the image');
  });
});

describe('Runners on one Docker host', () => {
  test("share only the runner's files: the end of one leaves the other alone", async () => {
    const ids = await Promise.all([host.run({ job: LEAVES_ALL }), host.run({ job: LEAVES_ALL })]);
    for (const id of ids) await host.printed(id, 'job runs');
    const roots = host.roots();
    const shared = roots.map((root) => statSync(join(root, 'externals/node24/bin/node')));
    expect(new Set(shared.map(({ ino }) => ino)).size).toBe(1);
    expect(shared[0]).toMatchObject({ nlink: 3, uid: 0 });
    expect(readdirSync(join(host.folder, 'copies'))).toEqual([
      expect.stringMatching(/^bin-[0-9a-f]{16}$/),
      expect.stringMatching(/^externals-[0-9a-f]{16}$/),
    ]);
    const [first = '', second = ''] = roots;
    writeFileSync(join(first, 'go-on'), '');
    const ended = await Promise.race(ids.map(async (id) => ({ id, ...(await host.ended(id)) })));
    expect(ended).toMatchObject({ code: 0, log: expect.stringContaining('removing containers that the job left') });
    expect(host.roots()).toEqual([second]);
    // The other runner has two containers, a network and a folder.
    expect(await host.leftovers()).toHaveLength(4);
    writeFileSync(join(second, 'go-on'), '');
    const other = await host.ended(ids.find((id) => id !== ended.id) ?? '');
    expect(other.code).toBe(0);
    expect(await host.leftovers()).toEqual([]);
  });

  test('a runner that gets SIGTERM during a job ends it well, and leaves nothing', async () => {
    const id = await host.run({
      job: `${LEAVES_ALL}`,
      always: 'docker exec "$(cat container-id)" cat of-root/file && echo "cleaned up"',
      environment: { EGR_STOP_TIMEOUT_SECONDS: '120' },
    });
    await host.printed(id, 'job runs');
    await mustDocker(['kill', '--signal', 'TERM', id]);
    const { code, log } = await host.ended(id);
    expect(log).toContain('::error::ecs-github-runner: stopped by SIGTERM\n');
    expect(log).toContain('cleaned up\n');
    expect(log).toContain('Job test completed with result: Failed');
    expect(log).toContain('removing containers that the job left');
    expect(log).toContain('ecs-github-runner: stopped by SIGTERM (exit code 143)');
    expect(code).toBe(143);
    expect(await host.leftovers()).toEqual([]);
  });

  test('a docker step, and a step in a job container, are told why and are ended', async () => {
    for (const step of [
      `run_action 'trap "echo interrupted; exit 1" INT; echo "step runs"; while :; do sleep 0.1; done'`,
      `container=$(start_job_container "$(create_network)")
       docker exec -i "$container" bash -c 'echo "step runs"; exec tail -f /dev/null'`,
    ]) {
      const id = await host.run({
        job: step,
        always: 'echo "cleaned up"',
        environment: { EGR_STOP_TIMEOUT_SECONDS: '120', EGR_REASON_FILE: '/etc/hostname' },
      });
      await host.printed(id, 'step runs');
      await mustDocker(['kill', '--signal', 'TERM', id]);
      const { code, log } = await host.ended(id);
      expect([code, log]).toEqual([143, expect.stringContaining('::error::ecs-github-runner: stopped by SIGTERM: ')]);
      expect(log).toContain('cleaned up\n');
      expect(await host.leftovers()).toEqual([]);
    }
  });

  test('a job whose worker is killed leaves nothing', async () => {
    const id = await host.run({ job: `${LEAVES_ALL.replace('echo "job runs"', 'echo "job runs"; kill -KILL $PPID')}` });
    const { code, log } = await host.ended(id);
    expect([code, log]).toEqual([0, expect.stringContaining('removing containers that the job left')]);
    expect(await host.leftovers()).toEqual([]);
  });

  test('a job that is killed for memory is told so, and the closing line says how often and what the limit was', async () => {
    const id = await host.run({
      job: `python3 -c 'x = bytearray(300 << 20)' || echo "killed: $?"
for i in $(seq 100); do sleep 0.1; done`,
      options: ['--memory', '128m', '--memory-swap', '128m'],
    });
    const { code, log } = await host.ended(id);
    expect(code).toBe(0);
    expect(log).toContain('killed: 137\n');
    const words = 'processes killed for lack of memory: 1; limit of this container: 128 MiB';
    expect(log).toContain(`::error::ecs-github-runner: ${words}\n`);
    expect(log).toContain(`ecs-github-runner: job done; ${words} (exit code 0)`);
  });

  test.each([0, 20, 40, 80, 150, 300])('SIGTERM %i ms after the start of process 1 is not lost', async (ms) => {
    const id = await host.run({ environment: { EGR_DOCKER_ROOT: '' }, user: '1001' });
    await new Promise((resolve) => setTimeout(resolve, ms));
    const began = Date.now();
    await mustDocker(['kill', '--signal', 'TERM', id]);
    expect((await host.ended(id)).code).toBe(143);
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  test('an idle runner ends, and leaves nothing', async () => {
    const time = shortMinutes();
    const id = await host.run({ environment: { EGR_IDLE_TIMEOUT_MINUTES: '1', BASH_ENV: time } });
    const { code, log } = await host.ended(id);
    expect([code, log]).toEqual([70, expect.stringContaining('no job came in 1 minutes (exit code 70)')]);
    expect(await host.leftovers()).toEqual([]);
  });

  test("a held host lock does not suspend the runner's limits", async () => {
    mkdirSync(join(host.folder, 'runners'));
    const other = spawn('flock', [join(host.folder, 'lock'), 'sleep', 'infinity'], { detached: true });
    const time = shortMinutes();
    try {
      const limit = { EGR_MAX_LIFETIME_MINUTES: '1', BASH_ENV: time };
      const { code, log } = await host.ended(await host.run({ job: 'true', environment: limit }));
      expect([code, log]).toEqual([71, expect.stringContaining('the lifetime of 1 minutes')]);
    } finally {
      process.kill(-(other.pid ?? 0), 'SIGKILL');
    }
  });

  test('the next start removes everything of a killed runner, and nothing of a live one', async () => {
    const [killed, lives] = [await host.run({ job: LEAVES_ALL }), await host.run({ job: LEAVES_ALL })];
    for (const id of [killed, lives]) await host.printed(id, 'job runs');
    await mustDocker(['kill', '--signal', 'KILL', killed]);
    expect(await host.leftovers()).toHaveLength(8);
    const { code, log } = await host.ended(await host.run({ job: 'true' }));
    expect([code, log]).toEqual([0, expect.stringContaining('whose runner was killed')]);
    expect(await host.leftovers()).toHaveLength(4);
    const [root = ''] = host.roots();
    writeFileSync(join(root, 'go-on'), '');
    expect((await host.ended(lives)).code).toBe(0);
    expect(await host.leftovers()).toEqual([]);
  });

  test('a runner that gets SIGTERM while another one is preparing ends at once, and leaves nothing', async () => {
    mkdirSync(join(host.folder, 'runners'));
    const other = spawn('flock', [join(host.folder, 'lock'), 'sleep', 'infinity'], { detached: true });
    try {
      const id = await host.run({ job: 'true' });
      await eventually('it waits', async () => (await docker(['top', id])).text.includes('flock --timeout'));
      await mustDocker(['kill', '--signal', 'TERM', id]);
      const { code, log } = await host.ended(id);
      expect([code, log]).toEqual([143, 'ecs-github-runner: stopped by SIGTERM (exit code 143)\n']);
      expect(await host.leftovers()).toEqual([]);
    } finally {
      process.kill(-(other.pid ?? 0), 'SIGKILL');
    }
  });

  test('a runner gets copies if hard links are not possible', async () => {
    const folder = ['--volume', `${host.folder}:${host.folder}`, '--tmpfs', `${host.folder}/copies:exec`];
    const job = 'stat -c "links %h" externals/node24/bin/node; externals/node24/bin/node copied';
    const { code, log } = await host.ended(await host.run({ folder, job: `cd "$root"; ${job}` }));
    expect([code, log]).toEqual([0, expect.stringContaining('links 1\nnode of the runner: copied\n')]);
    expect(await host.leftovers()).toEqual([]);
  });

  test('an unfinished copy of the runner is not used', async () => {
    const half = join(host.folder, 'copies/.new');
    mkdirSync(join(half, 'node24'), { recursive: true });
    const log = await logOf('"$root/externals/node24/bin/node" whole');
    expect(log).toContain('node of the runner: whole');
    expect(existsSync(half)).toBe(false);
  });
});

describe('A container that cannot be a runner with Docker says why:', () => {
  test.each([
    ['without the socket', { socket: false }, 80, 'no Docker socket at /var/run/docker.sock'],
    ['without the folder of the host', { folder: [] }, 78, 'is not a mount'],
    ['not as root', { user: '1001' }, 78, 'this is user 1001'],
  ])('%s', async (_, options, code, text) => {
    const ended = await host.ended(await host.run(options));
    expect(ended).toEqual({ code, log: expect.stringContaining(text) });
  });

  test('with a socket that nobody listens on', async () => {
    const socket = join(host.folder, 'dead.sock');
    const server = createServer().listen(socket);
    const folder = ['--volume', `${host.folder}:${host.folder}`, '--volume', `${socket}:/var/run/docker.sock`];
    const id = await host.run({ socket: false, folder });
    server.close();
    const { code, log } = await host.ended(id);
    expect([code, log]).toEqual([80, expect.stringContaining('cannot use Docker at /var/run/docker.sock')]);
  });

  test('with a full disk', async () => {
    const folder = ['--tmpfs', `${host.folder}:size=16k`];
    const { code, log } = await host.ended(await host.run({ folder }));
    expect([code, log]).toEqual([79, expect.stringContaining('No space left on device')]);
  });
});
