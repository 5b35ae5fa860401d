#!/bin/bash
# Stands in for the listener and its worker in the image of runner-on-host.test.ts: they use Docker as those of the
# runner do (DockerCommandManager, ContainerOperationProvider, ContainerActionHandler). The job is bash, in TEST_JOB, and
# its `if: always()` step in TEST_ALWAYS.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit 99
work=$root/_work
# Two files .runner and the labels that the runner program itself put on its containers with them (actions/runner
# 2.336.0, tried): nothing here computes a label. Their runners are the two of a test.
if [ "$TEST_RUNNER" = 2 ]; then
  settings='{"AgentId":"100","AgentName":"r","DisableUpdate":"False","Ephemeral":"True","PoolId":"1","PoolName":"ÀB Größe","ServerUrl":"http://127.0.0.1:44731/broker/","WorkFolder":"_work","UseV2Flow":"True","ServerUrlV2":"http://127.0.0.1:44731/broker/"}'
  label=e3b57f
else
  settings='{"AgentId":"100","AgentName":"r","DisableUpdate":"False","Ephemeral":"True","PoolId":"1","PoolName":"Default","ServerUrl":"http://127.0.0.1:42115/broker/","WorkFolder":"_work","UseV2Flow":"True","ServerUrlV2":"http://127.0.0.1:42115/broker/"}'
  label=45a9e4
fi
# This machine's programs, for containers of an image without any.
read -ra programs <<<"$TEST_PROGRAMS"

# Common options of the runner's two kinds of containers.
mounts=(
  # Both are /var/run/docker.sock for the runner; the tests' engine has its socket elsewhere.
  --volume "$TEST_SOCKET:/var/run/docker.sock"
  --volume "$work/_temp/_github_home:/github/home"
  --volume "$work/_temp/_github_workflow:/github/workflow"
)

create_network() { docker network create --label "$label" "github_network_$(basename "$root")"; }

# A `container:` job: the container in which its steps run. Prints its id.
start_job_container() {
  docker create --label "$label" --network "$1" --workdir /__w/repo/repo "${programs[@]}" "${mounts[@]}" \
    --volume "$work:/__w" --volume "$root/externals:/__e:ro" --volume "$work/_temp:/__w/_temp" \
    --volume "$work/_actions:/__w/_actions" --volume "$work/_tool:/__w/_tool" --entrypoint tail empty -f /dev/null |
    tee container-id | xargs docker start
}

# A service: a container without the runner's mounts, in the job's network.
start_service() {
  docker create --label "$label" --network "$1" --network-alias service "${programs[@]}" \
    --entrypoint bash empty -c 'exec tail -f /dev/null' | xargs docker start
}

# A docker action; the arguments are its command.
run_action() {
  docker run --rm --label "$label" --workdir /github/workspace "${programs[@]}" "${mounts[@]}" \
    --volume "$work/_temp:/github/runner_temp" --volume "$work/_temp/_runner_file_commands:/github/file_commands" \
    --volume "$work/repo/repo:/github/workspace" --entrypoint bash empty -ec "$1"
}

line() { echo "2026-11-21 02:00:00Z: $*"; }

# A step: a child of the worker with a step's variables, whose output is a pipe that the worker reads and logs.
run_step() {
  local code
  exec 5< <(trap - INT && exec env GITHUB_RUN_ID=1 bash "$root/bin/Runner.Worker" "$@" 2>&1)
  step=$!
  (trap '' INT && exec sed -u 's/^/[WORKER 2026-11-21 02:00:00Z INFO Worker] /') <&5 &
  wait $step
  code=$?
  # A signal ended the wait.
  while kill -0 $step 2>/dev/null; do wait $step; code=$?; done
  wait $!
  return $code
}

if [ "$1" = step ]; then
  set -e
  eval "$2"
  exit
fi

if [ "${0##*/}" = Runner.Worker ]; then
  # Its command line begins with its path, as the real one's.
  [ "$TEST_WORKER" ] || TEST_WORKER=1 exec -a "$0" bash "$0" "$@"
  unset TEST_WORKER
  # INT comes from the listener that must end: `always()` steps are skipped.
  trap ends=1 INT
  mkdir -p "$work"/{_actions,_tool,repo/repo,_temp/{_github_home,_github_workflow,_runner_file_commands}}
  code=0
  # The hook comes before any container.
  [ -z "$ACTIONS_RUNNER_HOOK_JOB_STARTED" ] || run_step step "source $ACTIONS_RUNNER_HOOK_JOB_STARTED" || code=$?
  [ $code != 0 ] || [ "$ends" ] || run_step step "$TEST_JOB" || code=$?
  [ -z "$TEST_ALWAYS" ] || [ "$ends" ] || run_step step "$TEST_ALWAYS" || code=$?
  exit $code
fi

printf %s "$settings" >.runner
printf '\n√ Connected to GitHub\n\n'
line 'Listening for Jobs'
trap 'exit 0' INT
while [ -z "$TEST_JOB" ]; do sleep 0.1; done
trap : INT
# The label stays in use while the runner listens.
until [ -s .docker-label ]; do sleep 0.1; done
line 'Running job: test'
"$root/bin/Runner.Worker" spawnclient 1 2 || result=Failed
line "Job test completed with result: ${result:-Succeeded}"
rm -f .runner
