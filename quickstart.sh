#!/usr/bin/env bash
# Sets up, builds and runs the example: sources → bronze → silver → gold → a server with UI. Safe to run again.
set -euo pipefail
. "$(dirname "$0")/eng/lib.sh"

dir=./shop port=9047 detach=
while [ $# -gt 0 ]; do
  case $1 in
    --dir) dir=${2:?--dir needs a folder}; shift 2 ;;
    --port) port=${2:?--port needs a number}; shift 2 ;;
    --detach) detach=--detach; shift ;;
    -h|--help) echo "usage: ./quickstart.sh [--dir ./shop] [--port 9047] [--detach]"; exit 0 ;;
    *) die "unknown option $1; usage: ./quickstart.sh [--dir ./shop] [--port 9047] [--detach]" ;;
  esac
done

need_tools
build_app
tarn="$app/tarn"

[ -f "$dir/tarn.yaml" ] || "$tarn" init "$dir" --example shop
say "Ingesting (bronze)"
"$tarn" sync --project "$dir"
say "Building silver and gold"
"$tarn" dbt build --project "$dir"
if compgen -G "$dir/data/later/*" >/dev/null; then
  say "Two more days of orders arrive"
  for f in "$dir"/data/later/*; do n=$(basename "$f"); mv "$f" "$dir/data/${n%%-*}/"; done
  "$tarn" sync shop --project "$dir"
  "$tarn" dbt build --project "$dir"
fi

cat >&2 <<TXT

Three things to try:
  $root/tarn sql --project $dir "select * from gold.daily_revenue order by order_day"
  $root/tarn sql --project $dir "select sum(revenue) from gold.daily_revenue at (timestamp => now() - interval 1 minute)"
  $root/tarn history gold.daily_revenue --project $dir

TXT
exec "$tarn" up --project "$dir" --port "$port" $detach
