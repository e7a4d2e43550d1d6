#!/bin/bash
# Builds the template benchmark in release mode and runs it: run.sh [CUSTOMERS], 100,000 if not given.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "$here/../../../Sources" && pwd)
build=${TMPDIR:-/tmp}/statuscomm-template-benchmark
mkdir -p "$build"

if ! [ -e /usr/include/ctemplate/template.h ] || ! command -v g++ >/dev/null; then
    root=$([ "$(id -u)" = 0 ] || echo sudo)
    $root apt-get -o DPkg::Lock::Timeout=300 install -y -qq libctemplate-dev g++ >/dev/null
fi

flags=(-swift-version 6 -O -wmo -package-name statuscomm -parse-as-library -I "$build" -enable-default-cmo
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility)
for module in JSON5 Spelling Mustache; do
    if ! [ -e "$build/$module.o" ] || [ -n "$(find "$sources/$module" -newer "$build/$module.o" -name '*.swift')" ]; then
        swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$build/$module.swiftmodule" \
            -emit-object -o "$build/$module.o" "$sources/$module"/*.swift
    fi
done
g++ -O2 -c "$here/peers.cpp" -o "$build/peers.o"
swiftc -swift-version 6 -O -wmo -package-name statuscomm -parse-as-library -I "$build" -module-name TemplateBenchmark \
    -import-objc-header "$here/peers.h" "$here"/*.swift "$build"/{JSON5,Spelling,Mustache,peers}.o \
    -lctemplate -lstdc++ -o "$build/benchmark"
CUSTOMERS=${1:-100000} exec "$build/benchmark"
