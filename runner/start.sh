#!/usr/bin/env bash
# Turns a container or a VM into the runner whose JIT config is in ACTIONS_RUNNER_INPUT_JITCONFIG, and ends it: after
# its one job, after its idle time, after its lifetime, or on a signal. docs/start-script.md lists variables and exit
# codes. Needs bash 4.3 or later, coreutils, and the runner in RUNNER_ROOT or /home/runner.
# This is the full form, for images and task definitions. script/generate.ts makes the injected form from it:
# compressed, without comments and without the parts between "full form only" and "end" (runner/injected.ts). A task's
# overrides must hold it, so this script is terse. A second injected form, used only on request, also has the parts
# between "docker steps only" and "end".
# Time comes only from /proc/uptime, and once the runner runs, waits are only `read -t`: a job can set the clock, and it
# can stop any process of its own user, but neither this one (if it is process 1) nor its builtins. Variables set before
# the runner starts have a prefix: setting one of the container's own would change it for the job.

# Ends this script. $1 is the exit code, followed by the text to print. Whatever failed, the JIT config does not stay.
finish() {
  mv .env.egr .env 2>/dev/null
  echo "ecs-github-runner: ${1#* } (exit code ${1%% *})"
  exit "${1%% *}"
}

# First of all, since process 1 ignores a signal without a trap.
trap 'signal 143 TERM' TERM
trap 'signal 130 INT' INT
# shellcheck disable=SC2329 # the traps'
signal() { finish "$1 stopped by SIG$2"; }

egr_config=ACTIONS_RUNNER_INPUT_JITCONFIG
# --- full form only
[[ $0 == /* ]] && egr_self=$0 || egr_self=$PWD/$0
# --- end
# The real path: the command lines of the runner's processes contain it.
cd -P "${RUNNER_ROOT:=/home/runner}" || finish "64 no folder $RUNNER_ROOT"
[ -x run.sh ] || finish "65 no run.sh in $PWD"

# --- full form only
# start-runner checks its inputs; this checks what an image or a task definition sets.
for egr_name in EGR_IDLE_TIMEOUT_MINUTES EGR_MAX_LIFETIME_MINUTES EGR_STOP_TIMEOUT_SECONDS; do
  [[ ${!egr_name:-1} =~ ^[1-9][0-9]{0,3}$ ]] ||
    finish "67 $egr_name must be a whole number from 1 to 9999; it is \"${!egr_name}\""
done
# --- end

# The kernel shows a process's initial environment to all processes of its user, including the job's. So the config goes
# into .env in the runner's folder, which only the listener reads, into its own memory. Then this process restarts
# itself with an environment that never had the config.
if [ "${!egr_config}" ]; then
  (umask 077 && touch .env && cp -p .env .env.egr && echo "
$egr_config=${!egr_config}" >>.env) || finish "68 cannot write to $PWD"
  unset $egr_config
  # --- full form only
  [ "$BASH_EXECUTION_STRING" ] || exec bash "$egr_self"
  # --- end
  exec bash -c "$BASH_EXECUTION_STRING"
fi

# --- full form only
# In hundredths of a second.
read -r egr_born _ </proc/uptime
egr_born=${egr_born/./}
# --- end

# --- full form only
# The runner labels its containers and networks with a hash of .runner, read as text, so without a byte order mark, in
# lower case. It deletes .runner after its job, so this takes the label while it listens. A later start reads it if this
# one is killed.
note_docker_label() {
  local LC_ALL=C.UTF-8 text
  IFS= read -rd '' text <.runner
  text=${text#$'\xef\xbb\xbf'}
  printf %s "${text,,}" | sha256sum | cut -c 1-6 >.docker-label
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
egr_socket=/var/run/docker.sock egr_root=$PWD

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

# Runs a command that may take long beside this process, which handles signals only between its own. Its last line is then
# in `problem`.
aside() {
  local line code=''
  while read -r line; do
    [ ! "$line" ] || { problem=$code && code=$line; }
  done < <(
    "$@" 2>&1
    printf '\n%s\n' $?
  )
  return "$code"
}

# The runner's user also gets the socket's group, which may not exist in the image.
choose_user() {
  local groups problem
  egr_user=$(stat -c %u "$egr_root") egr_group=$(stat -c %g "$egr_root")
  groups=$(id -G "$egr_user" 2>/dev/null || echo "$egr_group")
  groups=${groups// /,},$(stat -L -c %g $egr_socket)
  egr_as_runner=(setpriv --reuid "$egr_user" --regid "$egr_group" --groups "$groups" --)
  aside "${egr_as_runner[@]}" timeout 30 docker version ||
    finish "80 user $egr_user with groups $groups cannot use Docker at $egr_socket: $problem"
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
  aside cp "$@" || {
    rm -rf "$EGR_DOCKER_ROOT/copies/.new"
    finish "79 cannot copy the runner to $EGR_DOCKER_ROOT: $problem"
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

# The limits count while this waits, too.
check_limits() {
  local now idle=${EGR_IDLE_TIMEOUT_MINUTES:-20} lifetime=${EGR_MAX_LIFETIME_MINUTES:-390}
  read -r now _ </proc/uptime
  now=${now/./}
  ((now - egr_born < lifetime * 6000)) || finish "71 the lifetime of $lifetime minutes (max-lifetime-minutes) is over"
  ((now - egr_born < idle * 6000)) || finish "73 no connection to GitHub since its start"
}

# Makes the runner's root on the host. One at a time, so that nobody sees a folder without its lock, or a half-made
# copy.
make_home() {
  local entry
  mkdir -p "$EGR_DOCKER_ROOT/runners" "$EGR_DOCKER_ROOT/copies" || finish "79 cannot write to $EGR_DOCKER_ROOT"
  exec 8>"$EGR_DOCKER_ROOT/lock" || finish "79 cannot write to $EGR_DOCKER_ROOT"
  # In short waits, because signals are only handled between them.
  until flock --timeout 1 8; do
    (($? == 1)) || finish "79 cannot lock $EGR_DOCKER_ROOT/lock"
    check_limits
  done
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
  [ "$runner" ] || finish "$2 stopped by SIG$1"
  kill -s "$1" "$runner"
}

run_on_docker_host() {
  local code home
  runner=''
  trap 'pass_on TERM 143' TERM
  trap 'pass_on INT 130' INT
  check_docker_host
  choose_user
  make_home
  home=$(getent passwd "$egr_user" | cut -d : -f 6)
  # Job control, as below: without it, that process would always ignore SIGINT.
  set -m
  "${egr_as_runner[@]}" env -u EGR_DOCKER_ROOT RUNNER_ROOT="$egr_home" HOME="${home:-$egr_home}" \
    EGR_BORN="$egr_born" bash ${BASH_EXECUTION_STRING:+-c} "${BASH_EXECUTION_STRING:-$egr_self}" 9>&- &
  runner=$!
  set +m
  # A signal ends a wait, not the process it waits for.
  while kill -0 "$runner" 2>/dev/null; do wait "$runner"; done
  wait "$runner"
  code=$?
  exit $code
}

[ -z "$EGR_DOCKER_ROOT" ] || run_on_docker_host
# --- end

[ -e .env.egr ] || finish "66 no $egr_config"

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
# --- full form only
if [ "$EGR_CREDENTIALS_FOR_DOCKER_STEPS" = true ]; then
# --- end
  # shellcheck disable=SC2016 # the hook expands them
  echo 'n=AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
[ ${!n} ] && echo "::add-mask::${!n##*/}" && echo "$n=${!n}" >>"$GITHUB_ENV"
exec bash -eo pipefail '"${ACTIONS_RUNNER_HOOK_JOB_STARTED:-/dev/null}" >.egr.sh
  export ACTIONS_RUNNER_HOOK_JOB_STARTED=$PWD/.egr.sh
# --- full form only
fi
# --- end
# --- end

# What happens comes to the main loop as lines of this pipe, so that it wakes up. Nobody closes it: reading it is also
# how the loop waits.
exec 7<> <(:)
# shellcheck disable=SC2329 # the traps'
signal() { echo "$1 stopped by SIG$2" >&7; }
trap 'echo >&7' CHLD

# Ends the runner for reason $1 in $2 seconds at the latest. The first reason counts.
stop() {
  why=${why:-$1}
  due=$((now + $2 * 100))
}

# What the main loop hears: signals, and the runner's output, because its exit code is 0 whatever happened. What a job
# prints never matters: where the runner prints its log as well, lines with a job's text begin with a bracket.
hear() {
  # Without the time. Lines with the name of a job come first, because it may be anything.
  case ${1#*Z: } in
    Running*) job=1 result='76 the listener failed in mid-job' ;;
    # Settles it, unless this script ended the job.
    'Job '*result:*) [[ $struck$fate ]] || why='0 job done' ;;
    # "Connected to GitHub": the listener has read the config and cannot have a job yet.
    *'to GitHub') mv .env.egr .env ;;
    *egistration*deleted* | *egistration*'not found'*) idle=0 idle_end='72 the registration is gone' result=$idle_end ;;
    # Ends with the word below, too.
    *'connect error'*) idle_end="73 no connection to GitHub since ${1%%: R*}" ;;
    Listening* | *reconnected.)
      # The first time counts; otherwise a listener that keeps restarting would never be idle for long.
      since=${since:-$now} idle_end="70 no job came in $idle minutes"
      # --- full form only
      note_docker_label
      # --- end
      ;;
    *Conflict*) result='74 another runner has the session' ;;
    *deprecated* | *'code: 7') result="75 GitHub refuses this runner's version" ;;
    # A listener that ends like this without a job has lost its registration, and does not say so.
    *'exit with 0'*) [[ $result != *failed ]] || result='72 the registration is gone' ;;
    Restarting*) ((++restarts < 10)) || idle=0 idle_end='77 the listener was restarted 10 times' ;;
    # --- full form only
    *'exit with terminated'* | *'unknown error code'*) [[ $result != *failed ]] || result+=${last:+: $last} ;;
    'Current runner version'* | '') ;;
    # --- end
    1*SIG*)
      # --- full form only
      [ "$due" ] || read_reason
      set -- "$1${words:+: $words}"
      # --- end
      stop "$1" "$grace"
      # A second signal leaves no time.
      grace=0
      ;;
      # --- full form only
    *) last=${1:0:300} ;;
      # --- end
  esac
}

# Finds the worker and, for each process, its children, as id:start.
scan() {
  worker='' kids=()
  for file in /proc/[0-9]*; do
    name=''
    read -rd '' stat <"$file/stat"
    read -rd '' name <"$file/cmdline"
    # From the state on: the name before it may be anything.
    # shellcheck disable=SC2086 # numbers
    set -- ${stat##*) }
    kids[$2]+=" ${file#/*/}:${20}"
    # An updated runner has it in bin.<version>.
    [[ $name != "$PWD"/*/Runner.Worker ]] || worker=${file#/*/}
  done
}

# Adds all that process $1 started, and what that started, to the targets.
aim() {
  local kid
  for kid in ${kids[$1]}; do
    targets+=" $kid"
    aim "${kid%:*}"
  done
}

# Finds the step that runs, and its output, unless it is redirected: a pipe that the worker has, too. Programs that set
# up the job (tar, docker) do not have a step's variables.
find_step() {
  step='' pipe=''
  for kid in ${kids[worker]}; do
    read -rd $'\1' name <"/proc/${kid%:*}/environ"
    [[ $name != *GITHUB_RUN_ID=* ]] || step=/proc/${kid%:*}/fd/1
  done
  for file in "/proc/$worker/fd/"*; do
    [[ ! -p $file || ! $file -ef $step ]] || pipe=$step
  done
}

# --- full form only
# Why a signal came, and how many seconds are left.
read_reason() {
  local left
  words=''
  [ -f "$EGR_REASON_FILE" ] || return
  { read -r words && read -r left; } <"$EGR_REASON_FILE"
  # GitHub reads some characters as codes behind it.
  words=${words//%/ percent}
  [[ ! $left =~ ^[0-9]{1,4}$ ]] || grace=$((10#$left - reserve))
}

# Counts what the kernel has killed in this container for lack of memory; `oom` says it in words.
count_oom_kills() {
  local count limit file=/sys/fs/cgroup/memory.events in=/sys/fs/cgroup/memory.max
  [ -f $file ] || file=/sys/fs/cgroup/memory/memory.oom_control in=/sys/fs/cgroup/memory/memory.limit_in_bytes
  while read -r name count; do
    [[ $name != oom_kill ]] || kills=$count
  done <$file
  read -r limit <$in
  # Without a limit of its own: "max", or more bytes than there are.
  if [[ $limit =~ ^[0-9]{1,15}$ ]]; then limit="$((limit >> 20)) MiB"; else limit=none; fi
  oom=''
  ((kills == kills_before)) || oom="; processes killed for lack of memory: $((kills - kills_before)); limit of this container: $limit"
}

# Tells the running step, and with it the job, each time that something was killed.
look_at_memory() {
  count_oom_kills
  ((kills > kills_told)) || return
  kills_told=$kills
  scan
  find_step
  [[ ! $pipe ]] || echo "
::error::ecs-github-runner: ${oom#; }" >"$pipe" &
}

# GitHub may offer a job and give it away. The listener listens on, although its registration is used up; only its log
# file says so. Another job has 100 seconds to come.
look_for_lost_job() {
  [[ ! $job ]] && ((now >= looked + 500)) || return
  looked=$now
  ! grep -qs 'Skipping message Job' _diag/Runner_*.log || skipped=${skipped:-$now}
  ((now - ${skipped:-$now} < 10000)) || idle=0 idle_end='70 GitHub offered a job and gave it away'
}
# --- end

# Makes run.sh pass signals on. Without it, bash as process 1 would swallow them.
# Some images run as root, which the runner otherwise refuses: the container is the boundary, not its user.
export RUNNER_MANUALLY_TRAP_SIG=1 RUNNER_ALLOW_RUNASROOT=1
# --- full form only
# Otherwise only GitHub's own words say it.
export ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE=1
# --- end

# Job control: without it, a background process always ignores INT, and so would the listener. tee passes every byte on
# as it arrives.
set -m
./run.sh > >(tee >(grep -av --line-b '^\[' >&7; echo end >&7) 7>&-) 2>&1 7>&- &
run=$!
set +m

# Processes come and go while this looks at them.
exec 2>/dev/null
unset job why due since told struck targets fate restarts
# In hundredths of a second.
read -r born _ </proc/uptime
born=${born/./}
# --- full form only
born=${EGR_BORN:-$egr_born}
# --- end
idle=${EGR_IDLE_TIMEOUT_MINUTES:-20}
lifetime=${EGR_MAX_LIFETIME_MINUTES:-390}
result='76 the listener failed'
# What it ends with when the idle time is over. It is over at once where no job can come any more.
idle_end='73 no connection to GitHub since its start'
# When the targets get which signal, in hundredths of a second after the first: INT, TERM, KILL.
signals='0:2 750:15 1000:9'
# 15 seconds for what follows the job.
grace=$((${EGR_STOP_TIMEOUT_SECONDS:-30} - 15))
# --- full form only
oom='' kills=0 kills_before=0 looked=0 skipped='' reserve=15
count_oom_kills
kills_before=$kills kills_told=$kills
# Docker is cleaned up at the end, too.
[ ! -S $egr_socket ] || ! command -v docker >/dev/null || reserve=30
grace=$((grace + 15 - reserve))
# --- end
while kill -0 "$run"; do
  read -rt ${due:+.}5 -u 7 line || line=''
  read -r now _ </proc/uptime
  now=${now/./}
  hear "$line"
  # --- full form only
  look_at_memory
  look_for_lost_job
  # --- end
  [[ $due ]] || if ((now - born >= lifetime * 6000)); then
    stop "71 the lifetime of $lifetime minutes (max-lifetime-minutes) is over" 60
  elif ((!job && now - ${since:-$born} >= idle * 6000)); then
    # It may just have taken a job, with its line still on the way.
    scan
    [[ $worker ]] || stop "$idle_end" 0
  fi
  [[ $due ]] || continue

  # Goes on with the end of the runner, twice a second. A job whose runner must end ends well: its running step, or else the
  # next one, is told why and is interrupted as GitHub would do it, and its `always()` and post steps run.
  scan
  [[ $struck ]] || find_step
  if [[ $step && ! $told ]]; then
    told=1
    # As an error of the step, which may be in mid-line. Beside this, because the pipe may be full; the next look is when
    # it is told, or half a second later.
    [[ ! $pipe ]] || {
      echo "
::error::ecs-github-runner: ${why#* }" >"$pipe" &
      continue
    }
  fi
  # run.sh passes TERM on to the listener as INT, which cancels a job without its `always()` steps; a second one would
  # disturb those that are cleaning up. KILL 2 minutes later: the listener gives a cancelled job less than one.
  if ((now >= due)); then
    kill "-${fate:-TERM}" "$run"
    fate=KILL due=$((now + 12000))
  elif [[ ! $worker$job ]]; then
    # Before the first listener and between two, run.sh forgets signals.
    kill "$run"
  elif [[ $step && ! $fate ]] && ((now >= ${struck:=$now} + ${signals%%:*})); then
    [[ $targets ]] || aim "$worker"
    signals=${signals#*:}
    for kid in $targets; do
      # Another process that got the id has another start.
      [[ "${kids[*]} " != *" $kid "* ]] || kill "-${signals%% *}" "${kid%:*}"
    done
    signals=${signals#* }
  fi
done

# Reads the rest. A process that outlived the runner may hold its output open.
while [[ $line != end ]] && read -rt 2 -u 7 line; do hear "$line"; done
# --- full form only
remove_docker_leftovers "$PWD"
count_oom_kills
why=${why:-$result}$oom
# --- end
finish "${why:-$result}"
