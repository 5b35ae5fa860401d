import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The identity that a container reported. */
export interface Answer {
  readonly arn?: string;
  readonly accessKeyId?: string;
  readonly error?: string;
  readonly message?: string;
}

/** A container that answers questions, one per line. */
export class Caller {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(child: ChildProcess) {
    this.#child = child;
    if (child.stdout === null) throw new Error('no output');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** @param aheadMs how much time has advanced since the last question, for the container too */
  async ask(aheadMs = 0): Promise<Answer> {
    this.#child.stdin?.write(`${aheadMs}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('The container has ended.');
    return parseAnswer(value, value);
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    await closed;
  }
}

/** Command lines of all processes of the instance. */
export function commandLines(): readonly string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      return [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

/** Parses an answer of caller.mjs. @throws Error with everything printed, if it is not an answer */
export function parseAnswer(line: string, text: string): Answer {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    throw new Error(`The container did not answer:\n${text}`);
  }
}
