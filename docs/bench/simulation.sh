#!/bin/sh
# docs/bench/simulation.sh [SEEDS] - how long the simulator takes for that many seeds (2000): wall time, then
# the shell's own `times`, whose second line is the user and system time of Maven and the tests.
set -eu
cd -- "$(dirname -- "$0")/../.."
seeds=${1:-2000}
./mvnw -q -Dquick -pl core test-compile
(
    start=$(date +%s)
    ./mvnw -q -Dquick -pl core test -Dtest=SimulationTest -Dtownhall.seeds="$seeds"
    echo "$seeds seeds: $(($(date +%s) - start)) s"
    times
)
