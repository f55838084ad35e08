#!/usr/bin/env bash
# Puts the templates that `npx aws-cdk synth` has written to cdk.out, of the committed configuration, into
# moto, a stand-in for AWS, and checks what came of them: scripts/moto-test/stacks_test.py. Installs moto into
# target/moto (Python 3.10 or newer, from PyPI).
#
#   infra/scripts/moto-test.sh             exit status 0: all is well
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=5.2.5
venv=target/moto

fail() {
  printf 'moto-test.sh: %s\n' "$*" >&2
  exit 1
}

command -v python3 >/dev/null || fail 'python3 is not there; install Python 3.10 or newer'
[[ -f cdk.out/NetworkingStack.template.json ]] ||
  fail 'there are no templates; run: npx aws-cdk@^2.1134.0 synth --all'

if ! "$venv/bin/pip" list --format freeze 2>/dev/null | grep -qxF "moto==$version"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check \
    "moto[cloudformation,ec2,iam,s3,secretsmanager,ssm]==$version"
fi

"$venv/bin/python" -W ignore scripts/moto-test/stacks_test.py
