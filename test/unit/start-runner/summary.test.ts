import { beforeEach, describe, expect, test } from '@jest/globals';
import { explain, RunnerError } from '../../../src/core/errors.ts';
import { observedGitHub, observedLauncher } from '../../../src/core/report/observed.ts';
import { Timeline } from '../../../src/core/report/timeline.ts';
import { type StartResult, startRunners } from '../../../src/core/start/start.ts';
import { failedStartSummary, startSummary } from '../../../start-runner/summary.ts';
import { FakeWorld } from '../../helpers/fake-world.ts';
import { type StartChange, startRequest } from '../../helpers/start-request.ts';

/** GitHub shows nothing of a larger summary. */
const MEBIBYTE = 2 ** 20;

let world: FakeWorld;
let timeline: Timeline;

beforeEach(() => {
  world = new FakeWorld();
  timeline = new Timeline(world.clock);
  world.github.life = { onlineAfterMs: 8000 };
});

const crash = { afterMs: 3000, kind: 'transient', message: 'exit code 1 <b>|\n| x', hint: 'See the log.' } as const;

function run(change: StartChange = {}): Promise<StartResult> {
  const request = startRequest(world.newStart(), change);
  return startRunners(request, {
    ...world,
    github: observedGitHub(world.github, timeline),
    launcher: observedLauncher(world.launcher, timeline),
  });
}

async function summary(change: StartChange = {}): Promise<string> {
  const { count = 1 } = change;
  return spaced(startSummary(await run(change), { launcher: world.launcher, timeline, count, runnerPage }));
}

async function failedSummary(change: StartChange): Promise<string> {
  const { count = 1 } = change;
  const error = await run(change).then(
    () => new Error('it came'),
    (failure: unknown) => failure,
  );
  const about = error instanceof RunnerError ? error.about : [];
  return spaced(failedStartSummary(explain(error), { launcher: world.launcher, timeline, count, runnerPage }, about));
}

const runnerPage = (id: number): string => `https://github.example/runners/${id}`;

/** Durations in cells have non-breaking spaces. */
const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

/** The lines of the diagram without their indentation. */
const diagram = (text: string): string[] =>
  (/```mermaid\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '').split('\n').map((line) => line.trim());

/** The rows of all tables that begin with a runner's index. */
const rows = (text: string): string[] => text.split('\n').filter((line) => /^\| \d+ \|/.test(line));

describe('the summary of a start', () => {
  test('says what to paste, and draws every phase by the times that ECS reports', async () => {
    const text = await summary();
    expect(text).toContain('```yaml\nruns-on: gpu\n```');
    expect(text).toContain('In `cluster ci, region eu-central-1`, on `cluster-default`.');
    expect(text).not.toContain('self-hosted');
    const lines = diagram(text);
    expect(lines).toEqual(
      expect.arrayContaining([
        'section Runner 0',
        'PROVISIONING 2.0 s :2000-01-01 00:00:00.000, 2000ms',
        'PENDING 3.0 s :2000-01-01 00:00:02.000, 3000ms',
        'image pull 3.0 s :2000-01-01 00:00:02.000, 3000ms',
      ]),
    );
    expect(lines.at(-2)).toMatch(/^RUNNING \d\.\d s :2000-01-01 00:00:05\.000, \d{4}ms$/);
    expect(lines.at(-1)).toMatch(/^online :milestone, 2000-01-01 00:00:\d\d\.\d{3}, 0ms$/);
    expect(rows(text)).toEqual([
      expect.stringMatching(
        /^\| 0 \| \[`egr-\S+-0-0`\]\(https:\/\/github\.example\/runners\/1\) \| \[`task-1`\]\(https:\/\/console\.example\/task-1\) \[log\]\(https:\/\/logs\.example\/task-1\) \| `cluster-default` \| \d+\.\d s \|$/,
      ),
    ]);
  });

  test('shows the earlier launches, and says why there was another', async () => {
    world.launcher.life = { end: crash };
    world.clock.after(2000, () => {
      world.launcher.life = {};
    });
    const text = await summary();
    expect(diagram(text)).toEqual(expect.arrayContaining(['section Runner 0', 'section Runner 0 try 2']));
    expect(text).toMatch(/^- Before `egr-\S+-0-1`: `.*exit code 1 <b>\| \| x`$/m);
    expect(rows(text)).toHaveLength(1);
    // What failed is the earlier launch.
    expect(diagram(text).filter((line) => line.includes('crit'))).toHaveLength(1);
  });

  test('of several has the lines of a matrix, and a label of its own for each runner', async () => {
    const text = await summary({ count: 2 });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: they are GitHub's expressions
    expect(text).toContain('    label: ${{ fromJSON(needs.start.outputs.labels) }}\nruns-on: ${{ matrix.label }}\n```');
    expect(text).not.toContain('runs-on: gpu');
    expect(rows(text).slice(0, 2)).toEqual([
      expect.stringContaining('<br>`gpu-0` |'),
      expect.stringContaining('<br>`gpu-1` |'),
    ]);
  });

  test('of 256 runners lists all in tables and draws three', async () => {
    const text = await summary({ count: 256 });
    expect(text).toContain('### 256 runners ready after');
    expect(diagram(text).filter((line) => line.startsWith('section'))).toEqual([
      expect.stringMatching(/^section Runner \d+ fastest$/),
      expect.stringMatching(/^section Runner \d+ median$/),
      expect.stringMatching(/^section Runner \d+ slowest$/),
    ]);
    expect(rows(text).length).toBe(2 * 256);
    expect(text).toMatch(
      /\| phase \| fastest \| median \| slowest \|\n.*\n(\| .* \|\n)*\| PENDING \| 3\.0 s \| 3\.0 s \| 3\.0 s \|/,
    );
    expect(Buffer.byteLength(text)).toBeLessThan(MEBIBYTE / 4);
  });

  test('says how many of the requested runners came, and why the others did not', async () => {
    const launch = world.launcher.launch.bind(world.launcher);
    let launches = 0;
    world.launcher.launch = (request) => {
      launches += 1;
      world.launcher.life = launches === 3 ? { end: crash } : {};
      return launch(request);
    };
    const text = await summary({ count: 3, allowPartial: true, maxRelaunches: 0 });
    expect(text).toMatch(/^### 2 of 3 runners ready after/);
    expect(text).toMatch(
      /^\*\*1 did not come online\*\*, and nothing .*:\n\n- `.*exit code 1 <b>\|`<br>\n {2}`\| x`\n\n {2}\*\*Next step:\*\*\n\n {2}`See the log\.`\n/m,
    );
  });
});

describe('the summary of a start that failed', () => {
  test('says why, how far it had got, and what happened to its runners', async () => {
    world.launcher.life = { states: [{ afterMs: 0, state: 'PROVISIONING' }] };
    const text = await failedSummary({ timeoutMs: 60_000 });
    expect(text).toMatch(
      /^### The start of a runner failed after 1 min \d+ s\n\n\*\*Why:\*\*\n\n`Runner .* was not online within 60 s.*`\n\n\*\*Next step:\*\*\n\n`Look at PROVISIONING\.`\n\n/,
    );
    expect(rows(text)).toEqual([
      expect.stringMatching(
        /^\| 0 \| `egr-\S+-0-0` \| \[`task-1`\]\(https:\/\/console\.example\/task-1\) \| `cluster-default` \| \*\*failed in\*\* `PROVISIONING` \| .* \| deleted \| stopped \|$/,
      ),
    ]);
    expect(diagram(text).at(-1)).toMatch(
      /^PROVISIONING failed after 1 min 0 s :crit, 2000-01-01 00:00:00\.000, \d+ms$/,
    );
  });

  test('marks the launch that failed, and not those that were interrupted by it', async () => {
    const launch = world.launcher.launch.bind(world.launcher);
    let launches = 0;
    world.launcher.launch = (request) => {
      launches += 1;
      world.launcher.life = launches === 2 ? { end: crash } : {};
      return launch(request);
    };
    const text = await failedSummary({ count: 3, maxRelaunches: 0 });
    expect(rows(text).map((row) => row.includes('**failed in**'))).toEqual([false, true, false]);
    expect(diagram(text).filter((line) => line.includes('crit'))).toHaveLength(1);
  });

  test('says what could not be removed', async () => {
    world.launcher.life = { states: [{ afterMs: 0, state: 'PROVISIONING' }] };
    const denied = new RunnerError({ kind: 'permission', message: 'Denied.', hint: 'Grant it.' });
    world.launcher.fail('stop', { error: denied, times: 9 });
    const text = await failedSummary({ timeoutMs: 60_000 });
    expect(rows(text)).toEqual([expect.stringMatching(/\| deleted \| not stopped \|$/)]);
  });

  test('of a task whose launch was never answered says that it was found and stopped', async () => {
    const lost = new RunnerError({ kind: 'transient', message: 'socket hang up', hint: 'Again.' });
    world.launcher.fail('launch', { error: lost, when: 'after', times: 3 });
    const text = await failedSummary({});
    expect(rows(text)).toEqual([
      expect.stringMatching(
        /\| \[`task-1`\]\(\S+\) \[log\]\(\S+\) \| `cluster-default` \| \*\*failed in\*\* `RunTask` \| .* \| deleted \| stopped \|$/,
      ),
    ]);
  });

  test('that failed before anything was launched says so, with how far it had got', async () => {
    const denied = new RunnerError({ kind: 'permission', message: 'Denied.', hint: 'Grant it.' });
    world.launcher.fail('prepare', { error: denied });
    const text = await failedSummary({});
    expect(text).toContain('**Why:**\n\n`Denied.`\n\n**Next step:**\n\n`Grant it.`\n');
    expect(diagram(text).at(-1)).toMatch(/^Task definition failed after 0 ms :crit, /);
    expect(text).toContain('Nothing was launched.');
    expect(rows(text)).toEqual([]);
  });

  test('of 256 runners that all died again and again is still small enough for GitHub to show', async () => {
    world.launcher.life = { end: { ...crash, message: 'a long reason | '.repeat(500) } };
    const text = await failedSummary({ count: 256, maxRelaunches: 10 });
    expect(Buffer.byteLength(text)).toBeLessThan(MEBIBYTE / 4);
    expect(rows(text).length).toBeGreaterThan(9);
    expect(rows(text).length).toBeLessThanOrEqual(300);
  });
});

describe('clocks that differ', () => {
  test.each([-3_600_000, 3_600_000])('by %d ms move no phase out of the start, and change none', async (ms) => {
    const { launcher } = world;
    const describeTasks = launcher.describe.bind(launcher);
    launcher.describe = async (ids) =>
      new Map(
        [...(await describeTasks(ids))].map(([id, compute]) => {
          const times = Object.entries(compute.times ?? {}).map(([name, at]: [string, number]) => [name, at + ms]);
          return [id, { ...compute, times: Object.fromEntries(times) }];
        }),
      );
    expect(diagram(await summary())).toEqual(
      expect.arrayContaining([
        'PROVISIONING 2.0 s :2000-01-01 00:00:00.000, 2000ms',
        'PENDING 3.0 s :2000-01-01 00:00:02.000, 3000ms',
      ]),
    );
  });
});
