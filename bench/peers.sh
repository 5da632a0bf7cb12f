#!/usr/bin/env bash
# How long do deployments take, beside Flyway, Liquibase, the native clients and a bare driver, on the same servers? Whole
# processes, in turns, each time on a fresh database; the medians go to docs/performance.md. Not run by CI.
#   bench/peers.sh [scripts] [far] [nothing] [ten] [huge] [mariadb] [databases]
# PEERS_RUNS is how often (5); PEERS_SCRIPTS how many scripts a usual deployment has (1000), a long history has ten times as
# many; PEERS_ROWS how many INSERTs the large script has (200000); PEERS_DATABASES how many databases there
# are where they are many (100), each with 20 scripts; PEERS_ONLY names contestants (Slipway,Flyway).
# PEERS_DOCUMENT is where the tables go.
# The peers are fetched from Maven Central to be run here; nothing of them is shipped.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/slipway-peers.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$here"
./slipway --version
./mvnw -q -B -ntp -f bench/peers/pom.xml package dependency:copy-dependencies -DoutputDirectory=target/lib
if [ -z "${PEERS_CLASSPATH-}" ]; then
    ./mvnw -q -B -ntp ${PEERS_MAVEN_OPTIONS-} -pl cli -am test-compile dependency:build-classpath \
        -Dmdep.outputFile="$folder/classpath" -Djavac.failOnWarning=false
    PEERS_CLASSPATH=cli/target/test-classes:cli/target/classes:$(cat "$folder/classpath")
fi
java -Xmx256m -cp "$PEERS_CLASSPATH" io.slipway.cli.peers.Peers "$here" "$here/bench/peers/target" "$folder" \
    "${PEERS_DOCUMENT:-docs/performance.md}" "${PEERS_RUNS:-5}" "${PEERS_SCRIPTS:-1000}" "${PEERS_ROWS:-200000}" \
    "${PEERS_DATABASES:-100}" "${PEERS_ONLY:-all}" "$@"
