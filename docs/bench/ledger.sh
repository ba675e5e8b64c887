#!/bin/sh
# docs/bench/ledger.sh [FOLDER] [SECONDS] - the ledger on the disk FOLDER is on: durable changes per
# second with 1 and 64 clients, the ready set among 100,000 beads, opening them in a fresh process. Under the
# town's own JVM flags; FLAGS names others.
set -eu
folder=${1:-${TMPDIR:-/tmp}}
seconds=${2:-10}
cd -- "$(dirname -- "$0")/../.."
./mvnw -q -Pbench -Dquick -pl core test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
classes=core/target/test-classes:core/target/classes:$(cat core/target/bench.classpath)
# shellcheck disable=SC2086 # flags are words without blanks
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" --enable-native-access=ALL-UNNAMED \
    ${FLAGS:--XX:+UseParallelGC -XX:TieredStopAtLevel=1 -Xmx1g} -cp "$classes" \
    dev.townhall.core.ledger.LedgerBenchmark "$folder" "$seconds"
