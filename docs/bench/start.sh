#!/bin/sh
# docs/bench/start.sh [RUNS] - the start of a whole town with 100,000 beads: wall time of `gt up --detach`, from its
# call until it returns because the town answers, and of the first `gt ready` after it; beside it the start of an
# empty town. Makes the towns itself; with the AOT cache that ./gt makes after a build. Needs JAVA_HOME for the beads.
set -eu
runs=${1:-7}
cd -- "$(dirname -- "$0")/../.."
work=$(mktemp -d)
trap './gt --town "$work/full" down >/dev/null 2>&1 || :; ./gt --town "$work/empty" down >/dev/null 2>&1 || :
    rm -rf "$work"' EXIT

./mvnw -q -Pbench -Dquick -pl core test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
classes=core/target/test-classes:core/target/classes:$(cat core/target/bench.classpath)
./gt init "$work/empty" >/dev/null
./gt init "$work/full" >/dev/null
rm -f "$work/full/ledger.db"*
"${JAVA_HOME:?set it to a JDK 25}/bin/java" --enable-native-access=ALL-UNNAMED -cp "$classes" \
    dev.townhall.core.ledger.LedgerBenchmark fill "$work/full/ledger.db"

read -r build <.cache/current
seconds=0
until [ -f ".cache/builds/$build/town.ready" ] || [ "$seconds" -ge 120 ]; do
    sleep 1
    seconds=$((seconds + 1))
done
ls ".cache/builds/$build"/town-*.aot >/dev/null 2>&1 || echo 'no AOT cache was made: these are slower starts'

# start TOWN WHAT: RUNS times up, asked, down.
start() {
    for what in up ready; do : >"$work/$what"; done
    run=0
    while [ "$run" -lt "$runs" ]; do
        begun=$(date +%s%N)
        ./gt --town "$work/$1" up --detach --port 0 >/dev/null
        up=$(date +%s%N)
        ./gt --town "$work/$1" ready >/dev/null
        asked=$(date +%s%N)
        ./gt --town "$work/$1" down >/dev/null
        echo $(((up - begun) / 1000000)) >>"$work/up"
        echo $(((asked - up) / 1000000)) >>"$work/ready"
        run=$((run + 1))
    done
    for what in up ready; do
        sort -n "$work/$what" | awk -v name="$2, $what" '
            { t[NR] = $1 }
            END { printf "%s: p50 %d ms, min %d ms, max %d ms (%d runs)\n", name, t[int((NR + 1) / 2)], t[1], t[NR], NR }'
    done
}

start empty 'empty town'
start full '100,000 beads'
