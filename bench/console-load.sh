#!/usr/bin/env bash
# How fast is each page of the console when the store is large, and how much memory does the server take? Not run by CI.
#   bench/console-load.sh [sqlite] [postgresql]
# LOAD_FOLDER keeps the filled store for the next time (8 GB; default build/console-load in the temporary folder);
# LOAD_DIVISOR makes all of it smaller; LOAD_SECONDS is how long is measured; LOAD_PAUSE how many milliseconds each of
# the twenty people waits between two pages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${LOAD_FOLDER:-${TMPDIR:-/tmp}/slipway-console-load}
stores=("$@")
[ ${#stores[@]} -gt 0 ] || stores=(sqlite postgresql)
mkdir -p "$folder"
cd "$here"
./mvnw -q ${LOAD_MAVEN_OPTIONS-} -pl cli -am test-compile dependency:build-classpath \
    -Dmdep.outputFile="$folder/classpath" -Djavac.failOnWarning=false
exec java -Xmx512m -cp "cli/target/test-classes:cli/target/classes:$(cat "$folder/classpath")" \
    io.slipway.cli.load.ConsoleLoad "$folder" "${LOAD_DIVISOR:-1}" "${LOAD_SECONDS:-120}" "${LOAD_PAUSE:-0}" "${stores[@]}"
