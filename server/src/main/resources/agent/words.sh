#!/bin/sh
# For the agents of a town: says its words to the town, with this session's own right. It holds no
# secret; GT_DOOR names a file of the session with the address and the token.
program=${0##*/}
door=${GT_DOOR:-}
line='
'
if [ ! -r "$door" ]; then
    echo "$program: this speaks for a session of a town's agent, and here is none." >&2
    exit 5
fi
if ! command -v curl >/dev/null 2>&1; then
    echo "$program: this needs curl, and there is none here. Call the tools themselves." >&2
    exit 69
fi
left=$#
while [ "$left" -gt 0 ]; do
    word=$1
    shift
    left=$((left - 1))
    [ "$word" != - ] || word=$(cat)
    set -- "$@" --data-urlencode "word=$word"
done
if ! answer=$(curl -sS --config "$door" --noproxy '*' --max-time 120 \
    --write-out '\n%{http_code}' --data-urlencode "program=$program" "$@" 2>&1); then
    echo "$program: the town does not answer: $answer" >&2
    exit 69
fi
code=${answer##*"$line"}
text=${answer%"$line"*}
case $code in
200) printf '%s\n' "$text" ;;
422) printf '%s: %s\n' "$program" "$text" >&2 && exit 1 ;;
400) printf '%s: %s\n' "$program" "$text" >&2 && exit 2 ;;
401) echo "$program: this session is over: it can call nothing. End it." >&2 && exit 77 ;;
*) printf '%s: the town answers %s: %s\n' "$program" "$code" "$text" >&2 && exit 69 ;;
esac
