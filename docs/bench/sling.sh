#!/bin/sh
# docs/bench/sling.sh [SLINGS] - from slinging a bead to the worker's first turn, on an idle polecat whose tree is
# there from the bead before, in a repository of 2,000 files. Three spans, each as median, 99th percentile, maximum:
#   slung to session    from the event bead.slung to the event session.started: what the town does
#   slung to turn       from the event bead.slung to the first command of the turn, which commits its own time
#   typed to turn       the same from before `gt sling` was called
# Starts a town and a repository of its own. Needs GNU date.
set -eu
slings=${1:-60}
cd -- "$(dirname -- "$0")/../.."
work=$(mktemp -d)
town=$work/town
trap './gt --town "$town" down >/dev/null 2>&1 || :; rm -rf "$work"' EXIT

mkdir "$work/source" "$work/turns"
git init -q -b main "$work/source"
number=0
while [ "$number" -lt 2000 ]; do
    mkdir -p "$work/source/part$((number % 40))"
    echo "file $number" >"$work/source/part$((number % 40))/file$number.txt"
    number=$((number + 1))
done
git -C "$work/source" add .
git -C "$work/source" -c user.name=bench -c user.email=bench@localhost commit -q -m first
git clone -q --bare "$work/source" "$work/remote.git"

gt() { ./gt --town "$town" "$@"; }
./gt init "$town" >/dev/null
gt up --detach --port 0 >/dev/null
gt rig add bench "$work/remote.git" --gate true --shell >/dev/null

# The first bead makes the polecat and its tree; it is not counted.
number=0
while [ "$number" -le "$slings" ]; do
    bead=$(gt new bench "turn $number" --json \
        --exec "date +%s%N >turn.txt" |
        sed 's/.*"id" *: *"\([^"]*\)".*/\1/')
    date +%s%N >"$work/turns/$number.typed"
    gt sling "$bead" >/dev/null
    gt wait "$bead" --timeout 1m >/dev/null
    git -C "$work/remote.git" show main:turn.txt >"$work/turns/$number"
    echo "$bead" >"$work/turns/$number.bead"
    number=$((number + 1))
done

gt events --json --from 1 >"$work/events"
# at TYPE BEAD: when the first such event of the bead was, in nanoseconds.
at() {
    date -u -d "$(grep "\"type\":\"$1\"" "$work/events" | grep "\"$2\"" | head -n 1 |
        sed 's/.*"at":"\([^"]*\)".*/\1/')" +%s%N
}
number=1
while [ "$number" -le "$slings" ]; do
    read -r bead <"$work/turns/$number.bead"
    read -r typed <"$work/turns/$number.typed"
    read -r turn <"$work/turns/$number"
    slung=$(at bead.slung "$bead")
    started=$(at session.started "$bead")
    echo "$(((started - slung) / 1000)) $(((turn - slung) / 1000)) $(((turn - typed) / 1000))"
    number=$((number + 1))
done >"$work/spans"
column=1
for name in 'slung to session' 'slung to turn' 'typed to turn'; do
    cut -d' ' -f"$column" "$work/spans" | sort -n | awk -v name="$name" '
        { t[NR] = $1 / 1000 }
        END { printf "%s: p50 %.0f ms, p99 %.0f ms, max %.0f ms (%d slings)\n",
                name, t[int(NR * 0.5 + 0.99)], t[int(NR * 0.99 + 0.99)], t[NR], NR }'
    column=$((column + 1))
done
agents=$(gt status --json | tr ',' '\n' | grep -c 'polecats/' || :)
echo "polecats named in the status: $agents (one, whose tree was used again)"
