#!/usr/bin/env bash
# Builds a dataset of N mixed documents and watches rate, memory and processor time: see soak.py.
#
#     bench/soak.sh OUT N [DISTINCT]
set -euo pipefail
out=$(realpath -m "${1:?usage: bench/soak.sh OUT N [DISTINCT]}")
shift
cd "$(dirname "$0")/.."
mkdir -p "$out"
CGO_ENABLED=0 go build -o "$out/bin/gongkai" ./cmd/gongkai
if [ ! -d "$out/venv" ]; then
  python3 -m venv "$out/venv"
  "$out/venv/bin/pip" install --quiet --disable-pip-version-check -r bench/requirements.txt
fi
"$out/venv/bin/python" bench/soak.py "$out/bin/gongkai" "$out" "$@"
