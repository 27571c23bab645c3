# Sourced first by every gate: a strict shell at the package's root, and the few words gates share.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What gates write goes here and is gone when they end.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# refuses COMMAND...: a check that can't fail proves nothing, so gates show each check a breach.
# The command runs in a shell of its own, because `fail` ends the shell it is called in.
refuses() {
    if ("$@") >"$scratch/refusal" 2>&1; then
        fail "a check let a planted breach pass: $*"
    fi
}

# tells_skips FILE: what a test run left out, by its own words in a file. With the recorded data
# beside the package nothing that needs them may be left out.
tells_skips() {
    local skips
    skips=$(grep -E '(Suite|Test)( case)? .+ skipped(: "|\.$)' "$1" || true)
    if [[ -z $skips ]]; then
        echo "no test was skipped"
        return
    fi
    echo "skipped, $(wc -l <<<"$skips") suites or tests:"
    echo "$skips"
    # Python's libraries are nobody's duty to have, and what is for a soak says so.
    if [[ -d ../shared/data ]] &&
        grep -qvE 'import (ta|pandas)|: \.ci/soak [a-z]+ plays them"' <<<"$skips"; then
        fail "../shared/data is there, and tests were skipped"
    fi
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# released PRODUCT: builds it for release, if that is still to do, and prints where it lies.
released() {
    swift build -c release --product "$1" >"$scratch/build" 2>&1 || {
        cat "$scratch/build" >&2
        fail "$1 does not build for release"
    }
    echo "$(swift build -c release --show-bin-path)/$1"
}
