#!/usr/bin/env bash
# Measures gongkai against what people would use instead: see run.py, whose options may follow.
#
#     bench/run.sh OUT [-n 100] [--rounds 3] [--only html,docx,pdf,doc,scan,batch]
#
# Needs Go, Python 3.11 or later, and on Debian 12: pandoc antiword catdoc poppler-utils
# mupdf-tools libreoffice-writer tesseract-ocr tesseract-ocr-chi-sim (the versions are noted).
set -euo pipefail
out=$(realpath -m "${1:?usage: bench/run.sh OUT [options]}")
shift
cd "$(dirname "$0")/.."
mkdir -p "$out"
CGO_ENABLED=0 go build -o "$out/bin/gongkai" ./cmd/gongkai
CGO_ENABLED=0 go build -o "$out/bin/reader" ./bench/reader
if [ ! -d "$out/venv" ]; then
  python3 -m venv "$out/venv"
  "$out/venv/bin/pip" install --quiet --disable-pip-version-check -r bench/requirements.txt
fi
dpkg-query -W pandoc antiword catdoc poppler-utils mupdf-tools libreoffice-writer tesseract-ocr > "$out/versions.txt" 2>/dev/null || true
"$out/venv/bin/pip" freeze >> "$out/versions.txt"
"$out/venv/bin/python" bench/run.py --gongkai "$out/bin/gongkai" --reader "$out/bin/reader" --out "$out" "$@"
