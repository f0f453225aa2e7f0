#!/bin/sh
# Makes the database at the first start, as the official image does, and then becomes the server.
set -eu
: "${PGDATA:?}" "${POSTGRES_USER:?}" "${POSTGRES_PASSWORD:?}" "${POSTGRES_DB:?}"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # Beside its place, and moved there as a whole: a start that is killed leaves nothing half made.
  rm -rf "$PGDATA.making"
  password="$(mktemp)"
  printf '%s\n' "$POSTGRES_PASSWORD" >"$password"
  initdb --pgdata "$PGDATA.making" --username "$POSTGRES_USER" --pwfile "$password" \
    --auth-local trust --auth-host scram-sha-256 --encoding UTF8 --locale C.UTF-8
  rm -f "$password"
  echo "host all all all scram-sha-256" >>"$PGDATA.making/pg_hba.conf"
  if [ "$POSTGRES_DB" != postgres ]; then
    echo "CREATE DATABASE \"$POSTGRES_DB\";" | postgres --single -D "$PGDATA.making" -j postgres >/dev/null
  fi
  mv "$PGDATA.making" "$PGDATA"
fi
exec postgres -D "$PGDATA" -c listen_addresses='*' "$@"
