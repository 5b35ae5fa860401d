import { expect } from '@jest/globals';
import type { StepResult } from '../../sandbox/harness/step.ts';
import { startWorld, type World } from '../../sandbox/harness/world.ts';
import type { SandboxOptions } from '../../sandbox/index.ts';
import { checkAgainstOpenApi } from './openapi.ts';

/**
 * Runs a scenario in a new world. Afterwards it compares every answer of GitHub's half with GitHub's own description,
 * whatever the scenario was about.
 */
export async function inWorld(scenario: (world: World) => Promise<void>, options: SandboxOptions = {}): Promise<void> {
  const world = await startWorld(options);
  try {
    await scenario(world);
    const apiPath = options.github?.apiPath;
    const github = world.sandbox.journal.filter(({ service }) => service === 'github');
    expect(github.flatMap((entry) => checkAgainstOpenApi(entry, { ...(apiPath && { apiPath }) }))).toEqual([]);
  } finally {
    await world.close();
  }
}

/**
 * Expects that nothing is alive, or that what is already ending is gone within a minute of sandbox time.
 * @param isMeant decides by a runner's name or a task's `startedBy` what must not be left; everything by default
 */
export async function expectNothingLeft({ sandbox }: World, isMeant?: (name: string) => boolean): Promise<void> {
  const deadline = sandbox.clock.now() + 60_000;
  const left = () => {
    const { tasks, runners, processes } = sandbox.inventory();
    if (isMeant === undefined) return { tasks, runners, processes };
    return {
      tasks: tasks.filter(({ startedBy = '' }) => isMeant(startedBy)),
      runners: runners.filter(({ name }) => isMeant(name)),
      processes: [],
    };
  };
  const isEmpty = (): boolean => Object.values(left()).every((alive) => alive.length === 0);
  while (!isEmpty() && sandbox.clock.now() < deadline) await sandbox.clock.sleep(200);
  expect(left()).toEqual({ tasks: [], runners: [], processes: [] });
}

/** Expects that the step failed with one error; returns its text. */
export function errorOf(result: StepResult): string {
  const errors = [...result.log.matchAll(/^::error::(.*)$/gm)].map(([, text = '']) => decodeURIComponent(text));
  expect({ exitCode: result.exitCode, errors: errors.length, log: result.log }).toMatchObject({
    exitCode: 1,
    errors: 1,
  });
  const [text = ''] = errors;
  expect(text).not.toMatch(/probably a bug/);
  return text;
}

/** Expects that the step succeeded. */
export function expectSuccess(result: StepResult): StepResult {
  expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
  return result;
}

/** The operations called on a service, in order. */
export function operations({ sandbox }: World, service: string): string[] {
  return sandbox.journal.filter((entry) => entry.service === service).map(({ operation }) => operation);
}

/** The service's answer to the first request of an operation. @throws if there was none */
export function firstAnswer<Body>({ sandbox }: World, operation: string): Body {
  const entry = sandbox.journal.find((candidate) => candidate.operation === operation);
  if (entry?.answer?.body === undefined) throw new Error(`No answer to ${operation} in the journal.`);
  return entry.answer.body as Body;
}
