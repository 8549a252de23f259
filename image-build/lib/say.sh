# shellcheck shell=bash
# Progress and complaints.

stage_started=$SECONDS

# One line a stage, with the time that the one before took.
say() {
  printf 'image-build: %4d s  %s\n' "$((SECONDS - stage_started))" "$*" >&2
}

# $1 the exit code: 1 failed, 2 wrong usage or a missing tool; then what to change.
give_up() {
  local code=$1
  shift
  echo "image-build: $*" >&2
  exit "$code"
}

# Words as "package:program"; says in one line which packages are missing.
need_programs() {
  local need missing=()
  for need in "$@"; do
    [ -n "$(type -P "${need#*:}")" ] || missing+=("${need%%:*}")
  done
  [ ${#missing[@]} -eq 0 ] ||
    give_up 2 "missing on this machine: run: sudo apt-get install --no-install-recommends" \
      "$(printf '%s\n' "${missing[@]}" | sort -u | xargs)"
}

# Runs a command whose chatter belongs into a file; shows the end of it only if it fails.
quietly() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 || {
    tail -n 25 "$log" >&2
    give_up 1 "$1 failed: the end of $log is above"
  }
}
