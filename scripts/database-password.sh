#!/bin/sh
# Makes the database password for compose.yaml in the folder $1, unless it is there already. PostgreSQL, which runs as another
# user, reads `password`. The app's PostgreSQL client reads `pgpass`, and only if nobody but its owner can.
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
