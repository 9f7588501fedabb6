#!/usr/bin/env bash
# flink.sh jar            gets the jar of Beam's job server for Flink, and prints its path
# flink.sh run FLAGS...   starts it with an embedded Flink, runs the pipeline there with
#                         the flags of beam, and stops it
# Needs Maven and a Java of version 11 or 17. The jar is of the version of Beam in go.mod.
set -euo pipefail
cd "$(dirname "$0")"

flink=${FLINK_VERSION:-1.19}
beam=$(go list -m -f '{{.Version}}' github.com/apache/beam/sdks/v2)
beam=${beam#v}
folder=${XDG_CACHE_HOME:-$HOME/.cache}/gongkai/beam
jar=${GONGKAI_FLINK_JAR:-$folder/beam-runners-flink-$flink-job-server-$beam.jar}

get() {
  [ -s "$jar" ] && return
  mvn -B -q dependency:copy -Dmdep.useBaseVersion=true -DoutputDirectory="$folder" \
    -Dartifact="org.apache.beam:beam-runners-flink-$flink-job-server:$beam" >&2
  [ -s "$jar" ]
}

case ${1:-} in
jar)
  get
  echo "$jar"
  ;;
run)
  shift
  get
  artifacts=$(mktemp -d)
  java -jar "$jar" --flink-master='[local]' --job-host=localhost --job-port=8099 --artifact-port=8098 \
    --expansion-port=0 --artifacts-dir="$artifacts" >"$artifacts/log" 2>&1 &
  server=$!
  trap 'kill $server; rm -r "$artifacts"' EXIT
  for _ in $(seq 120); do
    (exec 3<>/dev/tcp/localhost/8099) 2>/dev/null && break
    kill -0 $server || { cat "$artifacts/log" >&2; exit 1; }
    sleep 1
  done
  CGO_ENABLED=0 go run . --runner=flink --endpoint=localhost:8099 --environment_type=LOOPBACK "$@"
  ;;
*)
  sed -n '2,5s/^# //p' "$0" >&2
  exit 2
  ;;
esac
