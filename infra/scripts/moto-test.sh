#!/usr/bin/env bash
# Deploys the templates in cdk.out to moto, which simulates AWS, and runs scripts/moto-test/stacks_test.py.
# `npx aws-cdk synth` with the committed configuration must have written cdk.out. Installs moto from PyPI into
# target/moto; needs Python 3.10 or newer.
#
#   infra/scripts/moto-test.sh             exit status 0: all tests passed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=5.2.5
venv=target/moto

fail() {
  printf 'moto-test.sh: %s\n' "$*" >&2
  exit 1
}

command -v python3 >/dev/null || fail 'there is no python3; install Python 3.10 or newer'
[[ -f cdk.out/NetworkingStack.template.json ]] ||
  fail 'there are no templates; run: npx aws-cdk@^2.1134.0 synth --all'

if ! "$venv/bin/pip" list --format freeze 2>/dev/null | grep -qxF "moto==$version"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check \
    "moto[cloudformation,ec2,iam,s3,secretsmanager,ssm]==$version"
fi

"$venv/bin/python" -W ignore scripts/moto-test/stacks_test.py
