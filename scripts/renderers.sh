#!/bin/sh
# Installs two programs that show FHIR forms and one that validates FHIR into .make/renderers; quick if they are there. They take
# 600 MB, and only these tests need them: without npm or a network they are skipped, which pytest reports.
set -eu
. scripts/common.sh

made=.make/renderers
key=$(cat tests/renderers/package-lock.json tests/renderers/smart_forms.jsx | cksum)
[ "$(cat "$made/key" 2>/dev/null)" != "$key" ] || exit 0
skip() {
    say "$*: the tests with other FHIR programs are skipped."
    exit 0
}
command -v npm >/dev/null 2>&1 || skip "npm is missing"
say "Installing LHC-Forms, Smart Forms, and a FHIR validator into $made, which takes a few minutes"
mkdir -p "$made"
cp tests/renderers/package.json tests/renderers/package-lock.json tests/renderers/.npmrc "$made"
npm ci --silent --prefix "$made" || skip "npm could not install them"
NODE_PATH="$made/node_modules" "$made/node_modules/.bin/esbuild" tests/renderers/smart_forms.jsx --bundle --minify \
    --jsx=automatic --define:process.env.NODE_ENV='"production"' --loader:.css=empty --loader:.woff=empty \
    --loader:.woff2=empty --log-level=error --outfile="$made/smart_forms.js"
printf '%s\n' "$key" >"$made/key"
