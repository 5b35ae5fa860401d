import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/index';
import { describe, expect, test } from '@jest/globals';
import { DOCUMENTED, OWN, read, type YamlText } from '../../helpers/workflows.ts';

const ACTIONS = ['start-runner', 'stop-runner', 'sweep-runners', 'inject-credentials'];

const trace = new NoOperationTraceWriter();

/** The workflows that callers name, from this checkout. */
const files = {
  async getFileContent(reference: { path?: string; repository?: string; owner?: string }) {
    if ('repository' in reference && `${reference.owner}/${reference.repository}` !== 'org/ecs-github-runner') {
      throw new Error(`${reference.owner}/${reference.repository} is not here`);
    }
    return { name: String(reference.path), content: read(String(reference.path)) };
  },
};

/** What GitHub's own parser reports for a workflow and everything it calls. */
async function problems({ name, text }: YamlText): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content: text }, trace);
  if (value !== undefined) {
    await convertWorkflowTemplate(context, value, files as Parameters<typeof convertWorkflowTemplate>[2], {
      fetchReusableWorkflowDepth: 1,
    });
  }
  return context.errors.getErrors().map((error) => error.message);
}

const named = (texts: readonly YamlText[]) => texts.map((text) => [text.name, text] as const);

describe("GitHub's own schema", () => {
  test.each(named([...OWN, ...DOCUMENTED]))('accepts the workflow %s', async (_name, text) => {
    expect(await problems(text)).toEqual([]);
  });

  test.each(['action.yml', ...ACTIONS.map((folder) => `${folder}/action.yml`)])('accepts the action %s', (path) => {
    const { context } = parseAction({ name: path, content: read(path) }, trace);
    expect(context.errors.getErrors().map((error) => error.message)).toEqual([]);
  });
});

describe('the check against it finds', () => {
  const call = (rest: string) =>
    `on: push\njobs:\n  start:\n    uses: org/ecs-github-runner/.github/workflows/start.yml@v1\n${rest}`;
  const required = '      cluster: ci\n      task-definition: runner\n';

  test.each<[string, string, RegExp]>([
    [
      'an unknown key',
      'on: push\njobs:\n  a:\n    runs-on: x\n    timeout: 3\n    steps: []\n',
      /Unexpected value 'timeout'/,
    ],
    ['an unknown input', call(`    with:\n${required}      clustre: ci\n`), /Invalid input, clustre/],
    ['a missing input', call('    with:\n      cluster: ci\n'), /Input task-definition is required/],
    ['an unknown secret', call(`    with:\n${required}    secrets:\n      token: x\n`), /Invalid secret, token/],
  ])('%s', async (_what, text, message) => {
    expect(await problems({ name: 'x.yml', text })).toEqual([expect.stringMatching(message)]);
  });
});
