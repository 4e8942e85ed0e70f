#!/bin/sh
# Builds the container image and tests it the way compose.yaml runs it: not as root, with a read-only root file system and
# a generated PostgreSQL password. The records must still be there after the container is replaced.
#   with Docker     runs compose.yaml itself, as a separate project with its own volumes
#   without Docker  needs root on Debian; uses podman and this computer's PostgreSQL. If no image registry can be reached, it
#                   uses a base image made from Debian packages in place of the one in the Dockerfile
# Removes everything it created, except installed packages. Takes about four minutes on an idle machine.
set -eu
. scripts/common.sh

port=8691
address=http://127.0.0.1:$port
work=$(mktemp -d)
chmod 711 "$work"

wait_until_healthy() {
    tries=0
    until curl --fail --silent --output /dev/null "$address/_stcore/health"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 90 ]; then
            logs
            stop "The app did not answer within 90 seconds."
        fi
        sleep 1
    done
}

must() {
    expectation=$1
    shift
    "$@" >"$work/output" 2>&1 || {
        cat "$work/output"
        logs
        stop "Failed: $expectation"
    }
    say "  $expectation"
}

page_has() { curl --fail --silent --compressed "$address$1" | grep -q "$2"; }
cannot_write() { inside sh -c "! echo x >$1"; }
not_in_log() { ! logs 2>&1 | grep -iq "$1"; }

# The checks. with_docker and with_podman define inside, replace, logs, and health.
try() {
    wait_until_healthy
    must "the health check passes" health
    must "the crisis page shows its numbers" page_has /crisis 988
    must "the staff sign-in page is served" page_has /staff/sign-in '<form'
    must "it does not run as root" inside sh -c 'test "$(id -u)" != 0'
    must "it cannot change its own code" cannot_write /app/app.py
    must "it cannot add files next to its code" cannot_write /app/new
    must "it makes a PDF" inside sh -c 'python -m intake blank >/tmp/a.json && python -m intake summary /tmp/a.json | grep -aq %PDF-'
    must "it saves records" inside python -m intake demo --records 5
    must "it did not ask another host for its own address" not_in_log external
    replace
    wait_until_healthy
    must "a new container can read them" inside python -m intake store check
    must "they are all in PostgreSQL" inside python -c 'import sqlalchemy as sa
from intake.config import records_url
engine = sa.create_engine(records_url().replace("postgresql:", "postgresql+psycopg:"))
assert engine.dialect.name == "postgresql"
assert engine.connect().execute(sa.text("select count(*) from record")).scalar() == 5'
    say "The image works."
}

with_docker() {
    # A separate project that ignores your .env, so it does not touch your settings and records.
    unset NEXT_STEP_DATABASE NEXT_STEP_AREAS
    export PORT=$port
    compose() { docker compose --project-name next-step-try --env-file /dev/null "$@"; }
    inside() { compose exec -T app "$@"; }
    replace() { compose up --detach --force-recreate --no-deps app; }
    logs() { compose logs; }
    health() { test "$(docker inspect --format '{{.State.Health.Status}}' "$(compose ps --quiet app)")" != unhealthy; }
    trap 'compose down --volumes --remove-orphans --rmi local; rm -rf "$work"' EXIT
    compose up --build --detach
    try
}

with_podman() {
    if [ "$(id -u)" != 0 ] || ! has_apt; then
        stop "This needs Docker with its compose plugin, or root on Debian."
    fi
    missing=""
    for program in podman runc debootstrap; do
        command -v "$program" >/dev/null || missing="$missing $program"
    done
    [ -e /usr/lib/postgresql ] || missing="$missing postgresql"
    if [ -n "$missing" ]; then
        say "Installing$missing"
        apt-get update -qq
        # Unquoted on purpose: $missing is a list of names.
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$work/apt.log"
    fi
    bin=$(dirname "$(find /usr/lib/postgresql -path '*/bin/initdb' | sort -V | tail -n 1)")

    # Without systemd, podman cannot schedule the health check; `health` below runs it.
    export DISABLE_HC_SYSTEMD=true
    # shellcheck disable=SC3045
    files=$(ulimit -Hn)
    podman_here() { podman --root "$work/images" --runroot "$work/run" --runtime runc --cgroup-manager cgroupfs "$@"; }
    # The same as x-locked-down in compose.yaml, but on the host's network.
    locked_down() {
        podman_here run --read-only --cap-drop all --security-opt no-new-privileges --network host --tmpfs /tmp \
            --ulimit "nofile=$files:$files" --ulimit nproc=4096:4096 "$@"
    }
    start() {
        locked_down --detach --name app --env STREAMLIT_SERVER_PORT=$port --env 'NEXT_STEP_AREAS=["family", "staff"]' \
            --env "NEXT_STEP_DATABASE=postgresql://next_step@127.0.0.1:$database/next_step" \
            --env PGPASSFILE=/app/.postgres/pgpass --volume keys:/app/.keys --volume data:/app/data \
            --volume password:/app/.postgres:ro next-step >"$work/id"
    }
    inside() { podman_here exec app "$@"; }
    logs() { podman_here logs app; }
    health() { inside python -c "$(podman_here inspect --format '{{index .Config.Healthcheck.Test 3}}' app |
        sed "s/8501/$port/")"; }
    replace() {
        podman_here rm --force --time 10 app >"$work/id"
        start
    }
    as_postgres() { (cd / && runuser -u postgres -- "$@" >>"$work/postgres.log" 2>&1); }
    clean_up() {
        podman_here rm --force --all >/dev/null 2>&1 || :
        [ ! -d "$work/database" ] || as_postgres "$bin/pg_ctl" stop --pgdata "$work/database" --mode immediate || :
        umount "$work/images/overlay" 2>/dev/null || :
        rm -rf --one-file-system "$work"
    }
    trap clean_up EXIT

    base=$(sed -n 's/^FROM //p' Dockerfile)
    set --
    if ! timeout 60 podman --root "$work/images" --runroot "$work/run" pull --quiet "docker.io/library/$base" >"$work/pull.log" 2>&1; then
        say "No image registry can be reached: making $base from Debian packages"
        stand_in
        set -- --volume "$work/wheels:/wheels:ro" --volume "$work/pip.conf:/etc/pip.conf:ro"
    fi
    say "Building the image"
    podman_here build --isolation chroot --format docker --pull=never --quiet "$@" --tag next-step . >"$work/build.log" 2>&1 || {
        tail -n 20 "$work/build.log"
        stop "The image could not be built."
    }
    say "Starting it"
    locked_down --rm --volume password:/app/.postgres next-step sh scripts/database-password.sh .postgres
    database=$((port + 1))
    install -d -o postgres "$work/database"
    install -o postgres -m 600 "$(podman_here volume inspect --format '{{.Mountpoint}}' password)/password" "$work/password"
    as_postgres "$bin/initdb" --pgdata "$work/database" --username next_step --auth scram-sha-256 --pwfile "$work/password" --no-sync
    as_postgres "$bin/pg_ctl" start --wait --pgdata "$work/database" --log "$work/database/log" \
        --options "-p $database -k /tmp -c listen_addresses=127.0.0.1"
    inside_database() { PGPASSWORD=$(cat "$work/password") "$bin/psql" -qh 127.0.0.1 -p $database -U next_step "$@"; }
    inside_database -c 'create database next_step' postgres
    start
    try
}

# Makes a base image: Debian with Python in /usr/local, like the official image. Also downloads the wheels with this
# computer's pip, because pip in the build does not have this computer's pip settings.
stand_in() {
    suite=${base##*-}
    timeout 600 debootstrap --variant=minbase --include=python3,python3-venv "$suite" "$work/root" >"$work/debootstrap.log" 2>&1 || {
        tail -n 5 "$work/debootstrap.log"
        stop "debootstrap could not make the base image."
    }
    chroot "$work/root" python3 -m venv /usr/local
    tar -C "$work/root" --one-file-system -cf - . | podman_here import --quiet - "docker.io/library/$base" >"$work/id"
    version=$(chroot "$work/root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    machine=$(uname -m)
    rm -rf "$work/root"
    [ -x .venv/bin/python ] || sh scripts/setup.sh run
    sed '/^-e /d' requirements.txt >"$work/requirements.txt"
    .venv/bin/python -m pip download -qq --disable-pip-version-check --no-deps --only-binary=:all: \
        --python-version "$version" --platform "manylinux_2_28_$machine" --platform "manylinux_2_17_$machine" \
        --platform "manylinux2014_$machine" --dest "$work/wheels" -r "$work/requirements.txt"
    printf '[global]\nno-index = true\nfind-links = /wheels\n' >"$work/pip.conf"
}

if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
    with_docker
else
    with_podman
fi
