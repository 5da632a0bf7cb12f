#!/usr/bin/env bash
# How long do many trainees wait at their seats of one lab? Not run by CI.
#   bench/lab-load.sh [SEATS]
# LOAD_SECONDS is how long they work; LOAD_PAUSE how many milliseconds each waits between two things.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/slipway-lab-load.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$here"
./mvnw -q ${LOAD_MAVEN_OPTIONS-} -pl cli -am test-compile dependency:build-classpath \
    -Dmdep.outputFile="$folder/classpath" -Djavac.failOnWarning=false
java -Xmx512m -cp "cli/target/test-classes:cli/target/classes:$(cat "$folder/classpath")" \
    io.slipway.cli.load.LabLoad "$folder" "${1:-30}" "${LOAD_SECONDS:-180}" "${LOAD_PAUSE:-5000}"
