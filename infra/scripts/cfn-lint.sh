#!/usr/bin/env bash
# Checks all templates in the directories (default: cdk.out, the output of `npx aws-cdk synth`), including those of the
# pipeline's stages, and deployment-role.yaml with cfn-lint. Installs cfn-lint from PyPI into target/cfn-lint; needs
# Python 3.9 or newer.
#
#   infra/scripts/cfn-lint.sh [DIRECTORY...]     exit status 0: no findings; 77: cfn-lint cannot be installed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=1.58.0
venv=target/cfn-lint

missing() {
  printf 'cfn-lint.sh: %s\n' "$*" >&2
  exit 77
}

command -v python3 >/dev/null || missing 'there is no python3; install Python 3.9 or newer'
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

# W3005: the CDK writes redundant dependencies. E3703: it uses Fn::Join instead of Fn::Sub.
"$venv/bin/cfn-lint" --ignore-checks W3005 E3703 -- "${templates[@]}"
printf 'cfn-lint: %d templates, no findings\n' "${#templates[@]}"
