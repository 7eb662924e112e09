#!/usr/bin/env bash
# Makes the certificates of the cluster's three nodes, and the authority that signs them, in docker/certificates (or in the
# folder named). What is there stays; to renew, delete the folders node1 to node3 and run it again, then restart one node at a time.
set -euo pipefail
folder=${1:-$(dirname "$0")/certificates}
# The image of EventStoreDB runs as this user, and keys are readable by their owner alone.
node_user=1000

umask 077
mkdir -p "$folder/authority" "$folder/ca"
# The nodes trust every certificate in ca/: it holds this one and nothing else, above all not the authority's key.
if [ ! -f "$folder/ca/ca.crt" ]; then
  openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 3650 -subj '/CN=HADIC store authority' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$folder/authority/ca.key" -out "$folder/ca/ca.crt"
elif [ ! -f "$folder/authority/ca.key" ]; then
  echo "$folder/authority/ca.key, the key of $folder/ca/ca.crt, is not here: put it back to sign with it." >&2
  exit 1
fi

for node in node1 node2 node3; do
  [ ! -f "$folder/$node/node.crt" ] || continue
  mkdir -p "$folder/$node"
  # All nodes have one common name: by it they know each other. The host name (cluster.yaml) is in the extension.
  openssl req -newkey rsa:2048 -sha256 -nodes -subj '/CN=eventstoredb-node' \
    -keyout "$folder/$node/node.key" -out "$folder/$node/node.csr"
  # A node shows the same certificate when it calls another node, hence both uses. localhost is for its health check.
  openssl x509 -req -sha256 -days 825 -in "$folder/$node/node.csr" -out "$folder/$node/node.crt" \
    -CA "$folder/ca/ca.crt" -CAkey "$folder/authority/ca.key" -set_serial "0x$(openssl rand -hex 16)" -extfile <(
      echo 'basicConstraints=critical,CA:FALSE'
      echo 'keyUsage=critical,digitalSignature,keyEncipherment'
      echo 'extendedKeyUsage=serverAuth,clientAuth'
      echo "subjectAltName=DNS:$node,DNS:localhost,IP:127.0.0.1"
    )
  rm "$folder/$node/node.csr"
done

# Only keys are secret; the containers' users must get at the rest.
chmod 755 "$folder" "$folder/ca" "$folder"/node?
chmod 644 "$folder/ca/ca.crt" "$folder"/node?/node.crt
if [ "$(id -u)" = 0 ]; then
  chown "$node_user" "$folder"/node?/node.key
elif [ "$(id -u)" != "$node_user" ]; then
  echo "On Linux the nodes read their keys as user $node_user: sudo chown $node_user $folder/node?/node.key" >&2
fi
echo "Made in $folder. Keep authority/ca.key away from this machine: who has it can join the cluster." >&2
