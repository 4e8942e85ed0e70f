#!/bin/sh
# Creates the database password for compose.yaml in the folder $1, unless it already exists. PostgreSQL runs as another
# user and reads `password`. The app's PostgreSQL client reads `pgpass`, but only if no one except its owner can read it.
set -eu
cd "$1"
if [ -s pgpass ]; then
    exit
fi
umask 077
password=$(python -c 'import secrets; print(secrets.token_hex(32))')
printf '%s' "$password" >password
chmod 644 password
printf '*:*:*:*:%s\n' "$password" >pgpass
