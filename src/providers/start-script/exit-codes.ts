import type { ErrorKind } from '../../core/explanation.ts';
import { SETTING, STEP } from '../../core/words.ts';

/** What the end of the runner's container means, and the next step. */
interface ExitMeaning {
  readonly kind: ErrorKind;
  readonly hint: string;
}

const IMAGE_HINT =
  "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT)? The image also needs bash 4.3 or " +
  'later, coreutils and gzip, and its user must be able to write to that folder and to the temporary one. The official ' +
  'image ghcr.io/actions/actions-runner has all that.';
const CONNECTION_HINT = 'Check that the task can reach GitHub (NAT, proxy, security group).';

/** Exit codes of runner/start.sh; docs/start-script.md lists them. Those of signals are not among them. */
const MEANINGS: Readonly<Record<number, ExitMeaning>> = {
  0: {
    kind: 'transient',
    hint:
      `The runner ended by itself: it had its job already, or, with ${SETTING.imageStartScript}, its registration was ` +
      "removed or its version is no longer accepted. See the container's log and the list of runners in GitHub's " +
      `settings, then ${STEP.startAgain}.`,
  },
  64: { kind: 'configuration', hint: IMAGE_HINT },
  65: { kind: 'configuration', hint: IMAGE_HINT },
  66: {
    kind: 'configuration',
    hint: `The container that was started got no JIT config. Check that ${SETTING.container} names the right one.`,
  },
  67: { kind: 'configuration', hint: 'Correct the EGR_ variables that the image or the task definition sets.' },
  68: { kind: 'configuration', hint: IMAGE_HINT },
  69: { kind: 'configuration', hint: IMAGE_HINT },
  70: {
    kind: 'transient',
    hint: `No job came within ${SETTING.idleTimeout}, or GitHub gave the one it offered to another runner. ${STEP.startAgain}.`,
  },
  71: { kind: 'configuration', hint: `${SETTING.maxLifetime} was reached. Raise it if the job needs longer.` },
  72: {
    kind: 'transient',
    hint:
      "The registration of the runner was removed: by GitHub, or by somebody (the scope's audit log shows who). " +
      `${STEP.startAgain}.`,
  },
  73: { kind: 'configuration', hint: CONNECTION_HINT },
  74: { kind: 'transient', hint: `Another process used the same JIT config. ${STEP.startAgain}.` },
  75: {
    kind: 'configuration',
    hint: 'GitHub refuses this version of the runner. Use a newer image, and do not pin an old one.',
  },
  76: { kind: 'transient', hint: `The runner program failed: see the container's log. ${CONNECTION_HINT}` },
  77: {
    kind: 'transient',
    hint: `The runner program failed repeatedly: see the container's log. ${CONNECTION_HINT}`,
  },
  78: {
    kind: 'configuration',
    hint:
      'EGR_DOCKER_ROOT is set, but this container cannot be a runner with Docker: the log says what is wrong. It must start as ' +
      'root, have that folder of the instance mounted at the same path, and its image must have the Docker CLI, findutils and ' +
      'util-linux.',
  },
  79: {
    kind: 'configuration',
    hint:
      'The runner could not be copied to EGR_DOCKER_ROOT on the instance: the log says why. If its disk is full, clean it ' +
      'up, give instances a larger volume, or replace this one.',
  },
  80: {
    kind: 'configuration',
    hint:
      'The runner cannot use Docker: the log says why. The task definition must mount /var/run/docker.sock, and Docker must run on ' +
      'the instance.',
  },
};

/**
 * What the exit code of the runner's container means, and of no other's; undefined if it is none of the start script's,
 * or if the container has none.
 */
export function meaningOfExit(exitCode: number | undefined): ExitMeaning | undefined {
  return exitCode === undefined ? undefined : MEANINGS[exitCode];
}
