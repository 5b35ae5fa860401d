#!/usr/bin/env bash
# Turns a container into the runner whose JIT config is in ACTIONS_RUNNER_INPUT_JITCONFIG.
# Injected as the container's command, or called by an image. Comment lines are left out of the injected form.
set -u

# The folder that holds run.sh; /home/runner in the official image.
cd "${RUNNER_ROOT:-/home/runner}" || { echo "ecs-github-runner: no folder ${RUNNER_ROOT:-/home/runner}" >&2; exit 64; }
[ -x run.sh ] || { echo "ecs-github-runner: no run.sh in $PWD; is the runner installed in this image?" >&2; exit 65; }
[ -n "${ACTIONS_RUNNER_INPUT_JITCONFIG:-}" ] || { echo "ecs-github-runner: no ACTIONS_RUNNER_INPUT_JITCONFIG" >&2; exit 66; }

# run.sh then passes INT and TERM on to the listener, which cancels the job; a shell that is process 1 would swallow them.
export RUNNER_MANUALLY_TRAP_SIG=1
# Some images run as root, which the runner otherwise refuses. The container is the boundary, not its user.
export RUNNER_ALLOW_RUNASROOT=1
exec ./run.sh
