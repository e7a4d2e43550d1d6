#!/bin/bash
# Fuzzes parsing and rendering of templates with libFuzzer: run.sh [SECONDS], 30 if not given; 600 for a full run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "$here/../../../Sources" && pwd)
build=${TMPDIR:-/tmp}/statuscomm-template-fuzz
mkdir -p "$build/corpus"

flags=(-swift-version 6 -O -wmo -package-name statuscomm -parse-as-library -I "$build" -sanitize=fuzzer,address
    -enforce-exclusivity=checked -assert-config Debug
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility)
for module in JSON5 Spelling Mustache; do
    if ! [ -e "$build/$module.o" ] || [ -n "$(find "$sources/$module" -newer "$build/$module.o" -name '*.swift')" ]; then
        swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$build/$module.swiftmodule" \
            -emit-object -o "$build/$module.o" "$sources/$module"/*.swift
    fi
done
swiftc "${flags[@]}" -module-name MustacheFuzz "$here"/*.swift "$build"/{JSON5,Spelling,Mustache}.o -o "$build/fuzz"

# The templates of the test cases are where the fuzzer starts.
python3 - "$here/../../MustacheTests/Cases" "$build/corpus" <<'PYTHON'
import json, pathlib, re, sys
for file in pathlib.Path(sys.argv[1]).glob("*.json5"):
    for number, row in enumerate(re.findall(r'template: ("(?:[^"\\]|\\.)*"), data: (.*?), expected: "(?:[^"\\]|\\.)*"(?:, partials: (\{.*\}))? \}', file.read_text())):
        parts = [json.loads(row[0]), row[1]] + list(json.loads(row[2] or "{}").values())[:2]
        (pathlib.Path(sys.argv[2]) / f"{file.stem}-{number}").write_bytes("\0".join(parts).encode())
PYTHON
cd "$build"
# The runtime's own crash report would wait for a terminal.
export SWIFT_BACKTRACE=enable=no
exec ./fuzz corpus -max_total_time="${1:-30}" -timeout=10 -rss_limit_mb=1024 -max_len=2048 -dict="$here/dictionary.txt" \
    -print_final_stats=1 -close_fd_mask=1
