#!/usr/bin/env bash
# Many deployments on three nodes that are killed and frozen at random, and a store that crashes: is any lost, or run
# twice? Prints the counts, once without and once with crashes of the store. Not run by CI.
#   bench/nodes.sh [environments of each database] [seed]
# Each environment gets three deployments: 23 environments on three databases are 207.
set -euo pipefail
environments=${1:-23} seed=${2:-1}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for restarts in 0 3; do
    ./mvnw -q -pl cli -am test -Dtest=NodesTest -Dsurefire.failIfNoSpecifiedTests=false \
        -Dnodes.environments="$environments" -Dnodes.seed="$seed" -Dnodes.restarts="$restarts" |
        grep -E '^Deployments on|SKIPPED|ERROR'
done
