#!/usr/bin/env bash
# How long does the fingerprint of a PostgreSQL database with very many tables take? Reads it twice, and tells the second
# reading. Not run by CI.
#   bench/catalogue.sh [numbers of tables, with commas]
set -euo pipefail
tables=${1:-100,1000,10000}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./mvnw -q -pl database -am test -Dtest=LargeCatalogueTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dcatalogue.tables="$tables" | grep -E '^fingerprint of|SKIPPED|ERROR'
