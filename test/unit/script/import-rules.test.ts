import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import { importsOf } from '../../../script/import-rules/imports.ts';
import { refusedImports } from '../../../script/import-rules.ts';

const SCRIPT = join(ROOT, 'script/import-rules.ts');

const check = (path: string, specifier: string): string[] => refusedImports(path, `import '${specifier}';`);

describe('an import is refused, with the rule in the message:', () => {
  test.each([
    // The core.
    ['src/core/ports.ts', '../aws/arn.ts', 'src/core/*.ts'],
    ['src/core/ports.ts', './start/start.ts', 'src/core/*.ts'],
    ['src/core/ports.ts', './util/waiting.ts', 'src/core/*.ts'],
    ['src/core/identity.ts', 'node:fs', 'src/core/*.ts'],
    ['src/core/util/waiting.ts', 'node:timers/promises', 'src/core/util/**'],
    ['src/core/util/waiting.ts', '../teardown/drain.ts', 'src/core/util/**'],
    ['src/core/teardown/drain.ts', '../stop/stop.ts', 'src/core/teardown/**'],
    ['src/core/start/start.ts', '../stop/found.ts', 'src/core/start/**'],
    ['src/core/stop/stop.ts', '../sweep/found.ts', 'src/core/stop/**'],
    ['src/core/sweep/sweep.ts', '../report/timeline.ts', 'src/core/sweep/**'],
    ['src/core/credentials/handover.ts', '../../github/scope.ts', 'src/core/credentials/**'],
    ['src/core/report/timeline.ts', '@actions/core', 'src/core/report/**'],
    ['src/dispatch/claim.ts', '../stores/dynamodb/store.ts', 'src/dispatch/**'],
    ['src/dispatch/claim.ts', '@aws-sdk/client-dynamodb', 'src/dispatch/**'],
    // Adapters.
    ['src/github/runners.ts', '../aws/arn.ts', 'src/github/**'],
    ['src/github/runners.ts', '../wiring/runtime.ts', 'src/github/**'],
    ['src/github/runners.ts', '@actions/core', 'src/github/**'],
    ['src/github/runners.ts', '@aws-sdk/client-ecs', 'src/github/**'],
    ['src/aws/arn.ts', '../github/scope.ts', 'src/aws/**'],
    ['src/aws/arn.ts', '../providers/ecs/options.ts', 'src/aws/**'],
    ['src/aws/arn.ts', '@octokit/auth-app', 'src/aws/**'],
    ['src/providers/ecs/compute.ts', '../ec2/compute.ts', 'src/providers/ecs/**'],
    ['src/providers/ec2/compute.ts', '../ecs/compute.ts', 'src/providers/ec2/**'],
    ['src/providers/ecs/compute.ts', '../../github/scope.ts', 'src/providers/ecs/**'],
    ['src/providers/ecs/compute.ts', '@actions/core', 'src/providers/ecs/**'],
    ['src/providers/start-script/variables.ts', '../ecs/options.ts', 'src/providers/start-script/**'],
    ['src/stores/dynamodb/store.ts', '../../queues/sqs/queue.ts', 'src/stores/dynamodb/**'],
    ['src/queues/sqs/queue.ts', '../../dispatch/claim.ts', 'src/queues/sqs/**'],
    // Wiring and the toolkit.
    ['src/wiring/runtime.ts', '../actions/io.ts', 'src/wiring/**'],
    ['src/wiring/runtime.ts', '@actions/core', 'src/wiring/**'],
    ['src/wiring/runtime.ts', '../../start-runner/inputs.ts', 'src/wiring/**'],
    ['src/actions/io.ts', '../../start-runner/inputs.ts', 'src/actions/**'],
    ['src/actions/io.ts', '@actions/github', 'src/actions/**'],
    // Composition roots.
    ['start-runner/main.ts', '../stop-runner/report.ts', 'start-runner/**'],
    ['stop-runner/main.ts', '../sweep-runners/report.ts', 'stop-runner/**'],
    ['sweep-runners/main.ts', '../root/index.ts', 'sweep-runners/**'],
    ['inject-credentials/main.ts', '../dispatcher/worker.ts', 'inject-credentials/**'],
    ['start-runner/main.ts', '@actions/core', 'start-runner/**'],
    ['root/index.ts', '@actions/core', 'root/**'],
    ['dispatcher/worker.ts', '../start-runner/inputs.ts', 'dispatcher/**'],
    ['dispatcher/worker.ts', '../src/actions/io.ts', 'dispatcher/**'],
    // What ships, and what does not.
    ['src/core/ports.ts', '../../test/helpers/fakes.ts', 'src/core/*.ts'],
    ['start-runner/main.ts', '../sandbox/index.ts', 'start-runner/**'],
    ['sandbox/harness/world.ts', '../../test/helpers/scenario.ts', 'sandbox/harness/**'],
    ['sandbox/harness/world.ts', '../../src/core/tags.ts', 'sandbox/harness/**'],
    ['sandbox/aws/tags.ts', '../../src/core/tags.ts', 'sandbox/{*.ts,{aws,github,moto,runner}/**}'],
    ['sandbox/index.ts', './harness/world.ts', 'sandbox/{*.ts,{aws,github,moto,runner}/**}'],
    ['sandbox/index.ts', '../bench/load.ts', 'sandbox/{*.ts,{aws,github,moto,runner}/**}'],
    ['sandbox/index.ts', '../script/demo.ts', 'sandbox/{*.ts,{aws,github,moto,runner}/**}'],
    ['bench/load.ts', '../test/helpers/scenario.ts', 'bench/**'],
    ['script/demo.ts', '../test/helpers/scenario.ts', 'script/**'],
    ['script/demo.ts', '../../elsewhere/file.ts', 'script/**'],
  ])('%s with %s', (path, specifier, rule) => {
    expect(check(path, specifier)).toEqual([expect.stringContaining(`. ${rule} may import `)]);
  });

  test('in a folder that the table does not know', () => {
    expect(check('src/core/explain/explain.ts', '../ports.ts')).toEqual([
      'src/core/explain/explain.ts: no rule says what it may import. Add one to script/import-rules/table.ts.',
    ]);
  });

  test('whose module is computed at run time', () => {
    expect(refusedImports('src/aws/arn.ts', 'export const load = (name: string) => import(name);')).toHaveLength(1);
  });
});

describe('an import is allowed:', () => {
  test.each([
    ['src/core/identity.ts', 'node:crypto'],
    ['src/core/start/start.ts', '../ports.ts'],
    ['src/core/start/start.ts', '../teardown/drain.ts'],
    ['src/core/start/start.ts', './slot.ts'],
    ['src/github/octokit.ts', '@actions/github/lib/utils'],
    ['src/github/octokit.ts', '@actions/github'],
    ['src/providers/ecs/investigation/log.ts', '../../../aws/arn.ts'],
    ['src/providers/ec2/launch.ts', '../start-script/variables.ts'],
    ['src/wiring/runtime.ts', 'node:timers/promises'],
    ['src/wiring/runtime.ts', '../stores/dynamodb/store.ts'],
    ['src/actions/io.ts', '@actions/core'],
    ['root/index.ts', '../sweep-runners/index.ts'],
    ['bench/load.ts', '../sandbox/harness/step.ts'],
    ['test/unit/docs.test.ts', '../../script/generate.ts'],
  ])('%s with %s', (path, specifier) => {
    expect(check(path, specifier)).toEqual([]);
  });
});

test('an import is recognized in every form it can have, and nothing else is mistaken for one', () => {
  const forms = [
    "import a from 'a';",
    "import * as b from 'b';",
    "import { c } from 'c';",
    "import type { d } from 'd';",
    "import 'e';",
    "export { f } from 'f';",
    "export * from 'g';",
    "export * as h from 'h';",
    "export type * from 'i';",
    "const j = async () => { await import('j'); };",
    "type K = import('k').K;",
    "interface L extends M { readonly l: typeof import('l'); }",
    "function m(value: import('m').M): Array<import('n').N> { return [value]; }",
    "const text = \"import 'no'\"; // import 'no'",
    'export { a }; export default b; importsOf(c);',
  ];
  expect(importsOf(forms.join('\n'))).toEqual([...'abcdefghijklmn']);
});

describe('the script', () => {
  const run = (files: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(tmpdir(), 'imports-'));
    try {
      for (const [path, source] of Object.entries(files)) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), source);
      }
      return spawnSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('fails with a line per refused import', () => {
    const { status, stderr } = run({
      'src/core/a.ts': "import './b.ts';\nexport type T = import('../aws/c.ts').T;\n",
      'stop-runner/d.mjs': "export * from '../start-runner/e.ts';\n",
      'dist/f.js': "import '../test/g.ts';\n",
    });
    expect(stderr.trim().split('\n')).toEqual([
      'src/core/a.ts imports src/aws/c.ts. src/core/*.ts may import only each other and node:crypto.',
      expect.stringMatching(/^stop-runner\/d\.mjs imports start-runner\/e\.ts\. stop-runner\/\*\* may import only /),
    ]);
    expect(status).toBe(1);
  });

  test('passes if all imports are allowed', () => {
    const { status, stdout } = run({ 'src/core/a.ts': "import './b.ts';", 'src/core/b.ts': 'export {};' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'The imports of 2 files keep the rules.\n' });
  });

  test('passes for this repository', () => {
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
