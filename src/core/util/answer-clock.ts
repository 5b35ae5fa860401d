/** Reads the time from the answers of a server, whose own clock dates everything else that it says. */
export class AnswerClock {
  /** How far the server's clock was ahead at its last answer, milliseconds; undefined before that. */
  aheadMs: number | undefined;

  /**
   * Its `Date` has whole seconds: the middle of that second is taken.
   * @param now this machine's time, epoch milliseconds
   */
  note(headers: Readonly<Record<string, unknown>>, now: number): void {
    const { date } = headers;
    const time = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    if (!Number.isNaN(time)) this.aheadMs = time + 500 - now;
  }
}
