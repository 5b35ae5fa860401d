#!/bin/sh
# Runs the script in RUN_SCRIPT with the shell in RUN_SHELL, as a step would. script/generate.ts makes it a step of run.yml.
set -eu
script=$RUN_SCRIPT shell=$RUN_SHELL
unset RUN_SCRIPT RUN_SHELL
file=$(mktemp "$RUNNER_TEMP/run-XXXXXX")
printf '%s\n' "$script" >"$file"

# exec: a cancelled job sends its signals to the script itself.
case $shell in
  '')
    if command -v bash >/dev/null; then exec bash -e "$file"; fi
    exec sh -e "$file"
    ;;
  bash) exec bash --noprofile --norc -e -o pipefail "$file" ;;
  sh) exec sh -e "$file" ;;
  python) exec python "$file" ;;
  *'{0}'*) ;;
  *)
    echo '::error::shell must be bash, sh, python, or a command with {0} for the file of the script.'
    exit 1
    ;;
esac

# The words of the caller's own command, without the shell interpreting their characters.
set -f
set --
for word in $shell; do
  [ "$word" != '{0}' ] || word=$file
  set -- "$@" "$word"
done
exec "$@"
