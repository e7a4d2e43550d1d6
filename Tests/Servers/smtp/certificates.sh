#!/usr/bin/env bash
# Makes an authority and three certificates for the fault server: good, expired, of another name.
#
#     certificates.sh FOLDER
set -euo pipefail
cd "$1"
[ -e good.pem ] && exit 0
exec 2>/dev/null

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "/CN=Test Authority" -addext "keyUsage=critical,keyCertSign" \
    -keyout authority.key -out authority.pem

# certificate NAME SUBJECT-ALTERNATIVE-NAME openssl-x509-options…
certificate() {
    local name=$1 subject=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" \
        -keyout "$name.key" -out "$name.csr"
    openssl x509 -req -in "$name.csr" -CA authority.pem -CAkey authority.key -CAcreateserial \
        -extfile <(printf 'subjectAltName=%s\n' "$subject") "$@" -out "$name.crt"
    cat "$name.crt" "$name.key" > "$name.new"
    rm "$name.csr" "$name.crt" "$name.key"
}

certificate expired IP:127.0.0.1 -days -1
certificate other DNS:elsewhere.example -days 3650
certificate good IP:127.0.0.1 -days 3650
for name in expired other good; do mv "$name.new" "$name.pem"; done
