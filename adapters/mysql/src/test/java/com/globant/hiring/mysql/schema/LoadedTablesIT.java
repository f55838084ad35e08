package com.globant.hiring.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearMonthType;
import com.globant.hiring.domain.type.YearType;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of any definition are created, and existing ones are compared with it. */
class LoadedTablesIT {
  private static final String STRANGE =
      "A `table`/with \"quotes\", 'blanks' \\ and the 64 characters of MySQL.".substring(0, 64);

  private static final NumberNotation NOTATION = NumberNotation.DEFAULT;

  /** One column of each type, by the type that it becomes. */
  private static final Map<String, ColumnType> TYPES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("int", IntegerType.INT),
              Map.entry("bigint", IntegerType.BIGINT),
              Map.entry("decimal(12,2)", new NumberType(12, 2, NOTATION)),
              Map.entry("decimal(65,30)", new NumberType(65, 30, NOTATION)),
              Map.entry("double", new NumberType(NOTATION)),
              Map.entry("varchar(1)", new StringType(1)),
              Map.entry("varchar(3000)", new StringType(3000)),
              Map.entry("mediumtext", new StringType(null)),
              Map.entry("char(36)", new StringType(null, StringType.Format.UUID)),
              Map.entry("tinyint(1)", BooleanType.DEFAULT),
              Map.entry("date", new DateType(null)),
              Map.entry("time(6)", new TimeType(null)),
              Map.entry("datetime(6)", DatetimeType.ISO),
              Map.entry("smallint", new YearType()),
              Map.entry("char(7)", new YearMonthType()),
              Map.entry("json", new JsonType(JsonType.Kind.OBJECT))));

  private final TestDatabase database = TestDatabase.running();
  private final String schema = TestDatabase.newSchemaName();

  @AfterEach
  void drop() {
    execute("DROP DATABASE IF EXISTS " + schema);
    execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(schema));
  }

  @Test
  void everyTypeIsCreatedAndFoundEqual() {
    List<Column> columns = new ArrayList<>();
    TYPES.forEach(
        (sql, type) -> {
          columns.add(Column.of("nullable " + sql, type));
          columns.add(Column.of("required " + sql, type).notNull());
        });
    TableDefinition table = TableDefinition.of("t", columns, List.of());
    migrate(table);

    List<String> created =
        queried(
            "SELECT CONCAT(column_name, ' is ', column_type, is_nullable) FROM information_schema.columns WHERE table_schema = '%s' ORDER BY ordinal_position");
    List<String> expected = new ArrayList<>();
    TYPES.forEach(
        (sql, type) -> {
          expected.add("nullable %1$s is %1$sYES".formatted(sql));
          expected.add("required %1$s is %1$sNO".formatted(sql));
        });
    assertThat(created)
        .extracting(LoadedTablesIT::withoutDisplayWidths)
        .containsExactlyElementsOf(expected);
    migrate(table);
  }

  /** MariaDB shows the width of integers, and JSON as what it is stored as. */
  private static String withoutDisplayWidths(String column) {
    return column
        .replaceFirst("(is (big|small)?int)\\(\\d+\\)", "$1")
        .replaceFirst("is longtext", "is json");
  }

  @Test
  void namesMayHaveAnyCharacters() {
    TableDefinition parent =
        table(
            STRANGE,
            List.of("SELECT", "a b/c"),
            List.of(List.of("`", "''"), List.of(STRANGE)),
            Column.of("SELECT", new StringType(20)),
            Column.of("a b/c", IntegerType.INT),
            Column.of("`", IntegerType.INT),
            Column.of("''", IntegerType.INT),
            Column.of(STRANGE, new StringType(10)),
            Column.of("ñ€", DatetimeType.ISO));
    TableDefinition child =
        TableDefinition.of(
            "child",
            List.of(Column.of("a", new StringType(20)), Column.of("b", IntegerType.INT)),
            List.of(),
            new ForeignKey(List.of("a", "b"), STRANGE, List.of("SELECT", "a b/c")));

    migrate(parent, child);
    migrate(parent, child);

    assertThat(
            queried(
                "SELECT CONCAT(index_name, ' ', column_name) FROM information_schema.statistics WHERE table_schema = '%s' ORDER BY index_name, seq_in_index"))
        .containsExactly("PRIMARY SELECT", "PRIMARY a b/c", "uk_1 `", "uk_1 ''", "uk_2 " + STRANGE);
    assertThat(
            queried(
                "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = '%s' AND collation_name IS NOT NULL"))
        .hasSize(1)
        .allMatch(List.of("utf8mb4_0900_bin", "utf8mb4_nopad_bin")::contains);
  }

  @Test
  void definitionsMayBeAddedLaterAndTablesMayLeaveThem() {
    TableDefinition one = TableDefinition.of("one", List.of(number("a")), List.of("a"));
    TableDefinition two = TableDefinition.of("two", List.of(number("a")), List.of());
    migrate(one);
    execute("INSERT INTO %s.one VALUES (7)".formatted(schema));
    migrate(two);
    String service = TestDatabase.serviceSchema(schema);

    assertThat(queried("SELECT a FROM %s.one")).containsExactly("7");
    assertThat(queried("SELECT table_name FROM " + service + ".load_locks ORDER BY 1"))
        .containsExactly("one", "two");
    assertThat(queried("SELECT CONCAT(table_name, kind) FROM " + service + ".shadow_locks"))
        .containsExactlyInAnyOrder("oneshadow", "onein_place", "twoshadow", "twoin_place");
  }

  @Test
  void nothingElseIsInASchemaWithoutHires() {
    migrate(TableDefinition.of("one", List.of(number("a")), List.of("a")));

    assertThat(
            queried("SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'"))
        .containsExactly("one");
  }

  /** What is there, and as what definition of the column `c` it is welcome. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT|bigint|",
        "INT|int unsigned|no",
        "INT|mediumint|no",
        "INT|decimal(20,0)|no",
        "BIGINT|bigint|",
        "BIGINT|int|no",
        "BIGINT|bigint unsigned|no",
        "SMALL|smallint|",
        "SMALL|tinyint|no",
        "SMALL|smallint unsigned|no",
        "NATURAL|int unsigned|",
        "NATURAL|bigint unsigned|",
        "NATURAL|bigint|",
        "NATURAL|int|no",
        "DECIMAL|decimal(12,2)|",
        "DECIMAL|decimal(13,2)|",
        "DECIMAL|decimal(20,4)|",
        "DECIMAL|decimal(12,3)|no",
        "DECIMAL|decimal(12,2) unsigned|no",
        "DECIMAL|double|no",
        "POSITIVE|decimal(12,2) unsigned|",
        "DOUBLE|double|",
        "DOUBLE|float|no",
        "DOUBLE|double(10,2)|no",
        "DOUBLE|decimal(65,30)|no",
        "STRING|varchar(10)|",
        "STRING|varchar(11)|",
        "STRING|tinytext|",
        "STRING|longtext|",
        "STRING|varchar(9)|no",
        "STRING|char(10)|no",
        "STRING|varchar(10) character set latin1|no",
        "STRING|varchar(10) character set utf8mb3|no",
        "STRING|varchar(10) character set utf32|",
        "STRING|varchar(10) character set utf8mb4 collate utf8mb4_general_ci|",
        "STRING|varbinary(100)|no",
        "STRING|enum('a','b')|no",
        "STRING64|tinytext|no",
        "STRING64|text|",
        "STRING16383|text|",
        "STRING16384|text|no",
        "STRING16384|mediumtext|",
        "UNBLANK|char(10)|",
        "UNBLANK|char(9)|no",
        "ENUM|enum('b','it''s','A')|",
        "ENUM|enum('b','it''s','a')|no",
        "ENUM|char(10)|",
        "ENUM|varchar(10)|",
        "TEXT|mediumtext|",
        "TEXT|longtext|",
        "TEXT|text|no",
        "UUID|char(36)|",
        "UUID|varchar(36) character set ascii|",
        "UUID|char(35)|no",
        "BOOLEAN|tinyint(1)|",
        "BOOLEAN|tinyint unsigned|",
        "BOOLEAN|int|",
        "BOOLEAN|bit(1)|no",
        "DATE|date|",
        "DATE|datetime(6)|no",
        "TIME|time(6)|",
        "TIME|time|no",
        "TIME|time(3)|no",
        "SECONDS|time|",
        "DATETIME|datetime(6)|",
        "DATETIME|datetime(3)|no",
        "DATETIME|datetime|no",
        "DATETIME|timestamp(6) null|no",
        "DATETIME_SECONDS|datetime|",
        "EPOCH|timestamp(6) null|",
        "EPOCH|timestamp null|no",
        "YEAR|smallint|",
        "YEAR|smallint unsigned|",
        "YEAR|int|",
        "YEAR|year|no",
        "YEAR_OF_MYSQL|year|",
        "JSON|json|",
        "JSON|longtext|",
        "JSON|text|no",
        "JSON|longtext character set latin1|no",
      })
  void existingTypesAreWelcomeIfTheyStoreEveryValueUnchanged(
      String definition, String type, String welcome) {
    Column column = column(definition);
    execute("CREATE DATABASE " + schema);
    execute("CREATE TABLE %s.t (c %s)".formatted(schema, type));
    TableDefinition table = TableDefinition.of("t", List.of(column), List.of());

    if (welcome == null) {
      migrate(table);
    } else {
      mendAndMigrate("column c ", table);
    }
  }

  private static Column column(String name) {
    return switch (name) {
      case "INT" -> of(IntegerType.INT);
      case "BIGINT" -> of(IntegerType.BIGINT);
      case "SMALL" -> of(new IntegerType(-32_768, 32_767, NOTATION));
      case "NATURAL" -> of(new IntegerType(0, 4_294_967_295L, NOTATION));
      case "DECIMAL" -> of(new NumberType(12, 2, NOTATION));
      case "POSITIVE" ->
          of(new NumberType(12, 2, NOTATION))
              .with(new Bound(Bound.Kind.MINIMUM, new BigDecimal("0.00"), "0"));
      case "DOUBLE" -> of(new NumberType(NOTATION));
      case "STRING" -> of(new StringType(10));
      case "STRING64" -> of(new StringType(64));
      case "STRING16383" -> of(new StringType(16_383));
      case "STRING16384" -> of(new StringType(16_384));
      case "UNBLANK" ->
          of(new StringType(10)).with(new TextPattern(ColumnFit.NO_BLANK_AT_END, text -> true));
      case "ENUM" ->
          of(new StringType(10)).with(new OneOf(new StringType(10), List.of("A", "it's")));
      case "TEXT" -> of(new StringType(null));
      case "UUID" -> of(new StringType(null, StringType.Format.UUID));
      case "BOOLEAN" -> of(BooleanType.DEFAULT);
      case "DATE" -> of(new DateType(null));
      case "TIME" -> of(new TimeType(null));
      case "SECONDS" -> of(new TimeType(new TimeFormat("%H:%M:%S")));
      case "DATETIME" -> of(DatetimeType.ISO);
      case "DATETIME_SECONDS" -> of(new DatetimeType(new TimeFormat("%Y-%m-%d %H:%M:%S")));
      case "EPOCH" ->
          of(DatetimeType.ISO)
              .with(
                  new Bound(Bound.Kind.MINIMUM, ColumnFit.FIRST_TIMESTAMP, ""),
                  new Bound(Bound.Kind.MAXIMUM, LocalDateTime.of(2038, 1, 1, 0, 0), ""));
      case "YEAR" -> of(new YearType());
      case "YEAR_OF_MYSQL" ->
          of(new YearType())
              .with(
                  new Bound(Bound.Kind.MINIMUM, 1901, "1901"),
                  new Bound(Bound.Kind.EXCLUSIVE_MAXIMUM, 2155, "2155"));
      case "JSON" -> of(new JsonType(JsonType.Kind.OBJECT));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Column of(ColumnType type) {
    return Column.of("c", type);
  }

  /** The definition is k INT PRIMARY KEY, s VARCHAR(20) NOT NULL UNIQUE, n INT. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "K INT PRIMARY KEY, S VARCHAR(20) NOT NULL, n INT, UNIQUE KEY (s)|",
        "s VARCHAR(30) NOT NULL UNIQUE, o INT, n BIGINT, k INT NOT NULL UNIQUE|",
        "k INT PRIMARY KEY AUTO_INCREMENT, s VARCHAR(20) NOT NULL UNIQUE, n INT DEFAULT 7, KEY (n), g INT AS (n + 1), o INT NOT NULL DEFAULT 3|",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL UNIQUE|it has no column n",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL UNIQUE, n INT NOT NULL DEFAULT 5|column n must allow NULL",
        "k INT PRIMARY KEY, s VARCHAR(20) UNIQUE DEFAULT 'it''s' COMMENT 'a \"b\" ''c'' \\\\', n INT|column s must not allow NULL",
        "k INT PRIMARY KEY, s VARCHAR(20) CHARACTER SET latin1 NOT NULL UNIQUE, n INT|column s has the character set latin1",
        "k INT PRIMARY KEY, s TEXT NOT NULL, n INT|column s is text and must be varchar(20)",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL, n INT|it has no unique key of (s)",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL, n INT, UNIQUE KEY (s(10))|it has no unique key of (s)",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL, n INT, UNIQUE KEY uk_1 (s, n)|it has no unique key of (s)",
        "k INT, s VARCHAR(20) NOT NULL UNIQUE, n INT, UNIQUE KEY (k)|column k must not allow NULL",
        "k INT NOT NULL, s VARCHAR(20) NOT NULL UNIQUE, n INT|it has no primary key and must have (k)",
        "k INT, s VARCHAR(20) NOT NULL UNIQUE, n INT, PRIMARY KEY (k, s)|its primary key is (k, s) and must be (k)",
        "o INT AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, s VARCHAR(20) NOT NULL UNIQUE, n INT|its primary key is (o) and must be (k)",
        "o INT PRIMARY KEY, k INT NOT NULL, s VARCHAR(20) NOT NULL UNIQUE, n INT|column o is NOT NULL without a default",
        "o INT PRIMARY KEY, k INT NOT NULL UNIQUE, s VARCHAR(20) NOT NULL UNIQUE, n INT|column o is NOT NULL without a default",
        "o CHAR(3) CHARACTER SET latin1 PRIMARY KEY, k INT NOT NULL UNIQUE, s VARCHAR(20) NOT NULL UNIQUE, n INT|column o is NOT NULL without a default",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL UNIQUE, n INT, o ENUM('x') CHARACTER SET latin1 NOT NULL COMMENT 'o'|column o is NOT NULL without a default",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL UNIQUE, n INT AS (k + 1) VIRTUAL|column n is generated",
        "k INT PRIMARY KEY, s VARCHAR(20) NOT NULL UNIQUE, n INT AS (k + 1) STORED|column n is generated",
        "k SMALLINT PRIMARY KEY, s CHAR(20) CHARACTER SET latin1, n TEXT, o DATE NOT NULL|column k is smallint and must be int; column s is char(20) and must be varchar(20), must not allow NULL",
        "k INT NOT NULL, s VARCHAR(20) NOT NULL, n INT|it has no primary key and must have (k); it has no unique key of (s)",
      })
  void everyDifferenceIsListedWithWhatMendsIt(String columns, String problem) {
    execute("CREATE DATABASE " + schema);
    execute("CREATE TABLE %s.t (%s) DEFAULT CHARACTER SET utf8mb4".formatted(schema, columns));
    TableDefinition table =
        table(
            "t",
            List.of("k"),
            List.of(List.of("s")),
            number("k"),
            Column.of("s", new StringType(20)).notNull(),
            number("n"));

    if (problem == null) {
      migrate(table);
    } else {
      mendAndMigrate(problem, table);
    }
  }

  @Test
  void whatTheMendKeepsOfAColumn() {
    execute("CREATE DATABASE " + schema);
    execute(
        """
        CREATE TABLE %s.t (
          a VARCHAR(9) CHARACTER SET utf16 NOT NULL DEFAULT 'it''s' COMMENT 'it''s \\\\',
          b DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
          c BIGINT NOT NULL DEFAULT (1 + 2))"""
            .formatted(schema));
    TableDefinition table =
        TableDefinition.of(
            "t",
            List.of(
                Column.of("a", new StringType(9)), Column.of("b", DatetimeType.ISO), number("c")),
            List.of());

    mendAndMigrate("column a must allow NULL", table);

    execute("INSERT INTO %s.t () VALUES ()".formatted(schema));
    assertThat(queried("SELECT CONCAT_WS(' ', a, b IS NOT NULL, c) FROM %s.t"))
        .containsExactly("it's 1 3");
    assertThat(
            queried(
                "SELECT CONCAT_WS(' ', character_set_name, column_comment) FROM information_schema.columns WHERE table_schema = '%s' AND column_name = 'a'"))
        .containsExactly("utf16 it's \\");
    assertThat(
            queried(
                "SELECT LOWER(extra) FROM information_schema.columns WHERE table_schema = '%s' AND column_name = 'b'"))
        .allMatch(extra -> extra.contains("on update current_timestamp(6)"));
  }

  @Test
  void aServerThatDemandsKeysIsNotGivenATableWithoutOne() throws SQLException {
    TableDefinition keyless = TableDefinition.of("k l", List.of(number("a")), List.of());
    execute("CREATE DATABASE " + schema);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet variable =
          statement.executeQuery("SHOW VARIABLES LIKE 'sql_require_primary_key'")) {
        assumeTrue(variable.next(), "MySQL alone has the variable for a session");
      }
      statement.execute("SET SESSION sql_require_primary_key = ON");
      LoadedTables tables = new LoadedTables(connection, new Schema(schema, List.of(keyless)));

      String reason = tables.differences().get(0);
      assertThat(reason).contains("k l has no primary key", "sql_require_primary_key = ON");
      statement.execute(reason.substring(reason.indexOf("CREATE TABLE")));
      assertThat(tables.differences()).isEmpty();
    }
    migrate(keyless);
  }

  /** Runs what the refusal says, after which the tables are accepted. */
  private void mendAndMigrate(String problem, TableDefinition table) {
    String line = refusal(problem, table);
    assertThat(line).contains("ALTER TABLE `" + schema);
    execute(line.substring(line.indexOf("ALTER TABLE `" + schema)));
    migrate(table);
  }

  /** The line about the table. */
  private String refusal(String problem, TableDefinition table) {
    List<String> lines = new ArrayList<>();
    assertThatThrownBy(() -> migrate(table))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.detail()).contains(problem);
              refused
                  .detail()
                  .lines()
                  .filter(line -> line.contains(schema + "." + table.name()))
                  .forEach(lines::add);
            });
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private void migrate(TableDefinition... tables) {
    MySqlSettings settings = database.settings(List.of(new Schema(schema, List.of(tables))));
    MySqlAdapter.migrate(settings);
  }

  private static Column number(String name) {
    return Column.of(name, IntegerType.INT);
  }

  private static TableDefinition table(
      String name, List<String> primaryKey, List<List<String>> uniqueKeys, Column... columns) {
    return new TableDefinition(
        name,
        null,
        null,
        List.of(columns),
        primaryKey,
        uniqueKeys,
        List.of(),
        FieldsMatch.EXACT,
        TableDefinition.DEFAULT_MISSING_VALUES,
        Dialect.DEFAULT,
        null,
        Exchange.AUTO);
  }

  private void execute(String sql) {
    database.execute(sql);
  }

  /** The first column. */
  private List<String> queried(String sql) {
    return database.queried(sql.formatted(schema));
  }
}
