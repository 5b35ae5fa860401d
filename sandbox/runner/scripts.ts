/** The shell scripts of the stand-in image: they behave like those of actions/runner 2.336. */

/** run.sh: restarts the helper as long as it exits with 2. */
export const runScript = `#!/bin/bash
# Stand-in for the runner's run.sh.
here="$(cd "$(dirname "$(readlink -f "\${BASH_SOURCE[0]}")")" && pwd -P)"

make_helper() { cp -f "$here/run-helper.sh.template" "$here/run-helper.sh"; }

if [[ -z $RUNNER_MANUALLY_TRAP_SIG ]]; then
  # Signals are left to the shell: as process 1 of a container it ignores them.
  while make_helper; "$here/run-helper.sh" "$@"; (($? == 2)); do
    echo "Restarting runner..."
  done
  echo "Exiting runner..."
  exit 0
fi

# Job control gives the helper its own process group, to which signals are passed on.
set -m
signalled=no
pass_on() {
  signalled=yes
  kill -INT -- "-$helper"
}
trap pass_on INT TERM

while :; do
  make_helper
  "$here/run-helper.sh" "$@" &
  helper=$!
  wait "$helper"
  code=$?
  if [[ $signalled == yes ]]; then
    # The first wait ended with the signal, not with the helper.
    wait "$helper"
    code=$?
  fi
  ((code == 2)) || break
  echo "Restarting runner..."
done
echo "Exiting runner..."
trap - INT TERM
# A second signal ended the second wait.
wait "$helper"
exit "$code"
`;

/**
 * run-helper.sh: turns nearly every exit code of the listener into 0. The real one also refuses to run as root; this
 * one runs as the sandbox's user, while the image has its own user.
 */
export const helperScript = `#!/bin/bash
# Stand-in for the runner's run-helper.sh.
here="$(cd "$(dirname "$(readlink -f "\${BASH_SOURCE[0]}")")" && pwd -P)"

"$here/bin/Runner.Listener" run "$@"
code=$?
case $code in
  0)
    echo "Runner listener exit with 0 return code, stop the service, no retry needed."
    exit 0
    ;;
  1)
    echo "Runner listener exit with terminated error, stop the service, no retry needed."
    exit 0
    ;;
  2)
    echo "Runner listener exit with retryable error, re-launch runner in 5 seconds."
    "$here/safe_sleep.sh" 5
    exit 2
    ;;
  3 | 4)
    echo "Runner listener exit because of updating, re-launch runner after successful update"
    for ((left = 30; left > 0; left--)); do
      if [[ -f update.finished ]]; then
        echo "Update finished successfully."
        rm update.finished
        break
      fi
      "$here/safe_sleep.sh" 1
    done
    exit 2
    ;;
  5)
    echo "Runner listener exit with Session Conflict error, stop the service, no retry needed."
    exit 0
    ;;
  7)
    if [[ $ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE == 1 ]]; then
      echo "Runner listener exit with deprecated version exit code: $code."
      exit 7
    fi
    ;;
esac
echo "Exiting with unknown error code: $code"
exit 0
`;

/** bin/Runner.Listener: the listener's command line contains that name. */
export function listenerScript(options: { node: string; listener: string; machine: string }): string {
  const { node, listener, machine } = options;
  return `#!/bin/bash
root="$(cd "$(dirname "$(readlink -f "\${BASH_SOURCE[0]}")")/.." && pwd -P)"
exec -a "$root/bin/Runner.Listener" ${quote(node)} ${quote(listener)} --root "$root" --machine ${quote(machine)} "$@"
`;
}

/**
 * bin/worker.sh, run by bin/Runner.Worker with the job's script and that of its `if: always()` step: the job-started hook,
 * the script, the `always()` step, the job-completed hook, each with what the earlier ones wrote to GITHUB_ENV. Each step's
 * output is a pipe of its own, which the worker reads.
 *
 * USR1, USR2 and HUP stand for the listener's messages of a cancelled job: the running step gets INT, TERM, KILL, and the
 * `always()` step runs. INT and TERM come to the whole group when the listener must end: `always()` steps are skipped.
 */
export const workerScript = `#!/bin/bash
step_pid=0 shut_down=
trap shut_down=1 INT TERM
trap 'cancelled=$step_pid; kill -INT $cancelled' USR1
trap 'kill -TERM $cancelled' USR2
trap 'kill -KILL $cancelled' HUP

take_environment() {
  local line name end value
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^([A-Za-z_][A-Za-z0-9_]*)\\<\\<(.+)$ ]]; then
      name=\${BASH_REMATCH[1]} end=\${BASH_REMATCH[2]} value=
      while IFS= read -r line && [[ $line != "$end" ]]; do value+="\${value:+$'\\n'}$line"; done
      export "$name=$value"
    elif [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]]; then
      export "$line"
    fi
  done <"$GITHUB_ENV"
  : >"$GITHUB_ENV"
}

step() {
  local code reader tries
  # Job control, or it would ignore INT.
  exec 5< <(trap - INT; exec env GITHUB_RUN_ID=1 bash -e "$@" 2>&1)
  step_pid=$!
  cat <&5 &
  reader=$!
  wait $step_pid
  code=$?
  # A signal ended the wait.
  while kill -0 $step_pid 2>/dev/null; do
    wait $step_pid
    code=$?
  done
  step_pid=0
  # A process that the step left behind may hold its output open.
  for ((tries = 0; tries < 20; tries++)); do
    kill -0 $reader 2>/dev/null || break
    read -rt 0.02 <> <(:)
  done
  kill $reader 2>/dev/null
  exec 5<&-
  [[ -z $GITHUB_ENV ]] || take_environment
  return $code
}

code=0
if [[ -n $ACTIONS_RUNNER_HOOK_JOB_STARTED ]]; then
  step "$ACTIONS_RUNNER_HOOK_JOB_STARTED" || code=$?
fi
if ((code == 0)) && [[ -z $shut_down ]]; then
  step "$1" || code=$?
fi
if [[ -n $2 && -z $shut_down ]]; then
  step "$2" || code=$?
fi
if [[ -n $ACTIONS_RUNNER_HOOK_JOB_COMPLETED ]]; then
  step "$ACTIONS_RUNNER_HOOK_JOB_COMPLETED" || code=$?
fi
[[ -z $shut_down ]] || echo '##[error]The operation was canceled.'
exit $code
`;

/** safe_sleep.sh: the real one, too, uses `sleep` if there is one. */
export const sleepScript = `#!/bin/bash
sleep "$1"
`;

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
