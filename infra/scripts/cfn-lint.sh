#!/usr/bin/env bash
# Checks every template below the directories (default: cdk.out, which `npx aws-cdk synth` writes), those of the
# pipeline's stages too, and the template of the deployment role with cfn-lint, which it installs into target/cfn-lint
# (Python 3.9 or newer, from PyPI).
#
#   infra/scripts/cfn-lint.sh [DIRECTORY...]     exit status 0: nothing is wrong; 77: cfn-lint cannot be installed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=1.58.0
venv=target/cfn-lint

missing() {
  printf 'cfn-lint.sh: %s\n' "$*" >&2
  exit 77
}

command -v python3 >/dev/null || missing 'python3 is not there; install Python 3.9 or newer'
if ! "$venv/bin/cfn-lint" --version 2>/dev/null | grep -qF "$version"; then
  if ! python3 -m venv "$venv" ||
    ! "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 10 "cfn-lint==$version"; then
    missing "cfn-lint $version cannot be installed"
  fi
fi

templates=(deployment-role.yaml)
while IFS= read -r template; do
  templates+=("$template")
done < <(find "${@:-cdk.out}" -name '*.template.json' | sort)
((${#templates[@]} > 1)) || {
  echo 'cfn-lint.sh: there are no templates; run: npx aws-cdk@^2.1134.0 synth' >&2
  exit 1
}

# W3005: the CDK spells out dependencies that others imply. E3703: it joins texts where others substitute.
"$venv/bin/cfn-lint" --ignore-checks W3005 E3703 -- "${templates[@]}"
printf 'cfn-lint: %d templates, nothing wrong\n' "${#templates[@]}"
