#!/bin/bash
# Creates the database in PGDATA at the first start, then runs the server as the user postgres.
set -e
[[ $1 != -* ]] || set -- postgres "$@"
[[ $1 == postgres ]] || exec "$@"
case $2 in
  --help | -\? | --version | -V | --describe-config) exec "$@" ;;
esac

# A secret may come as a file, which perhaps only root can read: POSTGRES_PASSWORD_FILE instead of POSTGRES_PASSWORD.
for name in POSTGRES_PASSWORD POSTGRES_USER POSTGRES_DB POSTGRES_INITDB_ARGS; do
  file=${name}_FILE
  if [[ -n ${!file} ]]; then
    if [[ -n ${!name} ]]; then
      echo "Error: both $name and $file are set; only one of them may be." >&2
      exit 1
    fi
    export "$name=$(<"${!file}")"
  fi
  unset "$file"
done

if [[ $(id -u) == 0 ]]; then
  mkdir -p "$PGDATA"
  find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres {} +
  export HOME=/var/lib/postgresql
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi
mkdir -p "$PGDATA"
chmod 700 "$PGDATA"

if [[ -s $PGDATA/PG_VERSION ]]; then
  echo "PGDATA has a database, so it is not initialized again."
  exec "$@"
fi

export POSTGRES_USER=${POSTGRES_USER:-postgres}
export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
if [[ -z $POSTGRES_PASSWORD && $method != trust ]]; then
  cat >&2 <<'END'
Error: the database is not initialized, and there is no password for its superuser.
       Set POSTGRES_PASSWORD to a value that is not empty, for example with
       "-e POSTGRES_PASSWORD=password" on "docker run".

       With POSTGRES_HOST_AUTH_METHOD=trust, everyone may connect without a
       password. This is *not* recommended.
END
  exit 1
fi

read -ra initdb_args <<<"$POSTGRES_INITDB_ARGS"
initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${initdb_args[@]}"
printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"

# Only programs in this container can connect until the database is complete.
export PGPASSWORD=$POSTGRES_PASSWORD
PGUSER=$POSTGRES_USER pg_ctl --wait -o "-c listen_addresses= -p 5432" start
run_psql() { psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" "$@"; }
[[ $POSTGRES_DB == postgres ]] ||
  run_psql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
for file in /docker-entrypoint-initdb.d/*; do
  case $file in
    *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
    *.sql) run_psql --dbname "$POSTGRES_DB" -f "$file" ;;
    *.sql.gz) gunzip -c "$file" | run_psql --dbname "$POSTGRES_DB" ;;
  esac
done
pg_ctl --wait -m fast stop
unset PGPASSWORD
echo "The database is initialized and ready to start."
exec "$@"
