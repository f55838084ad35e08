#!/usr/bin/env bash
# Tests the Lambda function that creates the service's account (src/main/resources/database-account) against a real
# MySQL instead of Aurora, and then the service with that account:
#
#     HIRING_TEST_DATABASE_URL=mysql://root@127.0.0.1:3306 infra/scripts/account-test.sh
#
# Needs MySQL 8.0.16 or newer with TLS, an account that may create accounts, Java 17, Python 3.9 or newer with venv,
# PyPI for the first run, and both jars of the service (./mvnw -pl local/app -am package). It drops what it
# creates. Exit status 77: a requirement is missing; the message names it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=target/account-test-venv
needs=scripts/account-test/requirements.txt

missing() {
  printf 'account-test: %s is missing\n' "$*" >&2
  exit 77
}
[[ -n ${HIRING_TEST_DATABASE_URL:-} ]] || missing HIRING_TEST_DATABASE_URL
for jar in ../{bootstrap/target/hiring-service,local/app/target/hiring-local}.jar; do
  [[ -f $jar ]] || missing "$jar"
done
if ! cmp -s "$needs" "$venv/requirements.txt"; then
  if ! python3 -m venv --clear "$venv" ||
    ! "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 10 -r "$needs"; then
    missing "what infra/$needs lists"
  fi
  cp "$needs" "$venv/requirements.txt"
fi
exec "$venv/bin/python" scripts/account-test/account_test.py
