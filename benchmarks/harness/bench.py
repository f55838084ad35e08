"""One run of the benchmarks: its servers, files and measurements."""

import os
import platform
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

from .database import Database, EmbeddedMariaDb
from .files import Files
from .service import Service, program


class Bench:
    """What all scenarios share."""

    def __init__(self, checkout, work, checkouts, java_options, pandas_rounds):
        self.checkout = checkout
        self.work = work
        self.checkouts = checkouts
        self.pandas_rounds = pandas_rounds
        self.files = Files(checkout, work / "files")
        self.measurements = []
        self.voids = []
        self._java_options = java_options
        self._started = 0
        for each in {checkout, *checkouts.values()}:
            # Builds what is missing or older than its sources.
            subprocess.run([each / "hiring", "--version"], check=True, stdin=subprocess.DEVNULL)

    def database(self, name, url, programs):
        if url == "embedded":
            keeper = Service(self.checkout, self.work / "embedded")
            return EmbeddedMariaDb(name, keeper, programs)
        return Database(name, url, programs)

    def service(self, database, schemas, checkout=None, java_options=None, definition=None):
        self._started += 1
        return Service(
            checkout or self.checkout,
            self.work / f"service-{self._started}",
            database,
            schemas,
            self._java_options if java_options is None else java_options,
            (definition or self.files.hired).environment,
        )

    def load_references(self, service, schemas, definition=None):
        for table in (definition or self.files.hired).referenced():
            content = self.files.small(table)
            for schema in schemas:
                service.load(schema, table, False, content)

    def drop_all(self, database):
        """All schemas that benchmarks made."""
        for (schema,) in database.query("SHOW DATABASES LIKE 'hiring\\_bench%'"):
            database.drop(schema)

    def add(self, database, scenario, tool, step, rows, turn, seconds, **more):
        measurement = _named(database, scenario, tool, step, rows, turn)
        measurement |= {"seconds": round(seconds, 4), **more}
        self.measurements.append(measurement)
        print(
            f"{datetime.now():%H:%M:%S} {database.name:8} {scenario:8} {tool:14} {step:18}"
            f" {rows:>11,} rows {seconds:9.3f} s",
            flush=True,
        )

    def void(self, database, scenario, tool, step, rows, turn, failure):
        void = _named(database, scenario, tool, step, rows, turn) | {"reason": str(failure)}
        self.voids.append(void)
        print(f"VOID: {void}", flush=True)


def _named(database, scenario, tool, step, rows, turn):
    return {
        "database": database.name,
        "scenario": scenario,
        "tool": tool,
        "step": step,
        "rows": rows,
        "round": turn + 1,
    }


def machine(checkout):
    """What the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    java = subprocess.run([program("java"), "-version"], capture_output=True, text=True).stderr
    return {
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(memory / 2**30, 1),
        "kernel": platform.release(),
        "load_before": round(os.getloadavg()[0], 2),
        "disk_sync_ms": _sync_milliseconds(checkout),
        "java": java.splitlines()[0] if java else "",
        "commit": _git(checkout, "rev-parse", "--short", "HEAD"),
        "changed_files": len(_git(checkout, "status", "--porcelain").splitlines()),
    }


def _processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _sync_milliseconds(directory):
    """Mean of a few writes that are waited for, which a durable commit needs."""
    file = directory / "target" / "sync-probe"
    file.parent.mkdir(exist_ok=True)
    times = 20
    with file.open("wb") as out:
        began = time.monotonic()
        for _ in range(times):
            out.write(b"x" * 4096)
            out.flush()
            os.fsync(out.fileno())
        seconds = time.monotonic() - began
    file.unlink()
    return round(1000 * seconds / times, 2)


def _git(checkout, *arguments):
    done = subprocess.run(["git", "-C", checkout, *arguments], capture_output=True, text=True)
    return done.stdout.strip()
