#!/bin/sh
# Makes the certificates of the tests anew: an authority, and servers that show what may be wrong with one. Good for a
# hundred years where nothing else is meant; the keys protect nothing.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
# signed FILE NAME FROM TO
signed() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$2" -out "$work/request"
  printf 'subjectAltName=DNS:%s\n' "$2" > "$work/extensions"
  : > "$work/index"
  openssl ca -batch -notext -md sha256 -policy anything -config "$work/config" -cert authority.crt -keyfile "$work/authority.key" \
    -startdate "$3" -enddate "$4" -extfile "$work/extensions" -in "$work/request" -out "$1.crt" -outdir "$work"
}
cat > "$work/config" <<END
[ca]
default_ca=it
[it]
database=$work/index
rand_serial=yes
unique_subject=no
[anything]
commonName=supplied
END
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/authority.key"
openssl req -x509 -new -key "$work/authority.key" -subj "/CN=trial test authority" -days 36500 -out authority.crt
signed good localhost 20200101000000Z 21200101000000Z
signed expired localhost 20200101000000Z 20200201000000Z
signed early localhost 21190101000000Z 21200101000000Z
signed elsewhere smpp.elsewhere.example 20200101000000Z 21200101000000Z
key stranger
openssl req -x509 -new -key stranger.key -subj "/CN=localhost" -addext "subjectAltName=DNS:localhost" -days 36500 -out stranger.crt
