#!/bin/sh
# Continues from the saved state if there is one, otherwise from last month's readings.
set -e

export STATE_FILE="${STATE_FILE:-/tmp/rooms.json}"
[ -s "$STATE_FILE" ] || cp rooms.json "$STATE_FILE"

# exec replaces the shell with the service, which becomes process 1 and gets the signal.
exec python watch.py
