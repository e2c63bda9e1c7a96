#!/bin/sh
# Makes the certificates of the tests anew: an authority, a server's for localhost, a client's, and a stranger's that the
# authority does not know. Valid for a hundred years; the keys protect nothing.
set -e
cd "$(dirname "$0")"
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
signed() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
  printf 'subjectAltName=DNS:%s\n' "$2" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA authority.crt -CAkey authority.key -CAcreateserial -days 36500 -extfile "$1.ext" -out "$1.crt"
  rm "$1.csr" "$1.ext"
}
key authority
openssl req -x509 -new -key authority.key -subj "/CN=smpp test authority" -days 36500 -out authority.crt
signed server localhost
signed client client
key stranger
openssl req -x509 -new -key stranger.key -subj "/CN=localhost" -addext "subjectAltName=DNS:localhost" -days 36500 -out stranger.crt
rm -f authority.key authority.srl
