#!/usr/bin/env bash
# The one way to build, try and test the project. `./build.sh help` lists the steps; each can be run alone and first
# runs whatever it needs from the others.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Debian installs servers where an ordinary user's shell does not look.
PATH=$PATH:/usr/sbin:/usr/local/sbin
TARGET_DIR=${CARGO_TARGET_DIR:-target}
WASM_TARGET=wasm32-unknown-unknown
# WebAssembly with files and a clock, for the benchmark.
WASI_TARGET=wasm32-wasip1
NODE_AT_LEAST=20
RUST_AT_LEAST=1.95

# What the browser tests need beyond cargo and Node, as "Debian package:program", or with a file instead of a program:
# browsers; gateways; zones, resolvers and a network for the failing world; certificate trust; a display and fonts.
SYSTEM_PACKAGES=(
  "chromium:${CHROMIUM:-chromium}"
  "firefox-esr:${FIREFOX:-firefox-esr}"
  "nginx-light:nginx"
  "haproxy:haproxy"
  "apache2:apache2"
  "knot:knotd"
  "knot-resolver:kresd"
  "iproute2:ip"
  "libnss3-tools:certutil"
  "xvfb:Xvfb"
  "xdotool:xdotool"
  # Chromium's translations; another CHROMIUM brings its own.
  "chromium-l10n:${CHROMIUM:-/usr/lib/chromium/locales/ar.pak}"
  "fonts-noto-core:/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"
  # Small fonts for Japanese and Chinese.
  "fonts-vlgothic:/usr/share/fonts/truetype/vlgothic/VL-Gothic-Regular.ttf"
  "fonts-wqy-microhei:/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
)

# For the message on failure: the step that is running, why it failed if the step knows, and what fixes it.
STEP=start COMMAND=build.sh REASON='' MEND='./build.sh help'

main() {
  local command=${1:-help}
  [[ $# -eq 0 ]] || shift
  case $command in
    setup | build | test | check | bench | package | pictures) "$command" ;;
    demo) demo "$@" ;;
    gallery) gallery "$@" ;;
    eval) evaluate "$@" ;;
    simulate) simulate "$@" ;;
    help | -h | --help) help ;;
    *) fail "there is no step called $command" ;;
  esac
}

help() {
  cat <<'TEXT'
usage: ./build.sh STEP

  setup       install what is missing, and only that: the wasm target, the tests' tools, browsers and gateways
  build       compile the extension into dist/, which Chromium and Firefox load unpacked
  demo [URL]  build, then show the extension at work in a browser: in the failing lab, or on URL
  gallery [--keep] [--out DIR] [STATE...]
              build, then a picture of the popup in each of its states, light, dark and Arabic, and a page with all of them;
              --keep keeps in tests/gallery what the tests compare with
  pictures    build, then the README's pictures in tests/pictures and those of the stores' listings in out/store
  test        check, then every test: cargo's, what a diagnosis costs, the real gateways', the browsers'
  check       format, lints, the extension linter, licences and versions of dependencies, length of functions
  eval [FILE] how often the diagnosis is right, and sure and wrong, on labelled failures; --misses lists each miss with its
              evidence, --keep keeps today's verdicts in tests/corpus/verdicts.txt
  simulate [N] what many visitors do to a site that is down, by the way they come back; N visitors in one outage, or --keep for
              the tables and pictures of tests/simulation/README.md
  bench       sizes, times and memory, as ratios of their budgets: of the diagnosis alone and in the browser
  package     build, then write the packages for both browsers into out/, twice, and compare
  help        this text

CHROMIUM and FIREFOX name other browsers than Debian's. Nothing leaves this machine but what the demo asks of your URL;
what is missing is downloaded from the usual registries.
TEXT
}

# ---- steps ----------------------------------------------------------------------------------------------------------

setup() {
  setup_tools
  step system "browsers, gateways and fonts for the tests" "install what it names" system_packages
}

build() {
  setup_tools
  step compile "the extension's module, WebAssembly" "mend what rustc names above" compile_module
  step dist "the folder both browsers load" "read the line above" pack dist
  step size "dist/ against the size budget" "make it smaller, or change the table in crate/pack/src/budget.rs" pack size
}

lab() {
  step lab "the failing internet on loopback" "mend what rustc names above" build_programs
}

demo() {
  setup
  build
  lab
  step demo "the extension at work; Ctrl-C ends it" "read the lines above" node tests/browser/demo.mjs "$@"
}

gallery() {
  setup
  build
  lab
  step gallery "the popup in all its states" "read the lines above" node tests/browser/gallery.mjs "$@"
}

pictures() {
  setup
  build
  lab
  step pictures "the popup for the README and the stores" "read the lines above" node tests/browser/pictures.mjs
}

test() {
  setup
  check
  step cargo-test "every Rust test" "read the failing test above" cargo test --workspace --locked
  step verdicts "every verdict on the recorded failures, against those kept" "./build.sh eval --keep, if each change is meant" \
    cargo run -q -p is-it-me-eval --locked -- --check
  step simulation "what auto-retry does to a site that is down, against tests/simulation/README.md" \
    "./build.sh simulate --keep, if each change is meant" simulate --check
  times
  step programs "the lab and the command line, for the tests below" "mend what rustc names above" build_programs
  step node-test "gateways and browsers" "read the failing test above" node_tests
}

check() {
  setup_tools
  step format "cargo fmt" "cargo fmt --all" cargo fmt --all --check
  step shape "length of functions and files" "split what it names" node tests/check/shape.mjs
  step clippy "lints, every crate" "mend what clippy names above" \
    cargo clippy --workspace --all-targets --locked -- -D warnings
  step clippy-wasm "lints, the module as the browser gets it" "mend what clippy names above" \
    cargo clippy -p is-it-me-web --lib --target "$WASM_TARGET" --locked -- -D warnings
  step dependencies "licences and versions" "see crate/pack/tests/dependencies.rs" \
    cargo test -p is-it-me-pack --test dependencies --locked
  step lock "tests/package-lock.json names no registry" "npm install in tests/, with its .npmrc" lock_names_no_registry
  build
  step lint "the linter of Firefox's store" "mend what it names" node tests/check/lint.mjs
}

evaluate() {
  need cargo "install Rust from rustup.rs"
  cargo run -q --release -p is-it-me-eval --locked -- "$@"
}

simulate() {
  need cargo "install Rust from rustup.rs"
  cargo run -q --release -p is-it-me-simulation --locked -- "$@"
}

bench() {
  build
  times
  step growth "a million diagnoses hold no byte more than a thousand" "find what is kept" "$TARGET_DIR/release/growth"
  setup
  lab
  step browser "times, measured in the browser" "read the lines above" node tests/browser/bench.mjs
}

times() {
  setup_target "$WASI_TARGET"
  step bench-programs "the diagnosis alone, native and as WebAssembly" "mend what rustc names above" build_bench
  step times "what a diagnosis costs; fails above the limits in crate/bench/src/limits.rs" "find what made it slow" \
    "$TARGET_DIR/release/is-it-me-bench" --wasm "$TARGET_DIR/$WASI_TARGET/wasm/is-it-me-bench.wasm"
}

package() {
  build
  step package "the packages for both browsers" "read the line above" pack pack
  step again "the same once more; not a byte may differ" "look for what depends on time or order" package_again
}

# ---- setup ----------------------------------------------------------------------------------------------------------

# What building needs. Silent if everything is there, so that every step can begin with it.
setup_tools() {
  need cargo "install Rust from rustup.rs"
  need cc "install a C compiler, which rustc links with; Debian's package is gcc"
  need node "install Node $NODE_AT_LEAST or newer"
  need npm "install npm; it comes with Node"
  [[ $(node -p 'process.versions.node.split(".")[0]') -ge $NODE_AT_LEAST ]] ||
    fail "Node is $(node --version)" "install Node $NODE_AT_LEAST or newer"
  is_new_enough || fail "Rust is $(rustc --version)" "install Rust $RUST_AT_LEAST or newer: rustup update"
  setup_target "$WASM_TARGET"
  has_lint_tools || step lint-tools "rustfmt and clippy" "rustup component add rustfmt clippy" add_lint_tools
  has_test_tools || step test-tools "npm ci in tests/" "look at npm's message above" add_test_tools
}

is_new_enough() {
  printf '%s\n' "$RUST_AT_LEAST" "$(rustc --version | cut -d ' ' -f 2)" | sort -V -C
}

need() {
  command -v "$1" >/dev/null || fail "$1 is not installed" "$2"
}

setup_target() {
  has_target "$1" || step "$1" "rustc's standard library for it" "rustup target add $1" add_target "$1"
}

has_target() {
  [[ -d "$(rustc --print sysroot)/lib/rustlib/$1/lib" ]]
}

add_target() {
  need rustup "install rustc's standard library for $1 the way rustc was installed"
  rustup target add "$1"
}

has_lint_tools() {
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1
}

add_lint_tools() {
  need rustup "install rustfmt and clippy the way rustc was installed"
  rustup component add rustfmt clippy
}

# A copy of the lock file is kept beside what was installed from it.
has_test_tools() {
  cmp -s tests/package-lock.json tests/node_modules/.installed-from
}

add_test_tools() {
  npm ci --prefix tests --no-fund --no-audit
  cp tests/package-lock.json tests/node_modules/.installed-from
}

system_packages() {
  local missing
  missing=$(missing_packages)
  [[ -n $missing ]] || return 0
  printf '    missing: %s\n' "$missing"
  command -v apt-get >/dev/null ||
    fail "not installed: $missing (names of Debian packages)" "install them with this system's package manager"
  [[ $(id -u) -eq 0 ]] || fail "not installed: $missing" "sudo apt-get install --no-install-recommends $missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086 # One word per package.
  apt-get install -y -qq --no-install-recommends $missing
  missing=$(missing_packages)
  [[ -z $missing ]] || fail "installed, and still not found: $missing" "CHROMIUM and FIREFOX must name programs, if set"
  say_what_may_run
}

missing_packages() {
  local entry missing=()
  for entry in "${SYSTEM_PACKAGES[@]}"; do
    present "${entry#*:}" || missing+=("${entry%%:*}")
  done
  printf '%s' "${missing[*]}"
}

present() {
  command -v "$1" >/dev/null || [[ -f $1 ]]
}

# Debian starts the servers it installs. Whether they should run is for the owner to decide, so say it but leave them.
say_what_may_run() {
  [[ -d /run/systemd/system && ! -e /usr/sbin/policy-rc.d ]] || return 0
  printf '    nginx, haproxy, apache2 and knot may now run as services; the tests need none of them running:\n'
  printf '    systemctl disable --now nginx haproxy apache2 knot\n'
}

# ---- pieces ---------------------------------------------------------------------------------------------------------

# The module contains the paths of its sources, which must not name this machine. With half a megabyte of stack, which
# is plenty, all addresses in it are below a megabyte, so that each takes three bytes instead of four.
compile_module() {
  local home=${CARGO_HOME:-$HOME/.cargo} flags
  flags="--remap-path-prefix=$home=/cargo --remap-path-prefix=$PWD=/is-it-me -C link-arg=-zstack-size=524288"
  RUSTFLAGS="${RUSTFLAGS:-} $flags" \
    cargo build -p is-it-me-web --lib --target "$WASM_TARGET" --profile wasm --locked
}

pack() {
  cargo run -q -p is-it-me-pack --locked -- "$1"
}

build_programs() {
  cargo build -p is-it-me-lab -p is-it-me-cli --bins --locked
}

# WebAssembly compiled like the extension's module, so that the comparison holds for the browser.
build_bench() {
  cargo build -p is-it-me-bench --bins --release --locked
  cargo build -p is-it-me-bench --bin is-it-me-bench --target "$WASI_TARGET" --profile wasm --locked
}

# One file at a time: each starts its own browsers or gateways, and on a busy machine a browser stalls now and then,
# which cannot be fixed here. So what fails is tried once more, and says so; failing twice is a failure.
node_tests() {
  local files=() failed=$TARGET_DIR/failed-tests.txt
  mapfile -t files < <(find tests -name node_modules -prune -o -name '*.test.mjs' -print | sort)
  run_node_tests "$failed" "${files[@]}" && return
  local all=${#files[@]}
  mapfile -t files <"$failed"
  [[ ${#files[@]} -gt 0 ]] || return 1
  printf '    something failed; these once more, and they have to pass now: %s\n' "${files[*]#"$PWD/"}"
  run_node_tests "$failed" "${files[@]}"
  printf '    %d of %d files passed at the second try only\n' "${#files[@]}" "$all"
}

run_node_tests() {
  local failed=$1
  shift
  node --test --test-concurrency=1 --test-timeout=180000 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=./tests/failed.mjs --test-reporter-destination="$failed" "$@"
}

lock_names_no_registry() {
  ! grep -n '"resolved"' tests/package-lock.json
}

# Builds everything from scratch, not just the archive.
package_again() {
  local first=$TARGET_DIR/first-packages file
  rm -rf "$first"
  cp -r out "$first"
  pack dist
  pack pack
  for file in out/is-it-me-*; do
    cmp "$file" "$first/${file##*/}"
  done
}

# ---- telling --------------------------------------------------------------------------------------------------------

# step NAME WHAT MEND COMMAND...: runs the command, and says what it is for and how long it took.
step() {
  local name=$1 what=$2 start=$SECONDS
  STEP=$name MEND=$3
  shift 3
  COMMAND=$*
  printf '==> %s: %s\n' "$name" "$what"
  "$@"
  printf '    %s: %d s\n' "$name" "$((SECONDS - start))"
}

# fail REASON [MEND]: ends everything with a reason of its own.
fail() {
  REASON=$1
  MEND=${2:-$MEND}
  report
}

report() {
  printf 'build.sh: step %s failed: %s; mend: %s\n' "$STEP" "$REASON" "$MEND" >&2
  trap - ERR
  exit 1
}

failed() {
  REASON="\`$COMMAND\` answered $1"
  # A failure inside $(…) is reported by the command around it.
  [[ $BASH_SUBSHELL -eq 0 ]] || exit "$1"
  report
}

trap 'failed $?' ERR
main "$@"
