import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Diagram, type Shown, showInBrowser } from '../helpers/browser.ts';
import { expectSuccess, inWorld } from '../helpers/scenario.ts';

/** Folder for pictures of what the browser shows, for visual inspection; without it none are taken. */
const PICTURES = process.env['SUMMARY_PICTURES'];

/** All elements that a summary may contain. */
const ELEMENTS = 'h3 p pre code table thead tbody tr th td strong br ul li details summary a'.split(' ');

/** Every phase takes long enough to be visible. */
const SLOW = { aws: { provisioningMs: 12_000, pendingMs: 18_000 } };

/** A browser takes seconds to start. */
const TIMEOUT_MS = 180_000;

/** Text that would run if it could. */
const HOSTILE = '<img src=x onerror="ran.push(1)"><script>ran.push(2)</script> | `x` "]; click a call ran.push(3)';

/** What a summary may lead to. */
const LINK =
  /^(https:\/\/console\.aws\.amazon\.com\/(ecs\/v2|cloudwatch)\/|http:\/\/127\.0\.0\.1:\d+\/octo-org\/octo-repo\/settings\/actions\/runners\/\d+$)/;

/** Shows a summary: each diagram is drawn, and nothing in it runs. */
async function show(markdown: string, name: string): Promise<Shown> {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  const shown = await showInBrowser(markdown, { ...(PICTURES && { screenshot: join(PICTURES, `${name}.png`) }) });
  for (const diagram of shown.diagrams)
    expect(diagram).toMatchObject({ error: '', kind: 'gantt', overlaps: [], strange: [] });
  expect(shown.ran).toEqual([]);
  expect(shown.elements.filter((element) => !ELEMENTS.includes(element))).toEqual([]);
  expect(shown.tooWide).toEqual([]);
  expect(shown.links.filter((page) => !LINK.test(page))).toEqual([]);
  for (const [head = [], ...rows] of shown.tables) {
    for (const row of rows) expect(row).toHaveLength(head.length);
  }
  return shown;
}

/** Names of the bars, without their durations. */
const phases = ({ texts }: Diagram): string[] => texts.map((text) => text.replace(/ \d.*$/, ''));

const column = (rows: readonly (readonly string[])[], index: number): string[] => rows.map((row) => row[index] ?? '');

describe('The check in the browser', () => {
  test(
    'detects a diagram that cannot be drawn, one that is too long, and a script that runs',
    async () => {
      const tooLong = `gantt\n${'    section Runner\n    PENDING :2000-01-01, 1s\n'.repeat(2000)}`;
      const blocks = ['gantt\n  section a\n  b :x, y, z, #;', tooLong].map((text) => `\`\`\`mermaid\n${text}\n\`\`\``);
      const seen = await showInBrowser(['<script>ran.push("x")</script>', ...blocks].join('\n\n'));
      expect(seen.ran).toEqual(['x']);
      expect(seen.diagrams).toHaveLength(2);
      expect(seen.diagrams[0]?.error).toContain('Parse error');
      expect(seen.diagrams[1]?.kind).not.toBe('gantt');
    },
    TIMEOUT_MS,
  );
});

describe('A summary in a browser', () => {
  test(
    'of a start, of the stop after its job, and of a dry sweep',
    () =>
      inWorld(async (world) => {
        const options = { 'awslogs-group': '/ecs/ci', 'awslogs-stream-prefix': 'runner' };
        const logConfiguration = { logDriver: 'awslogs', options };
        world.sandbox.aws.registerTaskDefinition({
          family: 'runner-with-log',
          containerDefinitions: [{ name: 'runner', image: 'runner', memory: 512, logConfiguration }],
        });
        const inputs = { ...world.startInputs, 'task-definition': 'runner-with-log' };
        const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
        const { label = '', 'runner-names': names = '' } = start.outputs;
        const [name = ''] = JSON.parse(names) as string[];
        const started = await show(start.summary, 'start');
        expect(started.headings).toEqual([expect.stringMatching(/^Runner ready after \d/)]);
        expect(started.code).toEqual([`runs-on: ${label}`]);
        expect(started.diagrams).toHaveLength(1);
        const [diagram] = started.diagrams as [Diagram];
        expect(diagram.titles).toEqual(['Access', 'Runner 0']);
        const expected = [
          'OIDC',
          'STS',
          'JIT',
          'RunTask',
          'PROVISIONING',
          'PENDING',
          'image pull',
          'RUNNING',
          'online',
        ];
        expect(phases(diagram)).toEqual(expect.arrayContaining(expected));
        expect(started.tables).toEqual([
          [
            ['', 'runner', 'task', 'capacity', 'ready after'],
            ['0', name, expect.stringMatching(/^[0-9a-f]{32} log$/), 'EC2', expect.any(String)],
          ],
        ]);
        const [id = ''] = JSON.parse(start.outputs['runner-ids'] ?? '') as number[];
        const [arn = ''] = world.sandbox.aws.taskArns;
        const task = arn.split('/').at(-1) ?? '';
        expect(started.links).toEqual([
          `${world.sandbox.github.serverUrl}/octo-org/octo-repo/settings/actions/runners/${id}`,
          `https://console.aws.amazon.com/ecs/v2/clusters/ci/tasks/${task}/configuration?region=us-east-1`,
          'https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Fecs$252Fci' +
            `/log-events/runner$252Frunner$252F${task}`,
        ]);

        await world.sandbox.github.queueJob({ labels: [label], script: 'sleep 2' }).done;
        const other = expectSuccess(await world.run({ action: 'start-runner' }));
        const { github, clock } = world.sandbox;
        github.setRun({ runId: 9_876_543_210, status: 'completed', updatedAt: clock.now() - 60_000 });
        const dry = { ...world.stopInputs, 'dry-run': 'true', 'grace-minutes': '0' };
        const sweep = expectSuccess(await world.run({ action: 'sweep-runners', inputs: dry }));
        const swept = await show(sweep.summary, 'sweep');
        expect(swept.headings).toEqual(['Runners swept (dry run: nothing was touched)']);
        expect(swept.tables[0]?.[0]).toEqual(['runner', 'where', 'outcome', 'age', 'why']);
        expect(column(swept.tables[0] ?? [], 2)).toEqual(['outcome', 'dry-run']);

        const stop = expectSuccess(await world.run({ action: 'stop-runner' }));
        const stopped = await show(stop.summary, 'stop');
        const [table = []] = stopped.tables;
        const [alive] = JSON.parse(other.outputs['runner-names'] ?? '') as string[];
        expect(column(table, 1)).toEqual([
          'runner and task',
          expect.stringContaining(alive ?? '-'),
          expect.stringContaining(name),
          '2 in total',
        ]);
        expect(column(table, 3)).toEqual(['task is', 'stopped', 'ended by itself', '']);
        expect(Number(table.at(-1)?.[6])).toBeGreaterThan(0);
        expect(stopped.diagrams.map(({ titles }) => titles)).toEqual([['Runner 1', 'Runner 2']]);
        expect(stopped.headings).toEqual([
          'One runner of this run found, 1 more had ended by itself, in cluster ci, region us-east-1',
        ]);
      }, SLOW),
    TIMEOUT_MS,
  );

  test(
    'of a start of many on Fargate, and of their stop',
    () =>
      inWorld(async (world) => {
        const count = 14;
        const inputs = {
          ...world.startInputs,
          ...{ count: String(count), 'task-definition': 'runner-fargate', capacity: 'FARGATE_SPOT' },
          ...{ subnets: 'subnet-0123456789abcdef0', 'security-groups': 'sg-0123456789abcdef0' },
        };
        const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
        const started = await show(start.summary, 'start-many');
        expect(started.headings).toEqual([expect.stringContaining(`${count} runners ready`)]);
        expect(started.diagrams[0]?.titles).toEqual([
          'Access',
          expect.stringMatching(/^Runner \d+ fastest$/),
          expect.stringMatching(/^Runner \d+ median$/),
          expect.stringMatching(/^Runner \d+ slowest$/),
        ]);
        expect(started.code).toEqual([
          // biome-ignore lint/suspicious/noTemplateCurlyInString: they are GitHub's expressions
          'strategy:\n  matrix:\n    label: ${{ fromJSON(needs.start.outputs.labels) }}\nruns-on: ${{ matrix.label }}',
        ]);
        expect(started.elements).toContain('details');
        const [runners = [], spread = [], all = []] = started.tables;
        const labels = JSON.parse(start.outputs['labels'] ?? '') as string[];
        expect(column(runners, 1).slice(1)).toEqual(labels.map((label) => expect.stringContaining(label)));
        expect(column(runners, 0).slice(1)).toEqual(Array.from({ length: count }, (_, index) => String(index)));
        expect(column(runners, 3).slice(1)).toEqual(Array.from({ length: count }, () => 'FARGATE_SPOT'));
        expect(column(spread, 0)).toEqual(['phase', ...(all[0] ?? []).slice(1), 'all']);
        expect(all).toHaveLength(count + 1);

        const stop = expectSuccess(await world.run({ action: 'stop-runner' }));
        const stopped = await show(stop.summary, 'stop-many');
        const [sum = [], each = []] = stopped.tables;
        expect([sum.length, each.length]).toEqual([2, count + 1]);
        const total = sum.at(-1) ?? [];
        expect(total[1]).toBe(`${count} in total`);
        // A quarter of a vCPU and half a GB each.
        expect(Number(total[7]) / Number(total[6])).toBeCloseTo(0.25, 2);
        expect(Number(total[8]) / Number(total[6])).toBeCloseTo(0.5, 2);
      }, SLOW),
    TIMEOUT_MS,
  );

  test(
    'of a failed start, with hostile texts of others',
    () =>
      inWorld(async (world) => {
        world.sandbox.aws.setLaunchBehaviour({
          kind: 'stop',
          after: 'PENDING',
          stopCode: 'TaskFailedToStart',
          stoppedReason: `Capacity is unavailable at this time\n${HOSTILE}`,
        });
        const inputs = { ...world.startInputs, 'max-relaunches': '1' };
        const start = await world.run({ action: 'start-runner', inputs });
        expect(start.exitCode).toBe(1);
        const failed = await show(start.summary, 'start-failed');
        expect(failed.headings).toEqual([expect.stringMatching(/^The start of a runner failed after/)]);
        expect(failed.code).toEqual([]);
        expect(failed.text).toContain('<script>ran.push(2)</script> | `x`');
        expect(failed.text.split('\n')).toEqual(expect.arrayContaining(['Why:', 'Next step:']));
        expect(failed.diagrams[0]?.titles).toEqual(['Access', 'Runner 0', 'Runner 0 try 2']);
        // The first try and the second.
        expect(failed.diagrams[0]?.failed).toBe(2);
        expect(failed.diagrams[0]?.texts.filter((text) => text.includes('failed'))).toHaveLength(2);
        const [[, ...rows] = []] = failed.tables;
        expect(column(rows, 4)).toEqual([
          expect.stringMatching(/^failed in (PENDING|image pull)$/),
          expect.stringMatching(/^failed in (PENDING|image pull)$/),
        ]);
        expect(column(rows, 6)).toEqual(['deleted', 'deleted']);
        expect(column(rows, 7).every((what) => what === 'stopped' || what === 'already-gone')).toBe(true);
      }, SLOW),
    TIMEOUT_MS,
  );

  test(
    'of wrong inputs names them',
    () =>
      inWorld(async (world) => {
        const start = await world.run({ action: 'start-runner', inputs: { ...world.startInputs, count: HOSTILE } });
        const failed = await show(start.summary, 'bad-input');
        expect(failed.headings).toEqual(['The start failed']);
        expect(failed.text).toContain('count must be a whole number');
      }),
    TIMEOUT_MS,
  );
});
