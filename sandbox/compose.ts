import type { AwsSide } from './aws/side.ts';
import type { OidcProvider } from './aws/web-identity.ts';
import { SandboxClock } from './clock.ts';
import type { Sandbox, SandboxOptions, TaskExecutor } from './contract.ts';
import { FaultScript } from './faults.ts';
import { createGitHubSide } from './github/side.ts';
import { createTaskExecutor } from './runner/executor.ts';
import { createLightExecutor } from './runner/light.ts';
import { type Exchange, type JournalEntry, type RequestObserver, serve } from './server.ts';

/** What any AWS half is built from. */
export interface AwsParts {
  readonly options: NonNullable<SandboxOptions['aws']>;
  readonly clock: SandboxClock;
  readonly executor: TaskExecutor;
  readonly oidc: OidcProvider;
}

/** An AWS half, which may have something of its own to close. */
export type ClosableAwsSide = AwsSide & { close?(): Promise<void> };

/** Starts a sandbox: the local GitHub, the runners' executor, and the AWS half that `makeAws` returns. */
export async function composeSandbox(
  options: SandboxOptions,
  makeAws: (parts: AwsParts) => ClosableAwsSide | Promise<ClosableAwsSide>,
): Promise<Sandbox> {
  const clock = new SandboxClock(options.clock);
  const faults = new FaultScript();
  const journal: JournalEntry[] = [];
  const observers = new Set<RequestObserver>();
  const exchange: Exchange = { clock, faults, journal, observers };

  const githubSide = createGitHubSide({ options: options.github ?? {}, clock });
  const githubServer = await serve({ service: githubSide.service, exchange });
  const github = githubSide.attach(githubServer.url);

  let awsSide: ClosableAwsSide;
  const executor =
    options.runners === 'light'
      ? createLightExecutor({ clock, call: githubSide.callRunnerService })
      : await createTaskExecutor({
          clock,
          githubUrl: githubServer.url,
          onOutput: (line) => {
            options.onTaskOutput?.(line);
            awsSide.takeOutput?.(line.taskArn, line.text);
          },
        });
  try {
    awsSide = await makeAws({ options: options.aws ?? {}, clock, executor, oidc: githubSide.oidc });
  } catch (error) {
    // Without a sandbox, nobody could close what has already started.
    await executor.close();
    await githubServer.close();
    clock.close();
    throw error;
  }
  const awsServer = await serve({ service: awsSide.service, exchange });
  const aws = awsSide.attach(awsServer.url);

  return {
    clock,
    faults,
    journal,
    github,
    aws,
    observe(observer) {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    // Each part is looked up where it is asked for: moto is asked for tasks, and processes are a walk over /proc.
    inventory: () => ({
      get tasks() {
        return awsSide.aliveTasks();
      },
      get runners() {
        return githubSide.aliveRunners();
      },
      get processes() {
        return [...executor.processes];
      },
    }),
    async close() {
      // First, so that no task reaches RUNNING and starts a process while the processes are being ended.
      clock.close();
      await executor.close();
      await Promise.all([githubServer.close(), awsServer.close()]);
      await awsSide.close?.();
    },
  };
}
