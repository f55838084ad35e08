"""One file at a time, each tool in its turn."""

from .files import verify, verify_count
from .processes import Failed, Watch
from .tools import DataFrame, Import, LoadData, OverHttp, python_environment

# Larger tables are only counted: a sum over all their values takes longer than the load.
_MOST_ROWS_TO_SUM = 3_000_000

WARM_UPS = 2
TOOLS = ("service", "service-gzip", "load-data", "mysqlimport", "wrangler", "pandas")

_FIRST = "append to empty"
_REPLACE = "replace"
_SECOND = "append to full"
_WIDE = "append to empty, wide"


class Loads:
    """Rounds over a database. In each, every tool appends a file to an empty table, replaces it by
    the same file and appends another one; other tables than hires are only appended to."""

    def __init__(self, bench, database, rows, rounds, tools, definition=None):
        self._bench = bench
        self._definition = definition or bench.files.hired
        self._is_hires = self._definition is bench.files.hired
        self._database = database
        self._rows = rows
        self._rounds = rounds
        self._services = {}
        self._tools = {}
        self._plain = "hiring_bench_plain"
        for name in tools:
            self._tools[name] = self._tool(name)

    def _tool(self, name):
        if name == "load-data":
            return LoadData(self._database, self._definition)
        if name == "mysqlimport":
            return Import(self._database, self._definition)
        if name in ("wrangler", "pandas"):
            python = python_environment(self._bench.work / "python")
            return DataFrame(self._database, self._definition, python, name)
        checkout = self._bench.checkouts[name.partition("@")[2]]
        return self._over_http(self._service(checkout), "gzip" in name)

    def _over_http(self, service, zipped=False):
        return OverHttp(service, self._bench.files, zipped, self._definition.table)

    def _service(self, checkout):
        """One for each checkout, with an empty schema for each turn it can have."""
        if checkout not in self._services:
            number = len(self._services)
            turns = WARM_UPS + 2 * self._rounds
            schemas = [f"hiring_bench_{number}_{turn}" for turn in range(turns)]
            for schema in schemas:
                self._database.drop(schema)
            service = self._bench.service(
                self._database, schemas, checkout, definition=self._definition
            )
            self._bench.load_references(service, schemas, self._definition)
            self._services[checkout] = service
            service.unused = list(schemas)
        return self._services[checkout]

    def run(self):
        try:
            self._prepare_tables()
            for service in self._services.values():
                self._warm_up(service)
            for turn in range(self._rounds):
                names = list(self._tools)
                first = turn % len(names)
                for name in names[first:] + names[:first]:
                    self._turn(name, turn)
        finally:
            for service in self._services.values():
                service.stop()
            self._bench.drop_all(self._database)

    def _prepare_tables(self):
        """The tables of the tools that know no service are those of a service without one."""
        self._database.drop(self._plain)
        self._bench.service(self._database, [self._plain], definition=self._definition).stop()

    def _warm_up(self, service):
        file = self._bench.files.of(self._definition, min(self._rows, 1_000_000))
        tool = self._over_http(service)
        for _ in range(WARM_UPS):
            tool.start(service.unused.pop(0), [file], replace=False).wait()

    def _turn(self, name, turn):
        if name == "pandas" and turn >= self._bench.pandas_rounds:
            return
        tool = self._tools[name]
        if tool.is_service:
            schema = tool.service.unused.pop(0)
        else:
            schema = self._plain
        self._database.empty(schema, self._definition.table)
        one_step = name in ("mysqlimport", "wrangler", "pandas")
        steps = (_FIRST,) if one_step else (_FIRST, _REPLACE, _SECOND)
        step = _FIRST
        try:
            for step in steps if self._is_hires else (_WIDE,):
                self._step(name, tool, schema, step, turn)
        except Failed as failure:
            self._bench.void(self._database, "load", name, step, self._rows, turn, failure)
        self._database.empty(schema, self._definition.table)

    def _step(self, name, tool, schema, step, turn):
        files = self._files(name, step)
        prepared = [tool.prepare(file) for file in files]
        self._database.settle()
        service = tool.service.pid if tool.is_service else None
        watch = Watch(service, self._database.pid)
        answer, seconds, client = tool.start(schema, prepared, step == _REPLACE).wait()
        used = watch.read(client)
        tool.check(answer, self._rows)
        self._verify(schema, files, step)
        used["database_cpu_after"] = self._database.settle()
        self._bench.add(self._database, "load", name, step, self._rows, turn, seconds, **used)

    def _files(self, name, step):
        if name == "mysqlimport":
            return self._bench.files.parts(self._definition, self._rows, 2)
        if not self._is_hires:
            return [self._bench.files.of(self._definition, self._rows)]
        first, second = self._both()
        return [second if step == _SECOND else first]

    def _both(self):
        return self._bench.files.parts(self._definition, 2 * self._rows, 2)

    def _verify(self, schema, files, step):
        whole = self._both() if step == _SECOND else files
        if self._is_hires and self._rows > _MOST_ROWS_TO_SUM:
            rows = self._rows * (2 if step == _SECOND else 1)
            verify_count(self._database, schema, self._definition, rows)
            return
        expected = [self._bench.files.expected(self._definition, file) for file in whole]
        total = [sum(column) for column in zip(*expected)]
        verify(self._database, schema, self._definition, total)
