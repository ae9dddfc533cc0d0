#!/bin/sh
# Starts the registry with a configuration file, or one of its other commands.
set -eu
case ${1:-} in
  *.yml | *.yaml) exec registry serve "$@" ;;
  serve | garbage-collect | help | -*) exec registry "$@" ;;
  *) exec "$@" ;;
esac
