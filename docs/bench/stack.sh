#!/bin/sh
# docs/bench/stack.sh - the merge plan: 20 branches of one commit on a repository of 2,000 files, and 50 on 10,000,
# stacked in memory; milliseconds, by JMH, under the town's own JVM flags and, to compare, with both compilers.
set -eu
cd -- "$(dirname -- "$0")/../.."
./mvnw -q -Pbench -Dquick -pl core test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
classes=core/target/test-classes:core/target/classes:$(cat core/target/bench.classpath)

table=$(mktemp)
trap 'rm -f "$table"' EXIT

# run NAME FLAG…
run() {
    echo "== $1"
    shift
    "${JAVA_HOME:?set it to a JDK 25}/bin/java" -cp "$classes" org.openjdk.jmh.Main \
        dev.townhall.core.worktree.StackBenchmark -jvmArgs "$*" -v SILENT -rf csv -rff "$table" >/dev/null
    awk -F, 'NR > 1 { gsub(/"/, ""); printf "stack of %s (files/branches): mean %.1f ms, +- %.1f\n", $8, $5, $6 }' "$table"
}

run "the town's flags" -XX:+UseParallelGC -XX:TieredStopAtLevel=1 -Xmx1g
run 'both compilers' -XX:+UseParallelGC -Xmx1g
