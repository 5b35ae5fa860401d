/** Lets one thing happen at a time, in the order in which they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does `act` once all that was asked for before is done, and passes on what comes of it. */
  take<T>(act: () => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    // A turn that fails is its asker's business, and ends like any other.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves once all that was asked for so far is done. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
