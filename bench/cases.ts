import { readAction } from '../sandbox/harness/step.ts';
import type { StepOptions, World } from '../sandbox/harness/world.ts';
import { type Cost, measureScript, measureStep } from './processes.ts';

/** One of the two checkouts that are compared. */
export interface Side {
  /** Where an archive of the revision was unpacked. */
  readonly checkout: string;
  /** The workflow run of its steps, so that neither side finds what the other one started. */
  readonly runId: number;
}

/** A step that is measured. */
export interface Case {
  readonly part: 'cold load' | 'own time';
  readonly name: string;
  measure(side: Side): Promise<Cost>;
}

type Variables = Readonly<Record<string, string>>;

/** What a start leaves that saw its runners online. */
const HEALTHY = { STATE_outcome: 'ready' };

/**
 * Without inputs a main step loads all that it needs before its first request, says that they are missing, and ends; a
 * post step finds nothing to do.
 */
export function coldLoads(): Case[] {
  const load = (name: string, step: Pick<StepOptions, 'action' | 'phase'>, environment: Variables = {}): Case => ({
    part: 'cold load',
    name,
    measure: ({ checkout }) => measureScript(readAction({ checkout, phase: 'main', ...step }).script, environment),
  });
  return [
    load('start-runner', { action: 'start-runner' }),
    load('start-runner, post', { action: 'start-runner', phase: 'post' }),
    load('start-runner, post of a healthy start', { action: 'start-runner', phase: 'post' }, HEALTHY),
    load('stop-runner', { action: 'stop-runner' }),
    load('sweep-runners', { action: 'sweep-runners' }),
    load('inject-credentials', { action: 'inject-credentials' }),
    load('inject-credentials, post', { action: 'inject-credentials', phase: 'post' }),
    load('root, start', { action: '.' }, { INPUT_MODE: 'start' }),
    load('root, post of a healthy start', { action: '.', phase: 'post' }, { INPUT_MODE: 'start', ...HEALTHY }),
    load('root, stop', { action: '.' }, { INPUT_MODE: 'stop' }),
    load('root, sweep', { action: '.' }, { INPUT_MODE: 'sweep' }),
    load('root, credentials', { action: '.' }, { INPUT_MODE: 'credentials' }),
  ];
}

/**
 * Steps that do their job while everything answers at once, without the time in which they waited for an answer. In this
 * order each finds what it needs: a stop what the start before it made, a sweep nothing.
 */
export function ownTimes(world: World): Case[] {
  const states = new Map<Side, Variables>();
  const { aws } = world.sandbox;
  const task = aws.addTask({ cluster: 'ci', family: 'runner' });
  const onTask = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.endpointUrl + aws.credentialsPath(task),
    AWS_REGION: aws.region,
  };
  const own = (name: string, step: StepOptions): Case => ({
    part: 'own time',
    name,
    async measure(side) {
      // A job's machine has never seen the bundle.
      const environment = { ...step.environment, NODE_DISABLE_COMPILE_CACHE: '1' };
      const state = step.phase === 'post' ? states.get(side) : undefined;
      const cost = await measureStep(world, { ...step, ...side, environment, ...(state && { state }) });
      const { wallMs, waitedMs, result } = cost;
      if (step.phase !== 'post') states.set(side, result.state);
      return { ...cost, wallMs: wallMs - waitedMs, waitedMs: 0 };
    },
  });
  const { startInputs, stopInputs } = world;
  const inMode = (mode: string, inputs: Variables = {}) => ({ action: '.', inputs: { ...inputs, mode } }) as const;
  const start = { action: 'start-runner', inputs: startInputs } as const;
  return [
    own('start-runner', start),
    own('start-runner, post of a healthy start', { ...start, phase: 'post' }),
    own('stop-runner', { action: 'stop-runner' }),
    own('sweep-runners', { action: 'sweep-runners' }),
    own('inject-credentials', { action: 'inject-credentials', environment: onTask }),
    own('root, start', inMode('start', startInputs)),
    own('root, post of a healthy start', { ...inMode('start', startInputs), phase: 'post' }),
    own('root, stop', inMode('stop', stopInputs)),
    own('root, sweep', inMode('sweep', stopInputs)),
    own('root, credentials', { ...inMode('credentials'), environment: onTask }),
  ];
}
