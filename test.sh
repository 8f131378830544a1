#!/usr/bin/env bash
# Sets up and passes all tests. `./test.sh Tarn.Engine` runs one project's. Ends with "N passed, N failed".
set -uo pipefail
. "$(dirname "$0")/eng/lib.sh"
cd "$root"
need_tools
install_packages chromium=/usr/bin/chromium fonts-liberation=/usr/share/fonts/truetype/liberation xz-utils=/usr/bin/xz openjdk-17-jre-headless=/usr/bin/java python3=/usr/bin/python3 || exit 1

passed=0 failed=0
count() { # name, log, exit code, passed, failed
  passed=$((passed + $4)); failed=$((failed + $5))
  if [ "$3" != 0 ] && [ "$5" = 0 ]; then failed=$((failed + 1)); fi
  if [ "$3" != 0 ]; then printf '\n---- %s failed; the end of its log:\n' "$1"; tail -n 200 "$2"; fi
}
sum() { sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -oE "$2" | grep -oE '[0-9]+' | awk '{s += $1} END {print s + 0}'; }
logs="$root/artifacts/test-logs"; mkdir -p "$logs"

build_app || { echo "0 passed, 1 failed"; exit 1; }
say "Building the tests"
dotnet build Tarn.slnx -v q -nologo > "$logs/build.log" 2>&1 || { cat "$logs/build.log"; echo "0 passed, 1 failed"; exit 1; }

for project in tests/*.Tests; do
  name=$(basename "$project")
  [ $# -eq 0 ] || case " $* " in *" ${name%.Tests} "*) ;; *) continue ;; esac
  say "$name"
  dotnet test "$project" --no-build -nologo -v q --logger "console;verbosity=minimal" > "$logs/$name.log" 2>&1; code=$?
  count "$name" "$logs/$name.log" $code "$(sum "$logs/$name.log" 'Passed: +[0-9]+')" "$(sum "$logs/$name.log" 'Failed: +[0-9]+')"
  grep -hE '^(Passed|Failed)! ' "$logs/$name.log"
done

if [ $# -eq 0 ]; then
  say "web: unit tests"
  (cd web && NO_COLOR=1 npm test --silent) > "$logs/web.log" 2>&1; code=$?
  grep -E '^ +Tests ' "$logs/web.log" > "$logs/web.sum" # Vitest: "Tests  1 failed | 57 passed (58)"
  count web "$logs/web.log" $code "$(sum "$logs/web.sum" '[0-9]+ passed')" "$(sum "$logs/web.sum" '[0-9]+ failed')"
  say "web: journeys in Chromium against a real server"
  eng/journeys.sh > "$logs/journeys.log" 2>&1; code=$?
  grep -E '^  [0-9]+ (passed|failed)( \(|$)' "$logs/journeys.log" > "$logs/journeys.sum" # Playwright's last lines; others of this log count other things
  count journeys "$logs/journeys.log" $code "$(sum "$logs/journeys.sum" '[0-9]+ passed')" "$(sum "$logs/journeys.sum" '[0-9]+ failed')"
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
