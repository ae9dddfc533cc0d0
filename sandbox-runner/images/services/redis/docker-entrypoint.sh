#!/bin/sh
# Starts redis-server as the user redis. Options and configuration files may be given without its name.
set -eu
case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
[ "${1:-}" = redis-server ] || exec "$@"
shift
case ${1:-} in
  -v | --version | -h | --help) exec redis-server "$@" ;;
esac
file=
case ${1:-} in
  '' | -*) ;;
  *) file=$1 && shift ;;
esac
# Off in the official build, on in Debian's. With it, other containers could not connect. What a file or a later option sets, counts.
grep -qs '^ *protected-mode ' "$file" || set -- --protected-mode no "$@"
set -- redis-server ${file:+"$file"} "$@"
[ "$(id -u)" = 0 ] || exec "$@"
find . ! -user redis -exec chown redis {} +
exec setpriv --reuid redis --regid redis --clear-groups "$@"
