#!/usr/bin/env python3
"""Checks that the element, without its comments and indentation, stays within 4,200 bytes gzipped.

usage: size.py [FILE]
"""
import gzip
import pathlib
import re
import sys

LIMIT = 4_200
ELEMENT = pathlib.Path(__file__).resolve().parents[2] / "Examples/banner/incident-banner.js"


def stripped(source):
    """The source without whole-line comments, block comments at a line's start, indentation and blank lines."""
    source = re.sub(r"^[ \t]*/\*.*?\*/[ \t]*$", "", source, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in source.splitlines())
    return "".join(line + "\n" for line in lines if line and not line.startswith("//"))


def size(source):
    return len(gzip.compress(stripped(source).encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ELEMENT
    bytes_out = size(path.read_text(encoding="utf-8"))
    print(f"{path.name}: {bytes_out} bytes gzipped of {LIMIT} allowed")
    sys.exit(bytes_out > LIMIT)
