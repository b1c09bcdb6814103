#!/usr/bin/env bash
# Scans, annotates the files, writes the summary of the job, and keeps the findings as SARIF. Ends well whatever
# is found: the status is an output, so that a later step can still upload the findings.
#
# Reads POSTSEAL_PATHS, POSTSEAL_SINCE, POSTSEAL_ARGS, EVENT_BASE, and what GitHub sets for every step.
set -euo pipefail

folder="${RUNNER_TEMP:?}/postseal"
mkdir -p "$folder"
sarif="$folder/postseal.sarif"
summary="$folder/summary.md"

args=()
# The lines of a text as arguments; empty ones are none.
lines() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line="${line%$'\r'}"
    if [[ -n ${line//[[:space:]]/} ]]; then args+=("$line"); fi
  done <<<"$1"
}

since="${POSTSEAL_SINCE:-}"
if [[ $since == auto ]]; then since="${EVENT_BASE:-}"; fi
if [[ -n $since ]]; then args+=(--since "$since"); fi
lines "${POSTSEAL_ARGS:-}"
args+=(--)
lines "${POSTSEAL_PATHS:-}"

status=0
postseal scan -f github -f "sarif=$sarif" -f "markdown=$summary" "${args[@]}" || status=$?
if [[ -s $summary ]]; then cat "$summary" >>"${GITHUB_STEP_SUMMARY:?}"; fi
{
  echo "status=$status"
  echo "sarif-file=$sarif"
} >>"${GITHUB_OUTPUT:?}"
