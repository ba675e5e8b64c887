#!/bin/sh
# docs/bench/town.sh - a whole town: 100 one-line shell beads with a no-op gate from launch to landed, then the
# CPU time and memory of the idle town (Linux: /proc). Starts a town and a repository of its own.
set -eu
cd -- "$(dirname -- "$0")/../.."
work=$(mktemp -d)
town=$work/town
trap './gt --town "$town" down >/dev/null 2>&1 || :; rm -rf "$work"' EXIT

git init -q -b main "$work/source"
git -C "$work/source" -c user.name=bench -c user.email=bench@localhost commit -q --allow-empty -m first
git clone -q --bare "$work/source" "$work/remote.git"
number=1
while [ "$number" -le 100 ]; do
    printf -- '- [ ] make file %s\n  ```sh\n  echo %s >file%s.txt\n  ```\n' "$number" "$number" "$number"
    number=$((number + 1))
done >"$work/plan.md"

./gt init "$town" >/dev/null
./gt --town "$town" up --detach --port 0 >/dev/null
./gt --town "$town" rig add bench "$work/remote.git" --gate true --shell >/dev/null
start=$(date +%s%N)
convoy=$(./gt --town "$town" plan bench --file "$work/plan.md" --launch --json | sed 's/.*"convoy":"\([^"]*\)".*/\1/')
./gt --town "$town" wait "$convoy" --timeout 5m >/dev/null
end=$(date +%s%N)
echo "100 beads, launch to landed: $(((end - start) / 1000000)) ms"

pid=$(./gt --town "$town" status --json | sed 's/.*"pid":\([0-9]*\).*/\1/')
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
before=$(ticks)
sleep 15
echo "idle: $(($(ticks) - before)) ticks of 10 ms CPU in 15 s, $(awk '/VmRSS/ { print $2 " kB" }' "/proc/$pid/status") resident"
