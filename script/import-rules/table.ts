/** What files may import beside each other. */
export interface ImportRule {
  /** A glob of paths below the checkout. The files that it matches may import each other. */
  readonly files: string;
  /**
   * Globs of what else they may import: paths below the checkout, packages, modules of Node.
   */
  readonly mayImport: readonly string[];
}

/** The same rule for each of several folders that must not know each other. */
const apart = (folders: readonly string[], mayImport: readonly string[]): ImportRule[] =>
  folders.map((folder) => ({ files: `${folder}/**`, mayImport }));

const NODE = ['node:*', 'node:*/*'];
const AWS_SDK = '@aws-sdk/*';

const VOCABULARY = 'src/core/*.ts';
const ADAPTERS = 'src/{github,aws,providers,stores,queues}/**';

/**
 * Which folder may import which: the one place where that is said. A file that no row matches is refused, so a new
 * folder needs a row here.
 */
export const IMPORT_RULES: readonly ImportRule[] = [
  // The core has no SDK, no toolkit, no process and no clock of its own, and its use cases do not know each other.
  { files: VOCABULARY, mayImport: ['node:crypto'] },
  { files: 'src/core/util/**', mayImport: [VOCABULARY, 'node:crypto'] },
  { files: 'src/core/teardown/**', mayImport: [VOCABULARY, 'src/core/util/**', 'node:crypto'] },
  ...apart(
    ['src/core/start', 'src/core/stop', 'src/core/sweep', 'src/core/credentials', 'src/core/report'],
    [VOCABULARY, 'src/core/{util,teardown}/**', 'node:crypto'],
  ),
  { files: 'src/dispatch/**', mayImport: ['src/core/**'] },

  // How a request is sent, whatever the service.
  { files: 'src/http/**', mayImport: NODE },

  // Adapters know the core, each its own service, and no other adapter.
  { files: 'src/github/**', mayImport: ['src/{core,http}/**', '@octokit/*', '@actions/github{,/**}', ...NODE] },
  { files: 'src/aws/**', mayImport: ['src/{core,http}/**', AWS_SDK, ...NODE] },
  { files: 'src/providers/start-script/**', mayImport: ['src/core/**', ...NODE] },
  ...apart(
    ['src/providers/ecs', 'src/providers/ec2'],
    ['src/core/**', 'src/aws/**', 'src/providers/start-script/**', AWS_SDK, ...NODE],
  ),
  ...apart(['src/stores/dynamodb', 'src/queues/sqs'], ['src/core/**', AWS_SDK, ...NODE]),

  // Only src/actions knows the toolkit. Its inputs are in the adapters' own words, which their parsers read.
  { files: 'src/wiring/**', mayImport: ['src/{core,http}/**', ADAPTERS, ...NODE] },
  {
    files: 'src/actions/**',
    mayImport: ['src/{core,http,wiring}/**', 'src/{github,aws,providers}/**', '@actions/core', ...NODE],
  },

  // Composition roots never import each other; only the root action, which is any of them, does.
  ...apart(
    ['start-runner', 'stop-runner', 'sweep-runners', 'inject-credentials'],
    ['src/{core,http,github,aws,providers,wiring,actions}/**', 'runner/injected.ts', ...NODE],
  ),
  { files: 'root/**', mayImport: ['{start-runner,stop-runner,sweep-runners,inject-credentials}/*'] },
  { files: 'dispatcher/**', mayImport: ['src/{core,dispatch,wiring}/**', ADAPTERS, ...NODE] },
  { files: 'runner/**', mayImport: [] },

  // The actions and their sandbox do not know each other, and neither knows what drives them.
  { files: 'sandbox/harness/**', mayImport: ['sandbox/**', 'yaml', ...NODE] },
  { files: 'sandbox/{*.ts,{aws,github,moto,runner}/**}', mayImport: ['jose', ...NODE] },
  { files: 'bench/**', mayImport: ['sandbox/**', ...NODE] },
  { files: 'script/**', mayImport: ['sandbox/harness/**', 'yaml', '@swc/core', ...NODE] },
  { files: 'test/**', mayImport: ['**'] },
  { files: '*.js', mayImport: [] },
];
