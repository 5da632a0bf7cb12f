#!/usr/bin/env bash
# How fast are the pages of rollouts when a server looks after 500 teams, each with three years of events, and how long
# does `slipway audit verify` take for a million events? Not run by CI.
#   bench/rollout-load.sh [sqlite] [postgresql]
# LOAD_FOLDER keeps the filled store for the next time (default slipway-rollout-load in the temporary folder);
# LOAD_DIVISOR makes the number of teams smaller; LOAD_SECONDS is how long is measured; LOAD_PAUSE how many milliseconds
# each of the twenty people waits between two pages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${LOAD_FOLDER:-${TMPDIR:-/tmp}/slipway-rollout-load}
stores=("$@")
[ ${#stores[@]} -gt 0 ] || stores=(sqlite postgresql)
mkdir -p "$folder"
cd "$here"
./mvnw -q ${LOAD_MAVEN_OPTIONS-} -pl cli -am test-compile dependency:build-classpath \
    -Dmdep.outputFile="$folder/classpath" -Djavac.failOnWarning=false
exec java -Xmx512m -cp "cli/target/test-classes:cli/target/classes:$(cat "$folder/classpath")" \
    io.slipway.cli.load.RolloutLoad "$folder" "${LOAD_DIVISOR:-1}" "${LOAD_SECONDS:-120}" "${LOAD_PAUSE:-1000}" "${stores[@]}"
