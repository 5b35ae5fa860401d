#!/bin/bash
# Stands in for the listener and its worker in the image of runner-on-host.test.ts: they use Docker as those of the
# runner do (DockerCommandManager, ContainerOperationProvider, ContainerActionHandler). The job is bash, in TEST_JOB.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit 99
work=$root/_work
label=$(sha256sum .runner 2>/dev/null | cut -c 1-6)
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

if [ "${0##*/}" = Runner.Worker ]; then
  trap 'exit 1' INT
  mkdir -p "$work"/{_actions,_tool,repo/repo,_temp/{_github_home,_github_workflow,_runner_file_commands}}
  set -e
  eval "$TEST_JOB"
  exit
fi

echo "{\"agentName\": \"$(basename "$root")\"}" >.runner
printf '\n√ Connected to GitHub\n\n'
line 'Listening for Jobs'
trap 'exit 0' INT
while [ -z "$TEST_JOB" ]; do sleep 0.1; done
trap 'result=Canceled' INT
# The label stays in use while the runner listens.
until [ -s .docker-label ]; do sleep 0.1; done
line 'Running job: test'
"$root/bin/Runner.Worker" spawnclient 1 2 || result=${result:-Failed}
line "Job test completed with result: ${result:-Succeeded}"
rm -f .runner
