#!/usr/bin/env bash
# Turns a container or a VM into the runner whose JIT config is in ACTIONS_RUNNER_INPUT_JITCONFIG, and ends it: after its
# one job, after a time without a job, after its lifetime, or on a signal. docs/start-script.md lists variables and exit
# codes. Needs bash 4.3 or later, coreutils, and the runner in RUNNER_ROOT or /home/runner.
#
# This is the full form, for images and task definitions. script/generate.ts makes the injected form of it, which leaves
# out what stands between "full form only" and "end", and comments, and is compressed (runner/injected.ts). The command
# that holds it may have 2,200 characters, which is why this is terse. What stands between "docker steps only" and "end"
# is in a second injected form, which is used only where it was asked for.
#
# Time is asked of `date` and waited for with `sleep` alone, so that a sandbox's clock can stand in for both. Variables
# that are set before the runner starts have a prefix: setting one of the container's own would change it for the job.

# Ends this script: the exit code and, behind it, what is printed.
finish() {
  echo "ecs-github-runner: ${1#* } (exit code ${1%% *})"
  exit "${1%% *}"
}

egr_config=ACTIONS_RUNNER_INPUT_JITCONFIG
egr_root=${RUNNER_ROOT:-/home/runner}
[ -d "$egr_root" ] || finish "64 no folder $egr_root"
[ -x "$egr_root/run.sh" ] || finish "65 no run.sh in $egr_root; is the runner installed in this image?"

# --- full form only
# start-runner checks its inputs; what an image or a task definition sets is checked here.
for egr_name in EGR_IDLE_TIMEOUT_MINUTES EGR_MAX_LIFETIME_MINUTES; do
  [[ ${!egr_name:-1} =~ ^[1-9][0-9]{0,3}$ ]] ||
    finish "67 $egr_name must be whole minutes from 1 to 9999; it is \"${!egr_name}\""
done
# --- end

# The kernel shows the environment that a process began with to all processes of its user, the job's included. So the
# config goes to where only the listener looks: it reads .env in its folder into its own memory. Then this process begins
# anew, with an environment that never had the config.
if [ "${!egr_config}" ]; then
  cp -p "$egr_root/.env" "$egr_root/.env.egr" 2>/dev/null || : >"$egr_root/.env.egr"
  (umask 077 && printf '\n%s=%s\n' $egr_config "${!egr_config}" >>"$egr_root/.env") ||
    finish "68 cannot write to $egr_root"
  exec env -u $egr_config bash ${BASH_EXECUTION_STRING:+-c} "${BASH_EXECUTION_STRING:-$0}"
fi

# --- full form only
# The runner labels its containers and networks with a hash of .runner, read as text, so without a byte order mark. It
# deletes .runner after its job, so the label is taken while it listens. A later start reads it if this one is killed.
note_docker_label() {
  local mark
  mark=$(head -c 3 .runner | od -An -tx1)
  if [ "$mark" = ' ef bb bf' ]; then tail -c +4 .runner; else cat .runner; fi | sha256sum | cut -c 1-6 >.docker-label
}

# Removes the containers and networks that jobs of the runner in folder $1 left on the Docker host, and nothing else.
remove_docker_leftovers() {
  local label found
  # A job may have put anything there, such as a pipe that nobody writes to.
  [ ! -f "$1/.docker-label" ] || label=$(head -c 6 "$1/.docker-label")
  # A filter with an empty label would match what is not ours.
  [[ $label =~ ^[0-9a-f]{6}$ ]] && command -v docker >/dev/null || return
  # With a limit: a daemon that does not answer must not hold up the end.
  found=$(timeout 20 docker ps --all --quiet --filter "label=$label" 2>/dev/null) || return
  if [ "$found" ]; then
    echo "ecs-github-runner: removing containers that the job left: ${found//$'\n'/ }"
    # shellcheck disable=SC2086 # one word per id
    timeout 60 docker rm --force --volumes $found >/dev/null
  fi
  found=$(timeout 20 docker network ls --quiet --filter "label=$label" 2>/dev/null) || return
  if [ "$found" ]; then
    echo "ecs-github-runner: removing networks that the job left: ${found//$'\n'/ }"
    # shellcheck disable=SC2086 # one word per id
    timeout 60 docker network rm $found >/dev/null
  fi
}

# With EGR_DOCKER_ROOT: what this runner mounts into containers must be at the same path on the Docker host. So it gets a
# root of its own in that folder, which is the host's. This process stays root, prepares, waits and cleans up; the runner,
# and the rest of this script, run in a second process as the user that the runner's folder belongs to.
egr_socket=/var/run/docker.sock

check_docker_host() {
  local program point
  [[ $EGR_DOCKER_ROOT =~ ^(/[A-Za-z0-9_.-]+)+$ ]] ||
    finish "78 EGR_DOCKER_ROOT must be an absolute path of letters, digits, _ . and -; it is \"$EGR_DOCKER_ROOT\""
  while read -r _ _ _ _ point _; do
    [ "$point" != "$EGR_DOCKER_ROOT" ] || break
  done </proc/self/mountinfo
  [ "$point" = "$EGR_DOCKER_ROOT" ] ||
    finish "78 EGR_DOCKER_ROOT $EGR_DOCKER_ROOT is not a mount: Docker would not find there what a job mounts; give the container that folder of the host at the same path"
  for program in docker find flock setpriv; do
    command -v $program >/dev/null || finish "78 no $program in this image, which EGR_DOCKER_ROOT needs"
  done
  ((EUID == 0)) || finish "78 EGR_DOCKER_ROOT needs a container that starts as root; this is user $EUID"
  [ -S $egr_socket ] || finish "80 no Docker socket at $egr_socket; does the task definition mount it?"
}

# The user of the runner gets the socket's group too; that need not be a group of the image.
choose_user() {
  local groups problem
  egr_user=$(stat -c %u "$egr_root") egr_group=$(stat -c %g "$egr_root")
  groups=$(id -G "$egr_user" 2>/dev/null || echo "$egr_group")
  groups=${groups// /,},$(stat -L -c %g $egr_socket)
  egr_as_runner=(setpriv --reuid "$egr_user" --regid "$egr_group" --groups "$groups" --)
  problem=$("${egr_as_runner[@]}" timeout 30 docker version 2>&1) ||
    finish "80 user $egr_user with groups $groups cannot use Docker at $egr_socket: ${problem##*$'\n'}"
}

# Whether nobody holds the lock of a runner's folder. One without may be in the making, or half removed.
is_dead() {
  if [ -f "$1/.lock" ]; then flock --nonblock "$1/.lock" true; else [ "$(find "$1" -maxdepth 0 -mmin +60)" ]; fi
}

# Removes what runners of this host left that were killed before they could clean up.
remove_dead_runners() {
  local folder
  for folder in "$EGR_DOCKER_ROOT"/runners/*; do
    [ -d "$folder" ] || continue
    is_dead "$folder" || continue
    echo "ecs-github-runner: removing $folder, whose runner was killed"
    remove_docker_leftovers "$folder"
    rm -rf "$folder"
  done
}

# Runs cp, whose last line of errors tells why it failed.
copy_files() {
  local problem
  problem=$(cp "$@" 2>&1) || {
    rm -rf "$EGR_DOCKER_ROOT/copies/.new"
    finish "79 cannot copy the runner to $EGR_DOCKER_ROOT: ${problem##*$'\n'}"
  }
}

# Puts a large folder of the runner below its new root: links to the host's copy of this very content, which is made by the
# first that needs it. The copy is root's and read-only to others, since all runners of the host share its files.
link_folder() {
  local copy new=$EGR_DOCKER_ROOT/copies/.new
  copy=$(cd "$egr_root" && find "$1" \( -type f -o -type l \) -printf '%p %m %s %T@ %l\n' | sort | sha256sum)
  copy=$EGR_DOCKER_ROOT/copies/$1-${copy:0:16}
  if [ ! -d "$copy" ]; then
    # Of a start that was killed.
    rm -rf "$new"
    copy_files -dR --preserve=mode,timestamps,links "$egr_root/$1" "$new"
    chmod -R a+rX,go-w "$new"
    mv "$new" "$copy" || finish "79 cannot write to $EGR_DOCKER_ROOT/copies"
  fi
  touch "$copy"
  cp -al "$copy" "$egr_home/$1" 2>/dev/null || {
    rm -rf "${egr_home:?}/$1"
    copy_files -a "$copy" "$egr_home/$1"
  }
}

# Makes the runner's root on the host. One at a time: a folder is not there without its lock, nor a copy half made.
make_home() {
  local entry
  mkdir -p "$EGR_DOCKER_ROOT/runners" "$EGR_DOCKER_ROOT/copies" || finish "79 cannot write to $EGR_DOCKER_ROOT"
  exec 8>"$EGR_DOCKER_ROOT/lock" || finish "79 cannot write to $EGR_DOCKER_ROOT"
  # In short waits, since a signal is only looked at between them.
  until flock --timeout 1 8; do (($? == 1)) || finish "79 cannot lock $EGR_DOCKER_ROOT/lock"; done
  remove_dead_runners
  # What no start has used for a week; links to it stay good.
  find "$EGR_DOCKER_ROOT/copies" -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} +
  egr_home=$(mktemp -d "$EGR_DOCKER_ROOT/runners/XXXXXXXX") || finish "79 cannot write to $EGR_DOCKER_ROOT/runners"
  trap remove_home EXIT
  exec 9>"$egr_home/.lock.new" && flock 9 && mv "$egr_home/.lock.new" "$egr_home/.lock"
  for entry in bin externals; do [ ! -d "$egr_root/$entry" ] || link_folder $entry; done
  for entry in "$egr_root"/{.[!.],}*; do
    case ${entry##*/} in bin | externals) ;; *) [ ! -e "$entry" ] || copy_files -a "$entry" "$egr_home/" ;; esac
  done
  chmod 755 "$egr_home"
  chown "$egr_user:$egr_group" "$egr_home"
  # Root has put the JIT config into the image's .env.
  if [ -e "$egr_root/.env.egr" ]; then
    mv "$egr_root/.env.egr" "$egr_root/.env"
    chown "$egr_user:$egr_group" "$egr_home/.env" "$egr_home/.env.egr"
  fi
  exec 8>&-
}

# Containers wrote there as root, and what still runs in this one might go on writing.
# shellcheck disable=SC2329 # a trap's
remove_home() {
  # As process 1 this is all of the container, and nothing else.
  (($$ != 1)) || kill -KILL -1 2>/dev/null
  remove_docker_leftovers "$egr_home"
  rm -rf "$egr_home"
}

# A signal is for the runner, if there is one yet.
# shellcheck disable=SC2329 # a trap's
pass_on() {
  [ "$!" ] || finish "$2 stopped by SIG$1"
  kill -s "$1" "$!"
}

run_on_docker_host() {
  local code home
  check_docker_host
  choose_user
  trap 'pass_on TERM 143' TERM
  trap 'pass_on INT 130' INT
  make_home
  home=$(getent passwd "$egr_user" | cut -d : -f 6)
  # Job control, as below: or SIGINT would be ignored there for good.
  set -m
  "${egr_as_runner[@]}" env -u EGR_DOCKER_ROOT RUNNER_ROOT="$egr_home" HOME="${home:-$egr_home}" \
    bash ${BASH_EXECUTION_STRING:+-c} "${BASH_EXECUTION_STRING:-$0}" 9>&- &
  set +m
  # A signal ends a wait, not the process that is waited for.
  while kill -0 $! 2>/dev/null; do wait $!; done
  wait $!
  code=$?
  exit $code
}

[ -z "$EGR_DOCKER_ROOT" ] || run_on_docker_host
# --- end

# The real folder: the command lines of the runner's processes have it.
cd -P "$egr_root" && [[ $(cat .env 2>/dev/null) == *$egr_config=* ]] || finish "66 no $egr_config"
egr_state=$(mktemp -d) || finish '68 cannot make a temporary folder'

# Steps of a job container, and docker steps, do not have this environment, but the work folder. What inject-credentials
# needs to find the task's role goes there; it is no secret to a job, which reads it in /proc as well.
mkdir -p "${EGR_WORK_FOLDER:=_work}"
# --- full form only
# Of an earlier runner in the same folder.
rm -f .docker-label
# --- end
env | grep -E '^(AWS|ECS)_CONTAINER_\w*URI' >"$EGR_WORK_FOLDER/_ecs-github-runner"

# --- docker steps only
# A job-started hook may set variables of all later steps. One that the image has runs behind it.
if [ "$EGR_CREDENTIALS_FOR_DOCKER_STEPS" = true ]; then
  cat >"$egr_state/hook.sh" <<'END'
name=AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
[ -z "${!name}" ] || echo "::add-mask::${!name##*/}"
[ -z "${!name}" ] || echo "$name=${!name}" >>"$GITHUB_ENV"
[ -z "$EGR_HOOK" ] || exec bash -eo pipefail "$EGR_HOOK"
END
  export EGR_HOOK=$ACTIONS_RUNNER_HOOK_JOB_STARTED ACTIONS_RUNNER_HOOK_JOB_STARTED=$egr_state/hook.sh
fi
# --- end

# What is known of the runner is kept in files of this folder: `watch` runs beside the rest of this script.
mark() { : >"$egr_state/$1"; }
is_marked() { [ -e "$egr_state/$1" ]; }

# Notes how the runner ended, as far as its output tells by now.
note() {
  result=$1
  echo "$1" >"$egr_state/result"
}

# Reads a copy of the runner's output: its exit code is 0 whatever happened.
watch() {
  local line result restarts=0
  note '76 the listener failed'
  while read -r line || [ "$line" ]; do
    case $line in
      # First of all, since a job's name may be anything.
      *'Z: Running job: '*)
        mark job
        note '76 the listener ended in mid-job'
        ;;
      *'Z: Job '*' completed with result: '*) note '0 job done' ;;
      # The listener has read the config, and cannot have a job yet.
      *'Connected to GitHub'*) mv .env.egr .env ;;
      *'Z: Listening for Jobs'*)
        # The first time counts, or a listener that is started again and again would never be idle for long.
        is_marked since || date +%s >"$egr_state/since"
        # --- full form only
        note_docker_label
        # --- end
        ;;
      *'registration has been deleted'*) note '72 the registration is gone' ;;
      *'Session Conflict error'*) note '74 another runner has the session' ;;
      *'is deprecated and cannot'* | *'deprecated version exit'* | *'error code: 7')
        note '75 GitHub refuses this version of the runner'
        ;;
      # A listener that ends so without a job has lost its registration, and does not say so.
      *'exit with 0 return'*) [[ $result != *failed ]] || note '72 the registration is gone' ;;
      *'Restarting runner'*) ((++restarts < 10)) || mark stuck ;;
    esac
  done 2>/dev/null
  mark end
}

# Ends the runner. The first reason counts. run.sh passes TERM on to the listener as INT, which cancels the job; a second
# one would hurt the job's steps that are cleaning up.
stop() {
  [ "$egr_why" ] || kill "$egr_run" 2>/dev/null
  egr_why=${egr_why:-$1}
}

# Whether there is a job. It may have been taken a moment ago, its line still on the way.
is_busy() {
  is_marked job || [[ $(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ') == *"$PWD/bin/Runner.Worker "* ]]
}

egr_idle=${EGR_IDLE_TIMEOUT_MINUTES:-20}
egr_lifetime=${EGR_MAX_LIFETIME_MINUTES:-390}
egr_born=$(date +%s)
egr_run='' egr_why=''
trap 'stop "143 stopped by SIGTERM"' TERM
trap 'stop "130 stopped by SIGINT"' INT

# run.sh then passes signals on. Without it bash, as process 1, would swallow them.
export RUNNER_MANUALLY_TRAP_SIG=1
# Some images run as root, which the runner otherwise refuses. The container is the boundary, not its user.
export RUNNER_ALLOW_RUNASROOT=1
export ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE=1

# Job control: without it a process in the background ignores INT for good, and so would the listener. tee passes every
# byte on as it comes.
set -m
./run.sh > >(tee >(watch)) 2>&1 &
egr_run=$!
set +m

passes=0
while kill -0 "$egr_run"; do
  now=$(date +%s)
  since=$(cat "$egr_state/since")
  if [ "$egr_why" ]; then
    # 2 minutes: the listener gives a job that it cancels less than one.
    ((++passes < 25)) || kill -KILL "$egr_run"
    # Before a listener and between two, run.sh forgets a signal.
    ((passes % 3)) || is_busy || kill "$egr_run"
  elif ((now - egr_born >= egr_lifetime * 60)); then
    stop "71 the lifetime of $egr_lifetime minutes is over"
  elif is_marked stuck; then
    stop '77 the listener was restarted 10 times'
  elif ((now - ${since:-$egr_born} >= egr_idle * 60)) && ! is_busy; then
    if [ "$since" ]; then stop "70 no job came in $egr_idle minutes"; else stop "73 no connection in $egr_idle minutes"; fi
  fi
  # Until the runner has ended, a signal came or 5 seconds have passed.
  sleep 5 &
  wait -n
  kill $! && wait $!
done 2>/dev/null

# The rest of the output. Something that outlived the runner may hold it open.
for ((tries = 0; tries < 100; tries++)); do
  is_marked end && break
  sleep 0.1
done
egr_why=${egr_why:-$(cat "$egr_state/result")}
# --- full form only
remove_docker_leftovers "$PWD"
# --- end
rm -r "$egr_state"
finish "$egr_why"
