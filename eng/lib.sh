# Shared by quickstart.sh, test.sh and bench/run. Sourced, never run.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
app="$root/artifacts/tarn"

say() { printf '%s\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

need_tools() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' ||
    die "The .NET 10 SDK is missing. On Debian: install the package dotnet-sdk-10.0 from the .NET package feed, or the SDK archive, so that 'dotnet --list-sdks' shows a 10.0 line. Then run this again."
  command -v npm >/dev/null && node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null ||
    die "Node.js 20 or newer with npm is missing. On Debian: apt-get install nodejs npm (or the archive of Node.js), so that 'node --version' shows v20 or newer. Then run this again."
  [ "$(uname -sm)" = "Linux x86_64" ] ||
    die "This machine is $(uname -sm); Tarn's build knows the engine library for Linux x86_64 only. Adding another is one line in eng/duckdb.targets."
}

# Debian packages that tests and their servers need, as NAME=FILE that shows it is there.
install_packages() {
  local missing=() pair
  for pair in "$@"; do [ -e "${pair#*=}" ] || missing+=("${pair%%=*}"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  [ "$(id -u)" = 0 ] || die "Missing Debian packages: ${missing[*]}. Run as root: apt-get install -y --no-install-recommends ${missing[*]}"
  say "Installing Debian packages: ${missing[*]}"
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
}

# A sum over everything that a build reads: nothing changed, nothing built.
sources_sum() {
  (cd "$root" && git ls-files -co --exclude-standard -- "$@" | LC_ALL=C sort | { xargs -d '\n' sha1sum 2>/dev/null || true; } | sha1sum | cut -c1-40)
}

build_web() {
  local sum; sum=$(sources_sum web)
  [ -f "$root/web/dist/.sum" ] && [ "$(cat "$root/web/dist/.sum")" = "$sum" ] && return 0
  say "Building the UI"
  (cd "$root/web" && npm ci --no-audit --no-fund --loglevel=error >&2 && npm run build --silent >&2)
  echo "$sum" > "$root/web/dist/.sum"
}

build_app() {
  local sum; sum=$(sources_sum src web eng examples Directory.Build.props Directory.Packages.props global.json)
  [ -f "$app/.sum" ] && [ "$(cat "$app/.sum")" = "$sum" ] && return 0
  build_web
  say "Building tarn"
  rm -rf "$app.new"
  dotnet publish "$root/src/Tarn.Cli" -c Release -o "$app.new" -v q -nologo >&2
  cp -r "$root/web/dist" "$app.new/web"
  cp -r "$root/examples" "$app.new/examples"
  fetch_example_data "$app.new/examples/shop/data/public"
  echo "$sum" > "$app.new/.sum"
  rm -rf "$app" && mv "$app.new" "$app"
}

# Public data of the example, out of a pinned npm package.
fetch_example_data() {
  local version=3.2.1 cache="$root/artifacts/vega-datasets-3.2.1" work
  if [ ! -f "$cache/.complete" ]; then
    say "Fetching the example's data (npm package vega-datasets $version)"
    work=$(mktemp -d)
    (cd "$work" && npm pack --silent "vega-datasets@$version" >/dev/null && tar xzf ./*.tgz)
    mkdir -p "$cache"
    cp "$work"/package/data/{flights-3m.parquet,airports.csv,earthquakes.json} "$cache/"
    rm -rf "$work"
    (cd "$cache" && sha256sum --quiet -c "$root/eng/example-data.sha256") || die "The example's data does not have the expected checksums; $cache was kept for a look."
    touch "$cache/.complete"
  fi
  mkdir -p "$1" && cp "$cache"/*.{parquet,csv,json} "$1/"
}
