import { expect } from '@jest/globals';
import type { StepResult } from '../../sandbox/harness/step.ts';
import { startWorld, type World } from '../../sandbox/harness/world.ts';
import type { SandboxOptions } from '../../sandbox/index.ts';
import { checkAgainstOpenApi } from './openapi.ts';
import { until } from './until.ts';

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

/** How long something may stay that does not look as if it were ending: milliseconds of sandbox and of real time. */
const GRACE = { sandboxMs: 60_000, realMs: 5_000 };

/**
 * Expects that nothing is alive, or that what is already ending is gone soon. What is ending has the time that its
 * processes need; what is not is not waited for: its own limits would end it, and hide that nobody else did.
 * @param isMeant decides by a runner's name or a task's `startedBy` what must not be left; everything by default
 */
export async function expectNothingLeft(world: World, isMeant?: (name: string) => boolean): Promise<void> {
  const { clock } = world.sandbox;
  const began = { sandbox: clock.now(), real: performance.now() };
  const isGraceOver = (): boolean =>
    clock.now() - began.sandbox > GRACE.sandboxMs && performance.now() - began.real > GRACE.realMs;
  const isEmpty = (): boolean => Object.values(leftOf(world, isMeant)).every((alive) => alive.length === 0);
  // Compute that has lost its registration is ending: its runner ends at its next poll, at the latest.
  const isEnding = (): boolean => leftOf(world, isMeant).runners.length === 0;
  await until('nothing is left', () => isEmpty() || (isGraceOver() && !isEnding()));
  expect(leftOf(world, isMeant)).toEqual({ tasks: [], runners: [], processes: [] });
}

function leftOf({ sandbox }: World, isMeant: ((name: string) => boolean) | undefined) {
  const { tasks, runners, processes } = sandbox.inventory();
  if (isMeant === undefined) return { tasks, runners, processes };
  return {
    tasks: tasks.filter(({ startedBy = '' }) => isMeant(startedBy)),
    runners: runners.filter(({ name }) => isMeant(name)),
    processes: [],
  };
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
