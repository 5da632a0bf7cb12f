#!/usr/bin/env bash
# How long does a first packaging of many small scripts take, and how long one that adds a single script? Not run by CI.
#   bench/packaging-5000.sh [postgresql|mariadb|sqlite] [number of scripts]
set -euo pipefail
database=${1:-postgresql} scripts=${2:-5000}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
slipway=${SLIPWAY:-$here/slipway}
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT

script() {
    printf 'CREATE TABLE t%d (id int PRIMARY KEY, name varchar(40) NOT NULL, amount int DEFAULT 0);\nCREATE INDEX t%d_name ON t%d (name);\n' \
        "$1" "$1" "$1" >"$project/sql/ddl/$1.sql"
    printf 'DROP TABLE t%d;\n' "$1" >"$project/sql/ddl/$1.rollback.sql"
}

# Prints how many milliseconds a packaging took.
package() {
    local started
    started=$(date +%s%N)
    "$slipway" package -C "$project" >"$project/out" 2>&1 || { cat "$project/out" >&2; return 1; }
    echo $((($(date +%s%N) - started) / 1000000))
}

"$slipway" init -C "$project" --database "$database" --name many >/dev/null
mkdir -p "$project/sql/ddl"
for ((i = 1; i <= scripts; i++)); do script "$i"; done
first=$(package)
script $((scripts + 1))
next=$(package)
awk -v database="$database" -v scripts="$scripts" -v first="$first" -v next_one="$next" 'BEGIN {
    printf "%s, %d scripts with rollbacks: %.1f s; one more: %.1f s; ratio %.3f\n",
        database, scripts, first / 1000, next_one / 1000, next_one / first }'
