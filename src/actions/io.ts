import * as core from '@actions/core';
import type { Log, StateStore } from '../core/ports.ts';
import { derivedForms, type Mask } from '../core/secret.ts';
import { inActionWords } from './words.ts';

/** Masks a value in the log, and each of its lines: a PEM is printed line by line. */
export const mask: Mask = (value) => {
  for (const part of new Set([value, ...value.split(/\r?\n/)])) {
    // A mask of a character or two would turn the log into stars.
    if (part.trim().length >= 4) core.setSecret(part);
  }
};

/** Masks a secret that later steps will handle, including the forms in which their tools may print it. */
export const maskSecret: Mask = (value) => {
  for (const form of derivedForms(value)) mask(form);
};

/** Sets a variable for all later steps of the job, including docker steps and job containers. */
export function exportVariable(name: string, value: string): void {
  core.exportVariable(name, value);
}

/** The step's log. Answers from GitHub or AWS cannot issue commands to the runner: see {@link printable}. */
export const actionsLog: Log = {
  info: (message) => core.info(printable(message)),
  notice: (message) => core.notice(printable(message)),
  warning: (message) => core.warning(printable(message)),
};

/**
 * Action state, on disk as soon as it is saved. A main step starts from nothing: whatever its environment contains under
 * the names of saved state was set by somebody else.
 */
export const actionsState: StateStore = {
  read: async () => new Map(),
  save: async (name, value) => core.saveState(name, value),
};

/** State that the main step saved, for its post step. */
export function savedState(environment: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const entries = Object.entries(environment).filter(([name]) => name.startsWith('STATE_'));
  return new Map(entries.map(([name, value]) => [name.slice('STATE_'.length), value ?? '']));
}

export function setOutputs(outputs: Readonly<Record<string, string | number | object>>): void {
  for (const [name, value] of Object.entries(outputs)) {
    core.setOutput(name, typeof value === 'object' ? inActionWords(JSON.stringify(value)) : value);
  }
}

/** Fails the step: the text becomes an annotation, and the exit code is 1. */
export function fail(text: string): void {
  core.setFailed(printable(text));
}

/** Appends to the step's summary; a summary that cannot be rendered or written is no reason to fail. */
export async function writeSummary(render: () => string): Promise<void> {
  try {
    await core.summary.addRaw(render()).write();
  } catch (error) {
    core.info(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Makes text safe to print, in the words of a workflow. The runner interprets as commands any line that begins with
 * `::`, ignoring leading white space, and `##[` anywhere; its white space is .NET's, which unlike JavaScript's includes
 * U+0085. Control and direction characters could hide text or make it read differently.
 */
export function printable(text: string): string {
  return (
    inActionWords(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      // Only some readers treat these as line breaks.
      .replaceAll(/[\u2028\u2029]/g, ' ')
      // After the removals: what these join must not become a command.
      .replaceAll(/^(\s*)::/gm, '$1: :')
      .replaceAll('##[', '## [')
  );
}
