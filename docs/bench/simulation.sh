#!/bin/sh
# How long the simulator takes: docs/bench/simulation.sh [SEEDS]. Wall and user time are `time`'s, of Maven and the tests together.
set -eu
cd "$(dirname "$0")/../.."
./mvnw -q -Dquick -pl core test-compile
time ./mvnw -q -Dquick -pl core test -Dtest=SimulationTest -Dtownhall.seeds="${1:-2000}"
