#!/usr/bin/env bash
# Runs the start script of an instance in a separate root file system on this machine. Then tests that the service
# loads files, restarts after a crash, and lets a load end when the instance is terminated:
#
#     infra/scripts/instance-test.sh USER_DATA [DIRECTORY]
#
# USER_DATA is a rendered start script. DIRECTORY (default: a new one) gets the logs and all other files of the run;
# nothing outside of it changes. systemd is real. Package manager, metadata and Auto Scaling are stubs
# (infra/scripts/instance-test/stubs), moto replaces S3, Secrets Manager and CloudWatch Logs, and the embedded
# database, which requires TLS, replaces Aurora.
#
# Needs Linux with overlayfs and cgroup2, root (to mount), systemd, openssl, curl, Java 17, Python 3.9 or newer with
# venv, PyPI for the first run, and both jars of the service (./mvnw -pl local/app -am package).
# Exit status 77: a requirement is missing; the message names it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
infra=$(dirname "$here")
home=$(dirname "$infra")
service=$home/bootstrap/target/hiring-service.jar
embedded=$home/local/app/target/hiring-local.jar
venv=$infra/target/instance-test-venv
needs=$here/instance-test/requirements.txt

if [[ $# -lt 1 || $# -gt 2 || ! -f $1 ]]; then
  sed -n '2,5p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
user_data=$(realpath "$1")
directory=${2:-$(mktemp -d)}

missing() {
  printf 'instance-test: %s is missing\n' "$*" >&2
  exit 77
}
[[ $(uname -s) == Linux ]] || missing Linux
for tool in unshare nsenter systemd-analyze openssl /usr/bin/curl java python3 useradd /lib/systemd/systemd; do
  command -v "$tool" >/dev/null || missing "$tool"
done
[[ -f $service ]] || missing "$service"
[[ -f $embedded ]] || missing "$embedded"
unshare --mount --pid --uts --ipc --cgroup --fork sh -c '
  mount -t tmpfs none /mnt && mkdir /mnt/up /mnt/work /mnt/root /mnt/groups && mount -t overlay \
    -o lowerdir=/,upperdir=/mnt/up,workdir=/mnt/work none /mnt/root && mount -t cgroup2 none /mnt/groups' 2>/dev/null ||
  missing 'the right to mount (root, overlayfs, cgroup2)'
java=$(realpath "$(command -v java)")
[[ $java != /root/* && $java != /home/* ]] || missing 'a Java outside of home directories'

if ! cmp -s "$needs" "$venv/requirements.txt"; then
  if ! python3 -m venv --clear "$venv" ||
    ! "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 10 -r "$needs"; then
    missing 'what infra/scripts/instance-test/requirements.txt lists'
  fi
  cp "$needs" "$venv/requirements.txt"
fi

mkdir -p "$directory"
exec "$venv/bin/python" "$here/instance-test/instance_test.py" \
  --user-data "$user_data" --service "$service" --embedded "$embedded" \
  --api-test "$infra/api-test/db_migration_test.py" --directory "$(realpath "$directory")"
