/** Real milliseconds between two looks at the sandbox. */
const LOOK_MS = 20;

/** Real milliseconds after which what was waited for is said not to come: no quick machine comes near it. */
const PATIENCE_MS = 120_000;

/**
 * Waits until something is so. The wait has no deadline in sandbox time: real processes have to do it, and how much of
 * that time passes meanwhile depends on what else the machine does.
 * @throws Error with `what` if it does not come in two real minutes
 */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
