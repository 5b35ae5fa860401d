import type { Compute } from '../compute.ts';
import type { Registration } from '../ports.ts';

/** A launched runner: it is registered, and its compute was accepted. */
export interface LaunchedRunner {
  /** Index within the start, from 0. */
  readonly index: number;
  /** The number in its name: how many names of this runner were used before, from 0. */
  readonly launchNumber: number;
  readonly registration: Registration;
  readonly label: string;
  readonly compute: Compute;
}
