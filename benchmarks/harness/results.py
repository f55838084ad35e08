"""Tables of what was measured."""

import json
import statistics
from collections import defaultdict

_BASELINE = "load-data"


def write(directory, name, run):
    """Writes NAME.json, with every measurement, and NAME.md, with medians; returns the latter."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"{name}.json").write_text(json.dumps(run, indent=1) + "\n")
    file = directory / f"{name}.md"
    file.write_text(markdown(run))
    return file


def markdown(run):
    groups = defaultdict(list)
    for entry in run["measurements"]:
        key = tuple(entry[name] for name in ("database", "scenario", "rows", "step", "tool"))
        groups[key].append(entry)
    parts = [_machine(run), _goals(groups)]
    parts += [table(groups) for table in (_loads, _uploads, _memory, _reports, _start)]
    parts.append(_stages(run["stages"]))
    if run["voids"]:
        lines = [f"- {json.dumps(void)}" for void in run["voids"]]
        parts.append("## Void\n\n" + "\n".join(lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _machine(run):
    lines = [f"- {name}: {value}" for name, value in run["machine"].items()]
    for name, settings in run["databases"].items():
        lines.append(f"- {name}: " + ", ".join(f"{key} {value}" for key, value in settings.items()))
    return "## Machine\n\n" + "\n".join(lines)


def _table(title, heads, rows):
    if not rows:
        return ""
    lines = [f"## {title}", "", _row(heads), _row(["---"] * len(heads))]
    return "\n".join(lines + [_row(row) for row in rows])


def _row(cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def _of(groups, scenario):
    return {key: entries for key, entries in groups.items() if key[1] == scenario}


def _median(entries, name="seconds"):
    values = [entry[name] for entry in entries if entry.get(name) is not None]
    return statistics.median(values) if values else None


def _shown(value, form="{:.2f}"):
    return "" if value is None else form.format(value)


def _spread(entries, name="seconds", form="{:.2f}", factor=1):
    values = [entry[name] * factor for entry in entries]
    return f"{form.format(min(values))} to {form.format(max(values))}"


def _loads(groups):
    rows = []
    loads = _of(groups, "load")
    for (database, scenario, size, step, tool), entries in loads.items():
        baseline = loads.get((database, scenario, size, step, _BASELINE))
        seconds = _median(entries)
        rows.append(
            [
                database,
                f"{size:,}",
                step,
                tool,
                len(entries),
                _shown(seconds),
                _spread(entries),
                f"{size / seconds:,.0f}",
                _shown(_median(baseline) / seconds if baseline else None),
                _shown(_median(entries, "client_cpu")),
                _shown(_median(entries, "service_cpu")),
                _shown(_median(entries, "database_cpu")),
                _shown(_median(entries, "database_cpu_after")),
                _shown(_median(entries, "service_peak_mb"), "{:.0f}"),
                _shown(_median(entries, "other_cpu")),
            ]
        )
    rows.sort(key=lambda row: (row[0], int(row[1].replace(",", "")), row[2], float(row[5])))
    heads = (
        "database, rows, step, tool, rounds, median s, spread s, rows/s, speed to load-data,"
        " client CPU s, service CPU s, database CPU s, and after s, service peak MB, others' CPU s"
    )
    return _table("One file at a time", heads.split(", "), rows)


def _uploads(groups):
    rows = [
        [
            database,
            f"{size:,}",
            step,
            len(entries),
            _shown(_median(entries)),
            _spread(entries),
            f"{size / _median(entries):,.0f}",
            _shown(_median(entries, "slowest_to_fastest")),
            _shown(_median(entries, "service_cpu")),
            _shown(_median(entries, "database_cpu")),
            _shown(_median(entries, "service_peak_mb"), "{:.0f}"),
        ]
        for (database, _, size, step, _), entries in _of(groups, "uploads").items()
    ]
    heads = (
        "database, rows together, uploads, rounds, median s, spread s, rows/s, slowest to fastest,"
        " service CPU s, database CPU s, service peak MB"
    )
    return _table("Uploads at a time", heads.split(", "), rows)


def _memory(groups):
    rows = [
        [
            database,
            step,
            f"{size:,}",
            _shown(_median(entries), "{:.1f}"),
            f"{size / _median(entries):,.0f}",
            _shown(_median(entries, "service_cpu"), "{:.1f}"),
            _shown(_median(entries, "service_peak_mb"), "{:.0f}"),
        ]
        for (database, _, size, step, _), entries in _of(groups, "memory").items()
    ]
    heads = "database, file, rows, s, rows/s, service CPU s, service peak MB"
    return _table("Memory, -Xmx128m", heads.split(", "), rows)


def _reports(groups):
    rows = []
    for (database, _, size, step, state), entries in _of(groups, "reports").items():
        # The first report of a service warms up what the following find warm.
        later = entries[1:] or entries
        rows.append(
            [
                database,
                step,
                state,
                f"{size:,}",
                len(later),
                _shown(_median(later) * 1000, "{:.1f}"),
                _spread(later, form="{:.1f}", factor=1000),
                _shown(_median(later, "in_service") * 1000, "{:.0f}"),
                _spread(later, "in_service", "{:.0f}", 1000),
                _shown(entries[0]["seconds"] * 1000, "{:.1f}"),
            ]
        )
    rows.sort(key=lambda row: (row[0], row[1], row[2], int(row[3].replace(",", ""))))
    heads = (
        "database, report, state, rows in table, times, median ms, spread ms, in the service ms,"
        " spread ms, first ms"
    )
    return _table("Reports", heads.split(", "), rows)


def _start(groups):
    rows = [
        [database, step, len(entries), _shown(_median(entries)), _spread(entries)]
        for (database, _, _, step, _), entries in _of(groups, "start").items()
    ]
    heads = "database, store, rounds, median s, spread s"
    return _table("Start of ./hiring serve", heads.split(", "), rows)


def _stages(stages):
    rows = [
        [
            entry["stage"],
            f"{entry['rows_a_second']:,}",
            _shown(entry["error"], "{:,}"),
            entry["bytes_a_row"],
        ]
        for entry in stages
    ]
    return _table("Stages, by JMH on one thread", ("stage", "rows/s", "±", "bytes a row"), rows)


def _goals(groups):
    """Each row is a goal of the product, so far as it was measured."""
    rows = []
    for database in sorted({key[0] for key in groups}):
        for name, goal, value, reached in _reached(groups, database):
            if value is not None:
                answer = "yes" if reached(value) else "no"
                rows.append([database, name, goal, _shown(value), answer])
    return _table("Goals", ("database", "measure", "goal", "reached", "met"), rows)


def _reached(groups, database):
    def seconds(scenario, rows, step, tool, name="seconds"):
        entries = groups.get((database, scenario, rows, step, tool))
        return _median(entries, name) if entries else None

    def ratio(above, below):
        return above / below if above and below else None

    first, replace, million = "append to empty", "replace", 1_000_000
    service = seconds("load", million, first, "service")
    at_least = lambda least: lambda value: value >= least
    at_most = lambda most: lambda value: value <= most
    yield (
        "append of 1 M to empty, speed to LOAD DATA",
        "at least 1.0",
        ratio(seconds("load", million, first, _BASELINE), service),
        at_least(1.0),
    )
    yield (
        "replace of 1 M, speed to TRUNCATE and LOAD DATA",
        "at least 0.9",
        ratio(
            seconds("load", million, replace, _BASELINE),
            seconds("load", million, replace, "service"),
        ),
        at_least(0.9),
    )
    wide = "append to empty, wide"
    yield (
        "append of 1 M rows of 30 columns to empty, speed to LOAD DATA",
        "at least 0.9",
        ratio(
            seconds("load", million, wide, _BASELINE), seconds("load", million, wide, "service")
        ),
        at_least(0.9),
    )
    yield (
        "append of 1 M, speed to awswrangler",
        "at least 4",
        ratio(seconds("load", million, first, "wrangler"), service),
        at_least(4),
    )
    yield (
        "service CPU s for 1 M rows",
        "at most 1.5",
        seconds("load", million, first, "service", "service_cpu"),
        at_most(1.5),
    )
    yield from _reached_uploads(groups, database)
    peaks = [
        entry["service_peak_mb"]
        for key, entries in _of(groups, "memory").items()
        if key[0] == database
        for entry in entries
    ]
    yield (
        "resident MB with -Xmx128m, files up to 4 GB",
        "at most 300",
        max(peaks, default=None),
        at_most(300),
    )
    yield from _reached_reports(groups, database)
    yield (
        "start, s",
        "under 2",
        seconds("start", 0, "embedded store", "service"),
        lambda value: value < 2,
    )


def _reached_uploads(groups, database):
    rates = {
        (size, step): size / _median(entries)
        for (name, _, size, step, _), entries in _of(groups, "uploads").items()
        if name == database
    }
    for (size, step), rate in sorted(rates.items()):
        if step != "16 at a time":
            continue
        each = size // 16
        for measure, rows in (
            (f"rows/s of 16 uploads of {each:,} rows to those of one such upload", each),
            (f"rows/s of 16 uploads to those of one of all their {size:,} rows", size),
        ):
            alone = rates.get((rows, "1 at a time"))
            yield measure, "at least 1.0", rate / alone if alone else None, lambda value: value >= 1
        yield (
            "slowest to fastest of 16 uploads",
            "at most 2",
            _median(groups[database, "uploads", size, step, "service"], "slowest_to_fastest"),
            lambda value: value <= 2,
        )


def _reached_reports(groups, database):
    by_size = defaultdict(dict)
    for (name, _, size, step, state), entries in _of(groups, "reports").items():
        if name == database:
            by_size[step, state][size] = entries[1:] or entries
    for (step, state), sizes in by_size.items():
        least, most = min(sizes), max(sizes)
        in_service = _median(sizes[most], "in_service") * 1000
        if state == "repeated":
            goal, limit = "at most 5", 5
        else:
            goal, limit = "under 50", 50
            yield (
                f"{step} {state}: time at {most:,} rows to that at {least:,}",
                "at most 1.5",
                _median(sizes[most]) / _median(sizes[least]),
                lambda value: value <= 1.5,
            )
        yield (
            f"{step} {state}: ms in the service at {most:,} rows",
            goal,
            in_service,
            lambda value, limit=limit: value <= limit,
        )
