#!/usr/bin/env bash
# Writes the id of this call of run.yml: what the caller gave in ID, and something that no other call has, not even one
# with the same ID in the same run. script/generate.ts puts it into run.yml.
set -euo pipefail
# Artifact names begin with the id, and they refuse many characters, such as / and :. Blanks count as nothing.
name=$(printf %s "$ID" | LC_ALL=C tr -cs 'A-Za-z0-9_.-' '-' | cut -c 1-100)
name=${name#-}
name=${name%-}
nonce=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
echo "id=${name:-run}-$nonce" >>"$GITHUB_OUTPUT"
