#!/usr/bin/env bash
# Measures postseal beside named baselines and every other scanner found on PATH, on the same data, in turn, in one
# run, and writes the tables into docs/performance.md.
#
#   benches/compare.sh [MIB]      how much synthetic data to measure on; 300 by default
#
# What counts is CPU time (user and system) of the whole process, the median of the rounds, as a ratio to a plain
# buffered read and to postseal in the same run. Machines and neighbours differ: compare within one table only.
# POSTSEAL_CORPUS=DIR adds a table on real exports. ROUNDS=N (5) sets the rounds, SLOW=SECONDS (120) ends what takes longer.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mib="${1:-300}"
rounds="${ROUNDS:-5}"
slow="${SLOW:-120}"
page=docs/performance.md

cargo build --release --locked
cargo build --release --locked --example corpus --example baseline
target="$(cd "${CARGO_TARGET_DIR:-target}" && pwd)"
work="$target/compare"
data="$work/data-$mib"
postseal="$target/release/postseal"
baseline="$target/release/examples/baseline"
if [[ ! -d $data ]]; then
  mkdir -p "$work"
  "$target/release/examples/corpus" "$data.new" "$mib" mix
  mv "$data.new" "$data"
fi
"$baseline" literals | LC_ALL=C sort -u >"$work/literals"

# Prints "CPU WALL MEMORY" of one command: seconds, seconds, MiB; its output is thrown away. GNU time knows the
# memory, but no time below 10 ms; the shell knows the time.
once() {
  local -a measured=(timeout "$slow" "$@")
  echo 0 >"$work/memory"
  if [[ -x /usr/bin/time ]]; then
    measured=(/usr/bin/time -q -f '%M' -o "$work/memory" "${measured[@]}")
  fi
  local figures
  figures="$({ TIMEFORMAT='%3U %3S %3R'; time "${measured[@]}" >/dev/null 2>&1 || true; } 2>&1 | tail -n 1)"
  awk -v memory="$(tail -n 1 "$work/memory")" '{ printf "%.3f %.3f %.0f\n", $1 + $2, $3, memory / 1024 }' <<<"$figures"
}

median() {
  sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

# table NAME FOLDER THREADS: measures all tools on FOLDER in turn and prints a Markdown table.
table() {
  local name="$1" folder="$2" threads="$3" tool round index
  local bytes
  bytes="$(du -sb --apparent-size "$folder" | cut -f1)"
  local -a names=() commands=()
  add() {
    names+=("$1")
    shift
    commands+=("$(printf '%q ' "$@")")
  }
  add 'plain buffered read' "$baseline" read "$folder"
  add 'postseal' "$postseal" scan -j "$threads" -q --exit-zero -f jsonl "$folder"
  add '`cat`' bash -c 'find "$1" -type f -print0 | xargs -0 cat' - "$folder"
  add '`wc -l`' bash -c 'find "$1" -type f -print0 | xargs -0 wc -l' - "$folder"
  if command -v rg >/dev/null; then
    add 'ripgrep, the same literals' rg -j "$threads" --no-ignore -c -F -f "$work/literals" "$folder"
  fi
  if command -v kingfisher >/dev/null; then
    add "kingfisher $(kingfisher --version | awk '{ print $NF }')" kingfisher scan "$folder" --no-validate \
      --no-update-check --git-history none -j "$threads" -q -f json
  fi
  if command -v gitleaks >/dev/null; then
    add 'gitleaks' env GOMAXPROCS="$threads" gitleaks dir "$folder" --no-banner -l error --exit-code 0
  fi
  if command -v betterleaks >/dev/null; then
    add 'betterleaks' env GOMAXPROCS="$threads" betterleaks dir "$folder" --no-banner -l error --exit-code 0
  fi
  if command -v noseyparker >/dev/null; then
    add 'nosey parker' bash -c 'rm -rf "$2"; noseyparker scan -j "$3" -q -d "$2" "$1"' - "$folder" "$work/np" "$threads"
  fi
  if command -v trufflehog >/dev/null; then
    add 'trufflehog' trufflehog filesystem "$folder" --no-verification --no-update --concurrency="$threads" -j
  fi
  if command -v ripsecrets >/dev/null; then
    add 'ripsecrets' ripsecrets "$folder"
  fi
  for ((index = 0; index < ${#names[@]}; index++)); do
    : >"$work/figures.$index"
  done
  for ((round = 0; round <= rounds; round++)); do
    for ((index = 0; index < ${#names[@]}; index++)); do
      # Slow tools are measured once: their first run says enough.
      [[ -s $work/figures.$index && $(awk 'NR == 1 { print ($2 > 20) }' "$work/figures.$index") == 1 ]] && continue
      local -a command
      eval "command=(${commands[$index]})"
      once "${command[@]}" >>"$work/figures.$index"
    done
    # The first round warms caches up.
    if ((round == 0 && rounds > 0)); then
      for ((index = 0; index < ${#names[@]}; index++)); do
        awk '$2 <= 20 { exit 1 }' "$work/figures.$index" || : >"$work/figures.$index"
      done
    fi
  done
  local read_cpu postseal_cpu cpu wall memory
  read_cpu="$(cut -d' ' -f1 "$work/figures.0" | median)"
  postseal_cpu="$(cut -d' ' -f1 "$work/figures.1" | median)"
  printf '\n**%s** (%s bytes, %s)\n\n' "$name" "$bytes" "$( ((threads == 1)) && echo 'one thread' || echo "$threads threads")"
  printf '| | CPU ns/byte | CPU, times the read | CPU, times postseal | wall s | peak MiB |\n|---|---|---|---|---|---|\n'
  for ((index = 0; index < ${#names[@]}; index++)); do
    cpu="$(cut -d' ' -f1 "$work/figures.$index" | median)"
    wall="$(cut -d' ' -f2 "$work/figures.$index" | median)"
    memory="$(cut -d' ' -f3 "$work/figures.$index" | median)"
    awk -v name="${names[$index]}" -v cpu="$cpu" -v wall="$wall" -v memory="$memory" -v bytes="$bytes" \
      -v read="$read_cpu" -v own="$postseal_cpu" -v slow="$slow" 'BEGIN {
        cut = wall >= slow ? "more than " : ""
        read = read > 0 ? read : 0.001
        own = own > 0 ? own : 0.001
        printf "| %s | %s%.2f | %s%.1f | %s%.2f | %s%.2f | %d |\n", name, cut, cpu * 1e9 / bytes,
          cut, cpu / read, cut, cpu / own, cut, wall, memory }'
  done
}

# What a scan of one small file costs: the latency of a hook.
start_up() {
  local file round
  # What ends before it has read all would end the script: what writes to it fails then.
  file="$(find "$data/small" -name '*.postman_environment.json' | LC_ALL=C sort | sed -n 1p)"
  : >"$work/start"
  for ((round = 0; round < 21; round++)); do
    { TIMEFORMAT='%3U %3S'; time for _ in {1..10}; do "$postseal" scan -q --exit-zero "$file" >/dev/null; done; } 2>&1 \
      | awk '{ print ($1 + $2) * 100 }' >>"$work/start"
  done
  printf '\nStart-up, one environment of %s bytes: %.1f ms of CPU a run (median of 21 times 10 runs).\n' \
    "$(stat -c %s "$file")" "$(median <"$work/start")"
}

machine() {
  local model
  model="$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo 2>/dev/null || uname -m)"
  printf '\nMachine: %s, %s threads, %s. %s.\n' "$model" "$(nproc)" "$(uname -sr)" "$("$postseal" --version)"
  printf 'Median of %s rounds, tools in turn, files in the page cache.\n' "$rounds"
}

{
  machine
  table 'Small indented collections and environments' "$data/small" 1
  table 'Large minified collections' "$data/minified" 1
  table 'The whole mix' "$data" 1
  table 'The whole mix' "$data" "$(nproc)"
  if [[ -n ${POSTSEAL_CORPUS:-} ]]; then
    table 'Real exports (`POSTSEAL_CORPUS`)' "$POSTSEAL_CORPUS" 1
  fi
  start_up
} >"$work/tables"
cat "$work/tables"

if [[ -f $page ]] && grep -q '<!-- compare: begin -->' "$page"; then
  awk -v tables="$work/tables" '
    /<!-- compare: end -->/ { inside = 0 }
    !inside { print }
    /<!-- compare: begin -->/ { inside = 1; while ((getline line < tables) > 0) print line; print "" }
  ' "$page" >"$work/page"
  cp "$work/page" "$page"
fi
