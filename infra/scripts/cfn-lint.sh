#!/usr/bin/env bash
# Checks every template that `npx aws-cdk synth` has written to cdk.out, those of the pipeline's stages
# too, with cfn-lint, which it installs into target/cfn-lint (Python 3.9 or newer, from PyPI).
#
#   infra/scripts/cfn-lint.sh              exit status 0: nothing is wrong
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=1.58.0
venv=target/cfn-lint

fail() {
  printf 'cfn-lint.sh: %s\n' "$*" >&2
  exit 1
}

command -v python3 >/dev/null || fail 'python3 is not there; install Python 3.9 or newer'
templates=()
while IFS= read -r template; do
  templates+=("$template")
done < <(find cdk.out -name '*.template.json' 2>/dev/null | sort)
((${#templates[@]} > 0)) || fail 'there are no templates; run: npx aws-cdk@^2.1134.0 synth --all'

if ! "$venv/bin/cfn-lint" --version 2>/dev/null | grep -qF "$version"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$version"
fi

# W3005: the CDK spells out dependencies that others imply.
"$venv/bin/cfn-lint" --ignore-checks W3005 -- "${templates[@]}"
printf 'cfn-lint: %d templates, nothing wrong\n' "${#templates[@]}"
