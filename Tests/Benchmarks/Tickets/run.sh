#!/bin/bash
# Builds the scoring benchmark in release mode and runs it: run.sh [TICKETS], 100,000 if not given.
#
# For a profiler, the built benchmark runs one way of scoring alone: benchmark TICKETS --only "stems" [RUNS].
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "$here/../../../Sources" && pwd)
core=$sources/StatusCommCore
build=${TMPDIR:-/tmp}/statuscomm-ticket-benchmark
mkdir -p "$build"

flags=(-swift-version 6 -O -wmo -package-name statuscomm -parse-as-library -I "$build"
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility)
for module in JSON5 Spelling; do
    if ! [ -e "$build/$module.o" ] || [ -n "$(find "$sources/$module" -newer "$build/$module.o" -name '*.swift')" ]; then
        swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$build/$module.swiftmodule" \
            -emit-object -o "$build/$module.o" "$sources/$module"/*.swift
    fi
done
# The scoring stands on its own: no more of the core is needed than these files.
swiftc "${flags[@]}" -module-name TicketBenchmark -import-objc-header "$here/peers.h" "$here"/*.swift "$core"/Tickets/Ticket.swift "$core"/Tickets/TicketMark.swift \
    "$core"/Tickets/Text/*.swift \
    $(ls "$core"/Tickets/Scoring/*.swift | grep -v '+Incident') "$core"/Incident/{Component,ComponentTree,UnknownComponents,IncidentID}.swift \
    "$core"/Time/Timestamp.swift "$core"/Messages/Check/ScalarFolding.swift "$core"/Diagnostics/*.swift \
    "$build"/{JSON5,Spelling}.o -o "$build/benchmark"
"$build/benchmark" "$@"
"$build/benchmark" "${1:-100000}" --memory
