#!/usr/bin/env bash
# Turns a container or a VM into the runner whose JIT config is in ACTIONS_RUNNER_INPUT_JITCONFIG, and ends it: after
# its one job, after its idle time, after its lifetime, or on a signal. docs/start-script.md lists variables and exit
# codes. Needs bash 4.3 or later, coreutils, and the runner in RUNNER_ROOT or /home/runner.
# This is the full form, for images and task definitions. script/generate.ts makes the injected form from it:
# compressed, without comments and without the parts between "full form only" and "end" (runner/injected.ts). The
# command that holds it may have 2,200 characters, so this script is terse. A second injected form, used only on
# request, also has the parts between "docker steps only" and "end".
# Time comes only from `date`, and waits only use `sleep`, so that a sandbox's clock can replace both. Variables set
# before the runner starts have a prefix: setting one of the container's own would change it for the job.

# Ends this script. $1 is the exit code, followed by the text to print.
finish() {
  echo "ecs-github-runner: ${1#* } (exit code ${1%% *})"
  exit "${1%% *}"
}

egr_config=ACTIONS_RUNNER_INPUT_JITCONFIG
egr_root=${RUNNER_ROOT:-/home/runner}
[ -d "$egr_root" ] || finish "64 no folder $egr_root"
[ -x "$egr_root/run.sh" ] || finish "65 no run.sh in $egr_root; is the runner installed in this image?"

# --- full form only
# start-runner checks its inputs; this checks what an image or a task definition sets.
for egr_name in EGR_IDLE_TIMEOUT_MINUTES EGR_MAX_LIFETIME_MINUTES; do
  [[ ${!egr_name:-1} =~ ^[1-9][0-9]{0,3}$ ]] ||
    finish "67 $egr_name must be whole minutes from 1 to 9999; it is \"${!egr_name}\""
done
# --- end

# The kernel shows a process's initial environment to all processes of its user, including the job's. So the config goes
# into .env in the runner's folder, which only the listener reads, into its own memory. Then this process restarts
# itself with an environment that never had the config.
if [ "${!egr_config}" ]; then
  cp -p "$egr_root/.env" "$egr_root/.env.egr" 2>/dev/null || : >"$egr_root/.env.egr"
  (umask 077 && printf '\n%s=%s\n' $egr_config "${!egr_config}" >>"$egr_root/.env") ||
    finish "68 cannot write to $egr_root"
  exec env -u $egr_config bash ${BASH_EXECUTION_STRING:+-c} "${BASH_EXECUTION_STRING:-$0}"
fi

# --- full form only
# The runner labels its containers and networks with a hash of .runner, read as text, so without a byte order mark. It
# deletes .runner after its job, so this takes the label while it listens. A later start reads it if this one is killed.
note_docker_label() {
  local mark
  mark=$(head -c 3 .runner | od -An -tx1)
  if [ "$mark" = ' ef bb bf' ]; then tail -c +4 .runner; else cat .runner; fi | sha256sum | cut -c 1-6 >.docker-label
}

# Removes only the containers and networks that jobs of the runner in folder $1 left on the Docker host.
remove_docker_leftovers() {
  local label found
  # A job may have put anything there, such as a pipe that nobody writes to.
  [ ! -f "$1/.docker-label" ] || label=$(head -c 6 "$1/.docker-label")
  # A filter with an empty label would match containers that are not ours.
  [[ $label =~ ^[0-9a-f]{6}$ ]] && command -v docker >/dev/null || return
  # With a timeout: an unresponsive daemon must not delay the end.
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

# With EGR_DOCKER_ROOT: what this runner mounts into containers must be at the same path on the Docker host. So it gets
# its own root in that folder of the host. This process stays root, prepares, waits and cleans up; the runner and the
# rest of this script run in a second process as the owner of the runner's folder.
egr_socket=/var/run/docker.sock

check_docker_host() {
  local program point
  [[ $EGR_DOCKER_ROOT =~ ^(/[A-Za-z0-9_.-]+)+$ ]] ||
    finish "78 EGR_DOCKER_ROOT must be an absolute path of letters, digits, _ . and -; it is \"$EGR_DOCKER_ROOT\""
  while read -r _ _ _ _ point _; do
    [ "$point" != "$EGR_DOCKER_ROOT" ] || break
  done </proc/self/mountinfo
  [ "$point" = "$EGR_DOCKER_ROOT" ] ||
    finish "78 EGR_DOCKER_ROOT $EGR_DOCKER_ROOT is not a mount, so Docker would not find what a job mounts; mount that folder of the host at the same path"
  for program in docker find flock setpriv; do
    command -v $program >/dev/null || finish "78 no $program in this image, which EGR_DOCKER_ROOT needs"
  done
  ((EUID == 0)) || finish "78 EGR_DOCKER_ROOT needs a container that starts as root; this is user $EUID"
  [ -S $egr_socket ] || finish "80 no Docker socket at $egr_socket; does the task definition mount it?"
}

# The runner's user also gets the socket's group, which may not exist in the image.
choose_user() {
  local groups problem
  egr_user=$(stat -c %u "$egr_root") egr_group=$(stat -c %g "$egr_root")
  groups=$(id -G "$egr_user" 2>/dev/null || echo "$egr_group")
  groups=${groups// /,},$(stat -L -c %g $egr_socket)
  egr_as_runner=(setpriv --reuid "$egr_user" --regid "$egr_group" --groups "$groups" --)
  problem=$("${egr_as_runner[@]}" timeout 30 docker version 2>&1) ||
    finish "80 user $egr_user with groups $groups cannot use Docker at $egr_socket: ${problem##*$'\n'}"
}

# Whether nobody holds the lock of a runner's folder. A folder without a lock may be half made or half removed.
is_dead() {
  if [ -f "$1/.lock" ]; then flock --nonblock "$1/.lock" true; else [ "$(find "$1" -maxdepth 0 -mmin +60)" ]; fi
}

# Cleans up after runners of this host that were killed before they could.
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

# Runs cp; its last error line says why it failed.
copy_files() {
  local problem
  problem=$(cp "$@" 2>&1) || {
    rm -rf "$EGR_DOCKER_ROOT/copies/.new"
    finish "79 cannot copy the runner to $EGR_DOCKER_ROOT: ${problem##*$'\n'}"
  }
}

# Puts a large folder of the runner below its new root, as links to the host's copy of the same content, which the first
# runner that needs it makes. The copy belongs to root and is read-only to others, because all runners of the host share
# its files.
link_folder() {
  local copy new=$EGR_DOCKER_ROOT/copies/.new
  copy=$(cd "$egr_root" && find "$1" \( -type f -o -type l \) -printf '%p %m %s %T@ %l\n' | sort | sha256sum)
  copy=$EGR_DOCKER_ROOT/copies/$1-${copy:0:16}
  if [ ! -d "$copy" ]; then
    # From a start that was killed.
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

# Makes the runner's root on the host. One at a time, so that nobody sees a folder without its lock, or a half-made
# copy.
make_home() {
  local entry
  mkdir -p "$EGR_DOCKER_ROOT/runners" "$EGR_DOCKER_ROOT/copies" || finish "79 cannot write to $EGR_DOCKER_ROOT"
  exec 8>"$EGR_DOCKER_ROOT/lock" || finish "79 cannot write to $EGR_DOCKER_ROOT"
  # In short waits, because signals are only handled between them.
  until flock --timeout 1 8; do (($? == 1)) || finish "79 cannot lock $EGR_DOCKER_ROOT/lock"; done
  remove_dead_runners
  # Copies that no start has used for a week; links to them stay valid.
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

# Containers wrote there as root, and processes still running in this one might keep writing.
# shellcheck disable=SC2329 # a trap's
remove_home() {
  # As process 1, this kills everything in the container and nothing else.
  (($$ != 1)) || kill -KILL -1 2>/dev/null
  remove_docker_leftovers "$egr_home"
  rm -rf "$egr_home"
}

# Passes a signal on to the runner, if there is one yet.
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
  # Job control, as below: without it, that process would always ignore SIGINT.
  set -m
  "${egr_as_runner[@]}" env -u EGR_DOCKER_ROOT RUNNER_ROOT="$egr_home" HOME="${home:-$egr_home}" \
    bash ${BASH_EXECUTION_STRING:+-c} "${BASH_EXECUTION_STRING:-$0}" 9>&- &
  set +m
  # A signal ends a wait, not the process it waits for.
  while kill -0 $! 2>/dev/null; do wait $!; done
  wait $!
  code=$?
  exit $code
}

[ -z "$EGR_DOCKER_ROOT" ] || run_on_docker_host
# --- end

# The real path: the command lines of the runner's processes contain it.
cd -P "$egr_root" && [[ $(cat .env 2>/dev/null) == *$egr_config=* ]] || finish "66 no $egr_config"
egr_state=$(mktemp -d) || finish '68 cannot make a temporary folder'

# Steps in a job container and docker steps do not have this environment, but they have the work folder. So what
# inject-credentials needs to find the task's role goes there; it is no secret from a job, which can also read it in
# /proc.
mkdir -p "${EGR_WORK_FOLDER:=_work}"
# --- full form only
# From an earlier runner in the same folder.
rm -f .docker-label
# --- end
env | grep -E '^(AWS|ECS)_CONTAINER_\w*URI' >"$EGR_WORK_FOLDER/_ecs-github-runner"

# --- docker steps only
# A job-started hook may set variables for all later steps. The image's own hook, if any, runs after it.
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

# Files in this folder record what is known about the runner: `watch` runs in parallel with the rest of this script.
mark() { : >"$egr_state/$1"; }
is_marked() { [ -e "$egr_state/$1" ]; }

# Records how the runner ended, as far as its output shows so far.
note() {
  result=$1
  echo "$1" >"$egr_state/result"
}

# Reads a copy of the runner's output, because its exit code is 0 whatever happened.
watch() {
  local line result restarts=0
  note '76 the listener failed'
  while read -r line || [ "$line" ]; do
    case $line in
      # Comes first, because a job's name may be anything.
      *'Z: Running job: '*)
        mark job
        note '76 the listener ended in mid-job'
        ;;
      *'Z: Job '*' completed with result: '*) note '0 job done' ;;
      # The listener has read the config and cannot have a job yet.
      *'Connected to GitHub'*) mv .env.egr .env ;;
      *'Z: Listening for Jobs'*)
        # The first time counts; otherwise a listener that keeps restarting would never be idle for long.
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
      # A listener that ends like this without a job has lost its registration, and does not say so.
      *'exit with 0 return'*) [[ $result != *failed ]] || note '72 the registration is gone' ;;
      *'Restarting runner'*) ((++restarts < 10)) || mark stuck ;;
    esac
  done 2>/dev/null
  mark end
}

# Ends the runner. The first reason counts. run.sh passes TERM on to the listener as INT, which cancels the job; a
# second one would disturb job steps that are cleaning up.
stop() {
  [ "$egr_why" ] || kill "$egr_run" 2>/dev/null
  egr_why=${egr_why:-$1}
}

# Whether there is a job. It may just have been taken, with its line still on the way.
is_busy() {
  is_marked job || [[ $(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ') == *"$PWD/bin/Runner.Worker "* ]]
}

egr_idle=${EGR_IDLE_TIMEOUT_MINUTES:-20}
egr_lifetime=${EGR_MAX_LIFETIME_MINUTES:-390}
egr_born=$(date +%s)
egr_run='' egr_why=''
trap 'stop "143 stopped by SIGTERM"' TERM
trap 'stop "130 stopped by SIGINT"' INT

# Makes run.sh pass signals on. Without it, bash as process 1 would swallow them.
export RUNNER_MANUALLY_TRAP_SIG=1
# Some images run as root, which the runner otherwise refuses. The container is the boundary, not its user.
export RUNNER_ALLOW_RUNASROOT=1
export ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE=1

# Job control: without it, a background process always ignores INT, and so would the listener. tee passes every byte on
# as it arrives.
set -m
./run.sh > >(tee >(watch)) 2>&1 &
egr_run=$!
set +m

passes=0
while kill -0 "$egr_run"; do
  now=$(date +%s)
  since=$(cat "$egr_state/since")
  if [ "$egr_why" ]; then
    # 2 minutes: the listener gives a cancelled job less than one.
    ((++passes < 25)) || kill -KILL "$egr_run"
    # Before the first listener and between two, run.sh forgets signals.
    ((passes % 3)) || is_busy || kill "$egr_run"
  elif ((now - egr_born >= egr_lifetime * 60)); then
    stop "71 the lifetime of $egr_lifetime minutes is over"
  elif is_marked stuck; then
    stop '77 the listener was restarted 10 times'
  elif ((now - ${since:-$egr_born} >= egr_idle * 60)) && ! is_busy; then
    if [ "$since" ]; then stop "70 no job came in $egr_idle minutes"; else stop "73 no connection in $egr_idle minutes"; fi
  fi
  # Until the runner ends, a signal arrives or 5 seconds pass.
  sleep 5 &
  wait -n
  kill $! && wait $!
done 2>/dev/null

# Reads the rest of the output. A process that outlived the runner may hold it open.
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
