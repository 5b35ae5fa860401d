/** Lets one action run at a time, in the order of the calls. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `act` after all earlier calls, and passes on its result. */
  take<T>(act: () => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    // A failed turn concerns only its caller, and ends like any other.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when all calls so far are done. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
