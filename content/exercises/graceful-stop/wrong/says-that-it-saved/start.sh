#!/bin/sh
# Goes on from the saved state where there is one, and from the readings of last month otherwise.
set -e

export STATE_FILE="${STATE_FILE:-/tmp/rooms.json}"
[ -s "$STATE_FILE" ] || cp rooms.json "$STATE_FILE"

# What the log should show.
trap "echo state saved; exit 0" TERM
python watch.py &
wait
