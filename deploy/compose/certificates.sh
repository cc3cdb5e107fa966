# An authority for this machine, and a certificate for each server that speaks TLS. Nothing is done where one is there.
set -euo pipefail
cd /certificates
[ -f ca/ca.crt ] || es-gencert-cli create-ca -out ./ca
certificate() {
  [ -f "$1/node.crt" ] || es-gencert-cli create-node -ca-certificate ./ca/ca.crt -ca-key ./ca/ca.key -out "./$1" \
    -ip-addresses "$2" -dns-names "$1,localhost"
}
certificate proxy 127.0.0.1
certificate vault 127.0.0.1
# The addresses are those of deploy/compose/three-nodes.yml.
certificate kurrentdb 127.0.0.1,172.30.240.11
certificate kurrentdb-2 127.0.0.1,172.30.240.12
certificate kurrentdb-3 127.0.0.1,172.30.240.13
# Each server runs as a user of its own, and the volume is of this demonstration alone. The authority's key stays root's.
chmod -R a+rX .
chmod 0600 ca/ca.key
install -m 0644 ca/ca.crt /authority/ca.crt
