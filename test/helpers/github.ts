import { SandboxClock } from '../../sandbox/clock.ts';
import type { GitHubOptions, GitHubSandbox } from '../../sandbox/contract.ts';
import { FaultScript } from '../../sandbox/faults.ts';
import { createGitHubSide, type GitHubSide } from '../../sandbox/github/side.ts';
import { type JournalEntry, serve } from '../../sandbox/server.ts';

/** The answer to one request. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where they are wrong.
  readonly body: any;
}

/** Only GitHub's half of the sandbox, on its own port. */
export interface LocalGitHub {
  readonly github: GitHubSandbox;
  readonly side: GitHubSide;
  readonly clock: SandboxClock;
  readonly faults: FaultScript;
  readonly journal: JournalEntry[];
  /** A request to the API, as `admin` unless `token` says otherwise (null: none). */
  call(method: string, path: string, options?: { token?: string | null; body?: unknown }): Promise<Reply>;
  /** A request of the private protocol between listener and GitHub. */
  runner(operation: string, body: object): Promise<Reply>;
  /** Creates a JIT runner in the repository, and returns its id and the client id from its config. */
  register(name: string, labels?: readonly string[]): Promise<{ id: number; clientId: string; jit: string }>;
  close(): Promise<void>;
}

/** Starts it; close it at the end. */
export async function startGitHub(options: GitHubOptions & { speed?: number } = {}): Promise<LocalGitHub> {
  // By default its clock stands still: what a test expects must not depend on how long the machine takes.
  const { speed = 0, ...github } = options;
  const clock = new SandboxClock({ speed });
  const faults = new FaultScript();
  const journal: JournalEntry[] = [];
  const side = createGitHubSide({ options: github, clock });
  const server = await serve({ service: side.service, exchange: { clock, faults, journal, observers: new Set() } });
  const sandbox = side.attach(server.url);
  const admin = sandbox.token('admin');

  const send = async (url: string, method: string, headers: Record<string, string>, body: unknown): Promise<Reply> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body: text }) });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer) };
  };
  const call: LocalGitHub['call'] = (method, path, { token = admin, body } = {}) =>
    send(`${sandbox.apiUrl}${path}`, method, token === null ? {} : { authorization: `token ${token}` }, body);

  return {
    github: sandbox,
    side,
    clock,
    faults,
    journal,
    call,
    runner: (operation, body) => send(`${server.url}/_runner/${operation}`, 'POST', {}, body),
    async register(name, labels = ['blue']) {
      const { owner, name: repo } = sandbox.repository;
      const { status, body } = await call('POST', `/repos/${owner}/${repo}/actions/runners/generate-jitconfig`, {
        body: { name, runner_group_id: 1, labels },
      });
      if (status !== 201) throw new Error(`generate-jitconfig: ${status} ${JSON.stringify(body)}`);
      const files = decode(body.encoded_jit_config);
      const credentials = decode(files['.credentials'] ?? '');
      return { id: body.runner.id, clientId: credentials.data.clientId, jit: body.encoded_jit_config };
    },
    async close() {
      await server.close();
      clock.close();
    },
  };
}

/** The JSON in a base64 text. */
// biome-ignore lint/suspicious/noExplicitAny: see Reply.
function decode(text: string): any {
  return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
}
