#!/bin/sh
# A consumer with nothing but redis-cli: one line a message, entry id and JSON.
#
#   FACTWIRE_REDIS_URL=redis://localhost:6379/0 examples/consumers/follow.sh [ENTRY_ID [STREAM]]
#
# STREAM is facts, or revisions: what later readings of an article withdraw, add and change.
# It goes on after ENTRY_ID, by default from the beginning: keep the last id that you have dealt with.
set -eu
last=${1:-0}
stream=${2:-facts}
tab=$(printf '\t')
while :; do
  # In the raw reply fields and values stand one a line: an id alone on its line begins an entry, JSON follows "data".
  lines=$(redis-cli -u "${FACTWIRE_REDIS_URL:-redis://localhost:6379/0}" --raw XREAD COUNT 20 BLOCK 2000 STREAMS "$stream" "$last" |
    awk '/^[0-9]+-[0-9]+$/ { id = $0 } data { print id "\t" $0 } { data = ($0 == "data") }')
  [ -n "$lines" ] || continue
  printf '%s\n' "$lines"
  last=$(printf '%s\n' "$lines" | tail -n 1 | cut -d "$tab" -f 1)
done
