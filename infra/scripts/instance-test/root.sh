#!/bin/bash
# Starts systemd as the first process in a root file system that is an overlay over that of this machine. The caller
# must have created new mount, PID, UTS and IPC namespaces:
#     root.sh DIRECTORY STUBS PYTHON_ENVIRONMENT CONTROL_GROUP
set -euo pipefail
directory=$1 stubs=$2 python=$3 group=$4
root=$directory/root

if [[ -z ${5:-} ]]; then
  # A separate control group, the only one that systemd sees.
  mount --make-rprivate /
  mkdir -p "$directory/groups"
  mount -t cgroup2 none "$directory/groups"
  mkdir "$directory/groups/$group"
  echo 0 >"$directory/groups/$group/cgroup.procs"
  umount "$directory/groups"
  exec unshare --cgroup "$0" "$@" inside
fi

mkdir -p "$root" "$directory/layer"
mount -t tmpfs none "$directory/layer"
mkdir "$directory/layer/upper" "$directory/layer/work"
mount -t overlay -o "lowerdir=/,upperdir=$directory/layer/upper,workdir=$directory/layer/work" none "$root"

mount -t proc none "$root/proc"
# The kernel is shared, so its settings are read-only.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro none "$root/sys"
mount -t cgroup2 none "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 none "$root/run"
mount -t tmpfs none "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs none "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 none "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"

# These may be on other file systems, which the overlay does not include.
mkdir -p "$root/run/stubs" "$root$python"
mount --bind "$stubs" "$root/run/stubs"
mount --bind "$python" "$root$python"
install -m 0755 "$stubs"/bin/* "$root/usr/local/bin"

# As on Amazon Linux.
mkdir -p "$root/etc/dnf/vars"

# Only units that the start script installs may run, none of this machine.
rm -rf "$root"/{lib,usr/lib,etc}/systemd/system/*.target.{wants,requires}
cat >"$root/etc/systemd/system/instance-test.target" <<'END'
[Unit]
Description=Nothing but systemd
DefaultDependencies=no
Wants=systemd-journald.socket systemd-journald.service
END
exec env -i container=instance-test PATH=/usr/sbin:/usr/bin chroot "$root" /lib/systemd/systemd --system \
  --unit=instance-test.target --show-status=no
