import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepResult } from '../../sandbox/harness/step.ts';
import type { World } from '../../sandbox/harness/world.ts';
import type { SandboxOptions } from '../../sandbox/index.ts';
import { inWorld } from './scenario.ts';

/** A job on a task with the role `task`, whose endpoint is the sandbox's. */
export interface TaskJob {
  readonly world: World;
  readonly taskArn: string;
  /** An empty folder: the runner's temporary one, and the workspace. */
  readonly temp: string;
  readonly environment: Readonly<Record<string, string>>;
  inject(
    inputs?: Readonly<Record<string, string>>,
    environment?: Readonly<Record<string, string>>,
  ): Promise<StepResult>;
  post(main: StepResult): Promise<StepResult>;
}

/** Runs a scenario in a new job. */
export function onTask(scenario: (job: TaskJob) => Promise<void>, options?: SandboxOptions): Promise<void> {
  return inWorld(async (world) => {
    const temp = mkdtempSync(join(tmpdir(), 'runner-temp-'));
    try {
      await scenario(taskJob(world, temp));
    } finally {
      rmSync(temp, { recursive: true, force: true });
    }
  }, options);
}

function taskJob(world: World, temp: string): TaskJob {
  const { aws } = world.sandbox;
  const taskArn = aws.addTask({ cluster: 'ci', family: 'runner' });
  const environment = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.endpointUrl + aws.credentialsPath(taskArn),
    ECS_CONTAINER_METADATA_URI_V4: `${aws.endpointUrl}/v4/${taskArn.split('/').at(-1)}`,
    RUNNER_TEMP: temp,
    RUNNER_NAME: 'egr-1',
    GITHUB_WORKSPACE: temp,
  };
  const common = { action: 'inject-credentials', mayUseOidc: false } as const;
  return {
    world,
    taskArn,
    temp,
    environment,
    inject: (inputs = {}, more = {}) => world.run({ ...common, inputs, environment: { ...environment, ...more } }),
    post: ({ state }) => world.run({ ...common, phase: 'post', environment, state }),
  };
}
