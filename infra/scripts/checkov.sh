#!/usr/bin/env bash
# Checks all templates in the directories (default: cdk.out, the output of `npx aws-cdk synth`) and deployment-role.yaml
# with checkov. Installs checkov from PyPI into target/checkov; needs Python 3.9 or newer. infra/checkov.yaml lists the
# accepted findings.
#
#   infra/scripts/checkov.sh [DIRECTORY...]      exit status 0: no findings; 77: checkov cannot be installed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=3.3.30
venv=target/checkov

missing() {
  printf 'checkov.sh: %s\n' "$*" >&2
  exit 77
}

command -v python3 >/dev/null || missing 'there is no python3; install Python 3.9 or newer'
if ! "$venv/bin/pip" list --format freeze 2>/dev/null | grep -qxF "checkov==$version"; then
  if ! python3 -m venv "$venv" ||
    ! "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 10 "checkov==$version"; then
    missing "checkov $version cannot be installed"
  fi
fi

templates=(--file deployment-role.yaml)
while IFS= read -r template; do
  templates+=("$template")
done < <(find "${@:-cdk.out}" -name '*.template.json' | sort)
((${#templates[@]} > 2)) || {
  echo 'checkov.sh: there are no templates; run: npx aws-cdk@^2.1134.0 synth' >&2
  exit 1
}
# Its first line names the interpreter, which the system does not find if the path has a blank.
"$venv/bin/python" "$venv/bin/checkov" --config-file checkov.yaml "${templates[@]}"
printf 'checkov: %d templates, no findings\n' "$((${#templates[@]} - 1))"
