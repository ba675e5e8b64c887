#!/bin/sh
# docs/bench/agents.sh [AGENTS [NUDGES]] - that many agents (100) live at once, each in a turn that does not end: what the
# town's process holds in memory above what it held before, the CPU it takes while nothing happens, and how long it
# took from slinging all of them to the last one's turn. Then that many nudges (200), one after another over all of
# them, each of which ends a turn: from before `gt nudge` was called to when the agent got its next turn. The agents
# are stubs in sh that speak the Agent Client Protocol and fetch the town's tools with curl; the one that is nudged
# ends its turn as soon as it is told to. Starts a town and a repository of its own (Linux: /proc; GNU date).
set -eu
agents=${1:-100}
nudges=${2:-200}
cd -- "$(dirname -- "$0")/../.."
work=$(mktemp -d)
town=$work/town
trap './gt --town "$town" down >/dev/null 2>&1 || :; rm -rf "$work"' EXIT

mkdir "$work/bin"
cat >"$work/bin/stub-agent" <<'STUB'
#!/bin/sh
# answer ID RESULT
answer() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$1" "$2"; }
field() { printf '%s\n' "$line" | sed -n "s/.*\"$1\":$2.*/\\1/p"; }
while IFS= read -r line; do
    id=$(field id '\("\{0,1\}[^,"}]*"\{0,1\}\)')
    case $line in
    *'"method":"initialize"'*) answer "$id" '{"protocolVersion":1,"agentCapabilities":{"mcpCapabilities":{"http":true}},"authMethods":[]}' ;;
    *'"method":"session/new"'*)
        url=$(field url '"\([^"]*\)"')
        bearer=$(printf '%s\n' "$line" | sed -n 's/.*\(Bearer [^"]*\)".*/\1/p')
        answer "$id" '{"sessionId":"stub"}'
        curl -s -o /dev/null -H "Authorization: $bearer" -H 'Content-Type: application/json' \
            -H 'Accept: application/json, text/event-stream' \
            -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' "$url"
        ;;
    *'"method":"session/prompt"'*)
        date +%s%N >>turn-begun
        prompt=$id
        ;;
    *'"method":"session/cancel"'*) answer "$prompt" '{"stopReason":"cancelled"}' ;;
    esac
done
STUB
chmod +x "$work/bin/stub-agent"

git init -q -b main "$work/source"
git -C "$work/source" -c user.name=bench -c user.email=bench@localhost commit -q --allow-empty -m first
git clone -q --bare "$work/source" "$work/remote.git"
./gt init "$town" >/dev/null
cat >"$town/town.toml" <<TOML
[limits]
max_polecats = $agents
spawn_spacing = "1ms"
max_load = 10000.0

[agents.stub]
preset = "custom"
command = "$work/bin/stub-agent"
args = []
TOML
gt() { ./gt --town "$town" "$@"; }
gt up --detach --port 0 >/dev/null
gt rig add bench "$work/remote.git" --agent stub --polecats "$agents" --readable "$work/bin" >/dev/null
pid=$(gt status --json | sed 's/.*"pid":\([0-9]*\).*/\1/')
resident() { awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
sleep 5
base=$(resident)

number=1
while [ "$number" -le "$agents" ]; do
    echo "- [ ] bead $number"
    number=$((number + 1))
done >"$work/plan.md"
start=$(date +%s)
gt plan bench --file "$work/plan.md" --launch >/dev/null
begun() { find "$town/rigs/bench" -name turn-begun | wc -l; }
while [ "$(begun)" -lt "$agents" ]; do
    [ $(($(date +%s) - start)) -lt 600 ] || { echo "only $(begun) of $agents are in a turn after 10 minutes"; exit 1; }
    sleep 1
done
echo "$agents agents in a turn after $(($(date +%s) - start)) s"
sleep 20
before=$(ticks)
sleep 30
echo "idle: $(($(ticks) - before)) ticks of 10 ms CPU in 30 s; $(resident) MB resident, $(($(resident) - base)) MB more than before ($base MB)"

number=0
find "$town/rigs/bench/trees" -name turn-begun | sort >"$work/turns"
while [ "$number" -lt "$nudges" ]; do
    turns=$(sed -n "$((number % agents + 1))p" "$work/turns")
    had=$(wc -l <"$turns")
    typed=$(date +%s%N)
    gt nudge "bench/polecats/$(basename "$(dirname "$turns")")" --mode interrupt >/dev/null
    waited=0
    while [ "$(wc -l <"$turns")" -le "$had" ]; do
        waited=$((waited + 1))
        [ "$waited" -lt 6000 ] || { echo "nudge $number was not followed by a turn"; exit 1; }
        sleep 0.01
    done
    echo "$((($(sed -n "$((had + 1))p" "$turns") - typed) / 1000))"
    number=$((number + 1))
done >"$work/unsorted"
sort -n "$work/unsorted" >"$work/spans"
at() { sed -n "$((($(wc -l <"$work/spans") * $1 + 99) / 100))p" "$work/spans"; }
echo "$nudges nudges, typed to turn, in µs: p50 $(at 50), p99 $(at 99), max $(at 100)"
cut -d ' ' -f 1 /proc/loadavg | sed 's/^/load /'
