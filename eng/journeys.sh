#!/usr/bin/env bash
# The UI's journeys against a real `tarn up` on the example, in Debian's Chromium.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
work=$(mktemp -d)
trap '"$app/tarn" down --project "$work/shop" >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
"$root/quickstart.sh" --dir "$work/shop" --port 0 --detach | tee "$work/out"
url=$(sed -n 's/^ready //p' "$work/out" | tail -n 1)
password=$(sed -n 's/^ *password *//p' "$work/out" | head -n 1)
cd "$root/web"
NO_COLOR=1 TARN_COMMAND="$app/tarn" TARN_PROJECT="$work/shop" TARN_URL="$url" TARN_USER=admin TARN_PASSWORD="$password" npm run journeys --silent
