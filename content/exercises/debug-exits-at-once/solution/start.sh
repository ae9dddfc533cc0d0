#!/bin/sh
set -eu

echo "checking the model"
python -m json.tool normal-week.json > /dev/null

echo "starting the service"
# Takes the place of this shell: the container lives as long as the service, and its signals reach it.
exec python score.py
