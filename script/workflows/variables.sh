#!/bin/sh
# Writes the variables in PLAIN and SECRET (KEY=value lines, KEY<<END blocks) to GITHUB_ENV for the job's next steps.
# script/generate.ts makes it a step of run.yml. For any sh: a job container may have no bash.
set -eu
LC_ALL=C
newline='
'
carriage_return=$(printf '\r')

fail() {
  # The line's number is shown, never its text: it may contain a secret.
  echo "::error::$1, line $number: $2"
  exit 1
}

# Masks each line of a value before the value is used. A mask of a few characters would turn the log into asterisks.
hide() {
  while IFS= read -r part; do
    [ "${#part}" -lt 4 ] || printf '::add-mask::%s\n' "$part" | sed 's/%/%25/g'
  done <<VALUE
$1
VALUE
}

store() {
  [ "$1" != env-secrets ] || hide "$value"
  # No value can contain the delimiter and so set another variable: it is random.
  delimiter=end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s<<%s\n%s\n%s\n' "$key" "$delimiter" "$value" "$delimiter" >>"$GITHUB_ENV"
}

check_key() {
  case $key in
    '' | [!A-Za-z_]* | *[!A-Za-z0-9_]*) fail "$1" 'not KEY=value or KEY<<END with the name of a variable as KEY' ;;
    GITHUB_* | RUNNER_* | NODE_OPTIONS) fail "$1" "GitHub does not let a step set $key" ;;
  esac
}

# Reads the text $2 of the input $1.
read_variables() {
  number=0 end=''
  while IFS= read -r line; do
    number=$((number + 1))
    line=${line%"$carriage_return"}
    if [ -n "$end" ]; then
      if [ "$line" = "$end" ]; then
        value=${value#"$newline"}
        store "$1"
        end=''
      else
        value=$value$newline$line
      fi
      continue
    fi
    [ -n "$line" ] || continue
    key=${line%%[=<]*}
    check_key "$1"
    value=''
    case ${line#"$key"} in
      =*) value=${line#"$key"=} && store "$1" ;;
      '<<'?*) end=${line#"$key<<"} ;;
      *) fail "$1" 'not KEY=value or KEY<<END' ;;
    esac
  done <<TEXT
$2
TEXT
  [ -z "$end" ] || fail "$1" "a value does not end: there is no line as behind its <<"
}

read_variables env "$PLAIN"
read_variables env-secrets "$SECRET"
