/** Lets one party wait until another has changed something. */
export class Changes {
  #next = Promise.withResolvers<void>();

  /** Resolves at the next change. */
  get next(): Promise<void> {
    return this.#next.promise;
  }

  /** Wakes everyone who is waiting. */
  notify(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}
