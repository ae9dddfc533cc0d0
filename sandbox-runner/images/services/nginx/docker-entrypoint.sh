#!/bin/sh
# Before nginx starts: runs the scripts in /docker-entrypoint.d, and fills environment variables into /etc/nginx/templates.
set -eu
if [ "${1:-}" = nginx ]; then
  for script in /docker-entrypoint.d/*.sh; do
    [ ! -x "$script" ] || "$script"
  done
  # Only variables that are set, because templates contain those of nginx too, such as $host.
  variables=$(env | sed -n 's/^\([A-Za-z_][A-Za-z_0-9]*\)=.*/${\1}/p')
  for template in /etc/nginx/templates/*.template; do
    [ ! -f "$template" ] || envsubst "$variables" <"$template" >"/etc/nginx/conf.d/$(basename "$template" .template)"
  done
fi
exec "$@"
