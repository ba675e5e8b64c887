#!/bin/sh
# docs/bench/sandbox.sh [COUNT] - what a child's start costs in a process group, in a PID namespace, in
# the sandbox.
set -eu
count=${1:-200}
cd -- "$(dirname -- "$0")/../.."
./mvnw -q -Pbench -Dquick -pl core test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
classes=core/target/test-classes:core/target/classes:$(cat core/target/bench.classpath)
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" --enable-native-access=ALL-UNNAMED -cp "$classes" \
    dev.townhall.core.foundation.process.StartBenchmark "$count"
