import { createAwsSide } from './aws/side.ts';
import { SandboxClock } from './clock.ts';
import type { Sandbox, SandboxOptions } from './contract.ts';
import { FaultScript } from './faults.ts';
import { createGitHubSide } from './github/side.ts';
import { createTaskExecutor } from './runner/executor.ts';
import { type Exchange, type JournalEntry, type RequestObserver, serve } from './server.ts';

/** Starts a local GitHub and a local AWS on free loopback ports. Close it, or its task processes stay. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = new SandboxClock(options.clock);
  const faults = new FaultScript();
  const journal: JournalEntry[] = [];
  const observers = new Set<RequestObserver>();
  const exchange: Exchange = { clock, faults, journal, observers };

  const githubSide = createGitHubSide({ options: options.github ?? {}, clock });
  const githubServer = await serve({ service: githubSide.service, exchange });
  const github = githubSide.attach(githubServer.url);

  const executor = createTaskExecutor({
    clock,
    githubUrl: githubServer.url,
    ...(options.onTaskOutput && { onOutput: options.onTaskOutput }),
  });
  const awsSide = createAwsSide({ options: options.aws ?? {}, clock, executor, oidc: githubSide.oidc });
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
    inventory: () => ({
      tasks: awsSide.aliveTasks(),
      runners: githubSide.aliveRunners(),
      processes: [...executor.processes],
    }),
    async close() {
      await executor.close();
      await Promise.all([githubServer.close(), awsServer.close()]);
      clock.close();
    },
  };
}

export type * from './contract.ts';
