#!/usr/bin/env bash
# How long does it take to film a scenario of five minutes, to make the guides of all scenarios, and to go through a
# meeting of four hours, and how much memory? Not run by CI.
#   PARTS=8 bench/recordings.sh [scenario] [guide] [meeting]     a part is about forty seconds of film
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
slipway=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints "SECONDS MB_OF_ALL MB_OF_JAVA": how long a command takes, and the most memory that it and its children hold at
# once. Pages that processes share count once (PSS).
measured() {
    local started=$SECONDS most=0 java=0 all each pid
    "$@" >"$work/out" 2>&1 &
    local root=$!
    while kill -0 "$root" 2>/dev/null; do
        all=0
        for pid in $(ps -e -o pid=,ppid= | awk -v root="$root" '
            { parent[$1] = $2 } END { for (p in parent) { q = p; while (q != root && q in parent) q = parent[q]; if (q == root) print p } }'); do
            each=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null || true)
            all=$((all + ${each:-0}))
            if [ "$(cat "/proc/$pid/comm" 2>/dev/null || true)" = java ] && [ "${each:-0}" -gt "$java" ]; then java=$each; fi
        done
        if [ "$all" -gt "$most" ]; then most=$all; fi
        sleep 0.5
    done
    wait "$root" || { cat "$work/out" >&2; return 1; }
    echo "$((SECONDS - started)) $((most / 1024)) $((java / 1024))"
}

scenario() {
    local i
    {
        printf 'scenario: long\ntitle: A long one\naudience: developer\nsummary: Five minutes.\nchapters:\n'
        for ((i = 1; i <= ${PARTS:-8}; i++)); do
            cat <<EOF
  - title: Part $i
    steps:
      - say: In this part you look at the project and at what runs where, and then you ask the same in the terminal.
      - open: /projects/shop
      - say: The page of the project shows its pipelines, its environments and what was handed in of late.
      - open: /
      - open: /me
      - fill: { field: Name, with: token-$i }
      - say: The terminal knows the same as the console; what it prints can be read by programs as well.
      - run: slipway status
      - write: { file: notes/$i.txt, text: "Part $i of the tour was seen, and nothing was changed in it." }
      - run: ls -l notes
      - show: { picture: part-$i }
EOF
        done
    } >"$work/long.yaml"
    local result film
    result=$(measured "$slipway" scenario record --all --from "$work" --to "$work/to")
    film=$(grep -o '"seconds":[0-9.]*' "$work/to/long/recording.json" | head -1 | cut -d: -f2)
    awk -v film="$film" -v result="$result" 'BEGIN { split(result, r, " ")
        printf "a film of %.0f s took %d s (%.2f times its length); at most %d MB in all, of these %d MB Java\n",
            film, r[1], r[1] / film, r[2], r[3] }'
}

guide() {
    local result
    result=$(measured "$slipway" scenario guide --all --to "$work/guide")
    awk -v number="$("$slipway" scenario list --output json | grep -o '"name"' | wc -l)" -v result="$result" 'BEGIN { split(result, r, " ")
        printf "guides of %d scenarios took %d s; at most %d MB in all, of these %d MB Java\n", number, r[1], r[2], r[3] }'
}

meeting() {
    # a page that changes once a second, and somebody who speaks three seconds in four
    ffmpeg -v error -f lavfi -i testsrc=size=1280x720:rate=5:duration=14400 \
        -f lavfi -i "aevalsrc='0.2*lt(mod(t,4),3)*sin(2*PI*(300+200*sin(7*t)+90*sin(0.37*t))*t)+0.002*random(0)':s=16000:d=14400" \
        -c:v libx264 -preset ultrafast -g 250 -c:a aac "$work/meeting.mp4"
    local result
    result=$(measured "$slipway" scenario footage "$work/meeting.mp4" --to "$work/to" --propose)
    awk -v result="$result" 'BEGIN { split(result, r, " ")
        printf "a meeting of four hours took %d s; at most %d MB in all, of these %d MB Java\n", r[1], r[2], r[3] }'
}

"$slipway" --version >/dev/null
[ $# -gt 0 ] || set -- scenario guide meeting
for what; do "$what"; done
