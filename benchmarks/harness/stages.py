"""The stages of a load one by one, by JMH."""

import json
import subprocess

from .processes import Failed
from .service import program


def stages(bench):
    """Rows a second and bytes allocated a row, by stage."""
    checkout = bench.checkout
    subprocess.run(
        ["sh", "./mvnw", "-B", "-ntp", "-q", "-Dquick", "-Pbenchmarks"]
        + ["-pl", "benchmarks/jmh", "-am", "package"],
        cwd=checkout,
        stdin=subprocess.DEVNULL,
        check=True,
    )
    answer = bench.work / "stages.json"
    jar = checkout / "benchmarks/jmh/target/stages.jar"
    command = [program("java"), "-jar", jar, "-prof", "gc", "-rf", "json", "-rff", answer]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0 or not answer.exists():
        raise Failed(f"JMH: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return [
        {
            "stage": entry["benchmark"].rpartition(".")[2],
            "rows_a_second": round(entry["primaryMetric"]["score"]),
            "error": _finite(entry["primaryMetric"]["scoreError"]),
            "bytes_a_row": round(entry["secondaryMetrics"]["gc.alloc.rate.norm"]["score"], 1),
        }
        for entry in json.loads(answer.read_text())
    ]


def _finite(error):
    """JMH writes "NaN" if it has measured too little."""
    return round(error) if isinstance(error, (int, float)) else None
