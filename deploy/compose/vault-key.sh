# Makes Vault ready for this demonstration: initialised, unsealed, with the transit key and a token that may use only that.
# The unseal key lies in a volume beside it, which is what no production does.
set -eu
kept=/kept/initialised
umask 077

# 0 unsealed, 2 sealed, 1 not there yet.
answers() {
  status=0
  vault status >/dev/null 2>&1 || status=$?
  [ "$status" -ne 1 ]
}
tries=60
until answers; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo 'Vault does not answer.' >&2; exit 1; }
  sleep 1
done

vault operator init -status >/dev/null || vault operator init -key-shares=1 -key-threshold=1 >"$kept"
vault operator unseal "$(sed -n 's/^Unseal Key 1: //p' "$kept")" >/dev/null
VAULT_TOKEN=$(sed -n 's/^Initial Root Token: //p' "$kept")
export VAULT_TOKEN

vault secrets list | grep -q '^transit/' || vault secrets enable transit
vault read transit/keys/throughline >/dev/null 2>&1 || vault write -f transit/keys/throughline
vault policy write throughline - <<'HCL'
path "transit/encrypt/throughline" { capabilities = ["update"] }
path "transit/decrypt/throughline" { capabilities = ["update"] }
path "transit/keys/throughline" { capabilities = ["read"] }
HCL
vault token lookup "$DEMONSTRATION_PASSWORD" >/dev/null 2>&1 ||
  vault token create -id="$DEMONSTRATION_PASSWORD" -policy=throughline -orphan -period=768h >/dev/null
