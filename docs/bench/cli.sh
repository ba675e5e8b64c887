#!/bin/sh
# docs/bench/cli.sh [CALLS] - wall time of `./gt status` against a running town, with curl and with the
# Java client: median, 95th percentile and minimum in milliseconds, and what the one fork of `date` costs that each
# of them has in it; nothing is taken off for it. Starts a town of its own.
set -eu
calls=${1:-200}
cd -- "$(dirname -- "$0")/../.."
town=$(mktemp -d)
trap './gt --town "$town" down >/dev/null 2>&1 || :; rm -rf "$town"' EXIT
./gt init "$town" >/dev/null
./gt --town "$town" up --detach --port 0 >/dev/null

gt_status() { ./gt --town "$town" status >/dev/null; }
nothing() { :; }

# measure NAME COMMAND
measure() {
    i=0
    while [ "$i" -lt "$calls" ]; do
        start=$(date +%s%N)
        "$2"
        end=$(date +%s%N)
        echo $(((end - start) / 1000))
        i=$((i + 1))
    done | sort -n | awk -v name="$1" '
        { t[NR] = $1 / 1000 }
        END { printf "%s: p50 %.1f ms, p95 %.1f ms, min %.1f ms (%d calls, each with one fork of date)\n",
                name, t[int(NR / 2) + 1], t[int(NR * 0.95) + 1], t[1], NR }'
}

measure warm-up gt_status >/dev/null
measure 'nothing at all' nothing
measure 'curl client' gt_status
GT_CLIENT=java ./gt --town "$town" status >/dev/null
# Its AOT cache is made in the background.
read -r build <.cache/current
seconds=0
until [ -f ".cache/builds/$build/client.ready" ] || [ "$seconds" -ge 60 ]; do
    sleep 1
    seconds=$((seconds + 1))
done
GT_CLIENT=java
export GT_CLIENT
measure 'Java client' gt_status
