#!/bin/sh
# Goes on from the saved state where there is one, and from the readings of last month otherwise.
set -e

export STATE_FILE="${STATE_FILE:-/tmp/rooms.json}"
[ -s "$STATE_FILE" ] || cp rooms.json "$STATE_FILE"

# The shell hands its place to the service, which then is process 1 and gets the signal.
exec python watch.py
