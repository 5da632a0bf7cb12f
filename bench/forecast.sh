#!/usr/bin/env bash
# How well is the time of changes forecast, on tables from a thousand rows on? Prints a table and the share within a factor
# of two. Not run by CI.
#   bench/forecast.sh [rows…]        (1000 10000 100000 1000000 10000000)
# With ten million rows it takes five minutes to twenty and 8 GB below TMPDIR; what it makes there, it takes away.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/slipway-forecast.XXXXXX")
trap 'rm -rf "$folder"' EXIT
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(1000 10000 100000 1000000 10000000)
cd "$here"
if [ -z "${FORECAST_CLASSPATH-}" ]; then
    ./mvnw -q -B -ntp ${FORECAST_MAVEN_OPTIONS-} -pl cli -am test-compile dependency:build-classpath \
        -Dmdep.outputFile="$folder/classpath" -Djavac.failOnWarning=false
    FORECAST_CLASSPATH=cli/target/test-classes:cli/target/classes:$(cat "$folder/classpath")
fi
java -Xmx256m -cp "$FORECAST_CLASSPATH" io.slipway.cli.ForecastBench "$folder" "${sizes[@]}"
