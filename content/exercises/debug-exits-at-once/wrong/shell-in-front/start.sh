#!/bin/sh
set -eu

echo "checking the model"
python -m json.tool normal-week.json > /dev/null

echo "starting the service"
python score.py

echo "the service has ended"
