"""Time, CPU and memory of processes, from Linux' /proc."""

import os
import subprocess
import time
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A step did not do what it is measured for; what it measured is void."""


def cpu_seconds(pid):
    """User and system time of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def busy_seconds():
    """What all processors together have worked so far, and what the hypervisor took from them."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq, steal = fields[:8]
    return (user + nice + system + irq + softirq + steal) / _TICK


def peak_bytes(pid):
    """Most memory resident at a time since the last forget_peak."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise Failed(f"process {pid} has ended")


def forget_peak(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def listener(port):
    """The process that listens on a TCP port of this machine."""
    inodes = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    for directory in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(entry) in inodes for entry in directory.iterdir()):
                return int(directory.parent.name)
        except OSError:
            continue  # ended in the meantime, or of another user
    raise Failed(f"nothing that may be looked at listens on port {port} of this machine")


class Running:
    """A client under way. Its output is small, or goes to a file."""

    def __init__(self, command, environment=None, stdin=None):
        self.command = command
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self):
        """Returns (output, seconds, CPU seconds), or fails with the output of the client."""
        output = self._process.stdout.read()
        _, status, usage = os.wait4(self._process.pid, 0)
        seconds = time.monotonic() - self._began
        self._process.stdout.close()
        self._process.returncode = os.waitstatus_to_exitcode(status)
        if self._process.returncode != 0:
            raise Failed(f"{self.command[0]}: status {self._process.returncode}: {output[-2000:]}")
        return output, seconds, usage.ru_utime + usage.ru_stime


class Watch:
    """CPU of the servers over the time of a step, and peak memory of the service."""

    def __init__(self, service_pid, database_pid):
        self._service = service_pid
        self._database = database_pid
        if service_pid:
            forget_peak(service_pid)
        self._before = self._now()

    def _now(self):
        return (
            cpu_seconds(self._service) if self._service else 0.0,
            cpu_seconds(self._database),
            busy_seconds(),
        )

    def read(self, client_cpu):
        """Use since this watch began. The CPU time of others shows how quiet the machine was."""
        service, database, busy = (now - before for now, before in zip(self._now(), self._before))
        return {
            "client_cpu": round(client_cpu, 3),
            "service_cpu": round(service, 3) if self._service else None,
            "database_cpu": round(database, 3),
            "other_cpu": round(max(0.0, busy - client_cpu - service - database), 3),
            "service_peak_mb": (
                round(peak_bytes(self._service) / 1e6, 1) if self._service else None
            ),
        }
