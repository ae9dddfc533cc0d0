#!/bin/sh
set -eu

echo "checking the model"
python -m json.tool normal-week.json > /dev/null

echo "starting the service"
# Replaces this shell: the container lives as long as the service, and signals reach the service.
exec python score.py
