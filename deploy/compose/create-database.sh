# PostgreSQL's image runs this once, while it sets up an empty data folder. The product's user owns its database and
# nothing else.
set -euo pipefail
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
  --set=password="$(cat "$POSTGRES_PASSWORD_FILE")" <<'SQL'
create role throughline login password :'password';
create database throughline owner throughline encoding 'UTF8' template template0 lc_collate 'C' lc_ctype 'C';
revoke all on database throughline from public;
SQL
