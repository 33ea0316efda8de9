#!/usr/bin/env bash
# fuzz/run.sh [SECONDS] [TARGET…]: every target, or those named, one after another, each for that long (default: 60).
# Stops at the first finding and names its input. Needs only a C++ compiler, no nightly compiler and no cargo-fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

SECONDS_EACH=${1:-60}
shift || true
TARGETS=("$@")
[[ ${#TARGETS[@]} -gt 0 ]] || mapfile -t TARGETS < <(cd fuzz_targets && printf '%s\n' *.rs | sed 's/\.rs$//')

OUT=${CARGO_TARGET_DIR:-$PWD/../target}/fuzz
HOST=$(rustc -vV | sed -n 's/^host: //p')

# What cargo-fuzz sets, except the sanitizer, which only a nightly compiler has and safe code does not need. With a
# target named, build scripts and macros are left as they are.
export RUSTFLAGS="--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
cargo build --release --target "$HOST" --target-dir "$OUT" --bins
unset RUSTFLAGS
cargo run -q --target-dir "$OUT" --example seeds -- "$OUT/seeds"

for target in "${TARGETS[@]}"; do
  mkdir -p "$OUT/corpus/$target" "$OUT/seeds/$target" "$OUT/found"
  kept=()
  [[ ! -d seeds/$target ]] || kept=("seeds/$target")
  printf '==> %s, %s s\n' "$target" "$SECONDS_EACH"
  "$OUT/$HOST/release/$target" -max_total_time="$SECONDS_EACH" -max_len=40000 -timeout=5 -rss_limit_mb=1024 \
    -dict="$OUT/seeds/words.dict" -artifact_prefix="$OUT/found/$target-" -print_final_stats=1 -verbosity="${VERBOSITY:-1}" \
    "$OUT/corpus/$target" "$OUT/seeds/$target" "${kept[@]}"
done
printf 'nothing found\n'
