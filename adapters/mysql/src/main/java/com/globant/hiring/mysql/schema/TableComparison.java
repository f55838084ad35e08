package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table in the database with its definition: when the service starts, when a load
 * begins, and for the command line. What the definition names must be there as it says; wider types
 * are welcome if they store every value unchanged, and so is what the owners have added, if rows
 * can be inserted without it.
 */
final class TableComparison {
  private final Table table;
  private final FoundTable found;
  private final List<String> problems = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();

  TableComparison(Table table, FoundTable found) {
    this.table = table;
    this.found = found;
    if (!found.isTable()) {
      problems.add("is no table but a %s: give it another name".formatted(found.kind()));
      return;
    }
    if (!found.transactional()) {
      differs("its engine %s has no transactions".formatted(found.engine()), "ENGINE = InnoDB");
    }
    table.columns().forEach(this::compare);
    comparePrimaryKey();
    table.definition().uniqueKeys().forEach(this::compareUniqueKey);
    found.columns().values().stream()
        .filter(FoundColumn::needsValue)
        .filter(other -> !isDefined(other))
        .forEach(this::freeFromValue);
  }

  private void differs(String problem, String change) {
    problems.add(problem);
    changes.add(change);
  }

  /** What is different, for people; empty if rows can be loaded as they are. */
  List<String> problems() {
    return problems;
  }

  /**
   * The statement that mends all differences; empty if none can.
   *
   * @param schema of the table
   */
  String mend(String schema) {
    return changes.isEmpty()
        ? ""
        : "ALTER TABLE %s %s".formatted(Sql.name(schema, table), String.join(", ", changes));
  }

  /** All problems, with what mends them. */
  String text(String schema) {
    String mend = mend(schema);
    return String.join("; ", problems) + (mend.isEmpty() ? "" : ". " + mend);
  }

  private boolean isDefined(FoundColumn other) {
    return table.columnNames().stream().anyMatch(other.name()::equalsIgnoreCase);
  }

  private void compare(Column column) {
    FoundColumn other = found.column(column.name());
    if (other == null) {
      differs("it has no column %s".formatted(column.name()), "ADD COLUMN " + definition(column));
      return;
    }
    ColumnFit fit = new ColumnFit(column, other);
    String wanted = ColumnSql.type(column.type().storage());
    boolean typeFits = fit.holdsAll() && !(other.isLongText() && isInKey(column));
    List<String> wrong = new ArrayList<>();
    if (!typeFits) {
      wrong.add("is %s and must be %s".formatted(other.shownType(), wanted));
    }
    if (other.isGenerated()) {
      wrong.add("is generated and must be an ordinary %s".formatted(wanted));
    }
    if (other.nullable() == table.isRequired(column)) {
      wrong.add(other.nullable() ? "must not allow NULL" : "must allow NULL");
    }
    if (!fit.hasCharset()) {
      wrong.add("has the character set %s and must have utf8mb4".formatted(other.charset()));
    }
    if (!wrong.isEmpty()) {
      differs(
          "column %s %s".formatted(column.name(), String.join(", ", wrong)),
          change(column, other, typeFits, fit.hasCharset()));
    }
  }

  private String definition(Column column) {
    return ColumnSql.definition(
        table, column, ColumnSql.isText(column) ? ColumnSql.collation(found.mariaDb()) : "");
  }

  private boolean isInKey(Column column) {
    return table.primaryKey().contains(column)
        || table.definition().uniqueKeys().stream().anyMatch(key -> key.contains(column.name()));
  }

  /** Keeps of the column what need not change. */
  private String change(Column column, FoundColumn other, boolean keepType, boolean keepCharset) {
    boolean required = table.isRequired(column);
    if (other.isGenerated()) {
      // A virtual column cannot become an ordinary one.
      return "DROP COLUMN %s, ADD COLUMN %s"
          .formatted(Sql.quoted(other.name()), definition(column));
    }
    String type = keepType ? other.columnType() : ColumnSql.type(column.type().storage());
    String charset = "";
    if (ColumnSql.isText(column) || (keepType && other.charset() != null)) {
      charset =
          keepCharset && other.collation() != null
              ? " CHARACTER SET %s COLLATE %s".formatted(other.charset(), other.collation())
              : ColumnSql.collation(found.mariaDb());
    }
    return modified(other, type + charset, required, keepType ? attributes(other) : "");
  }

  private static String modified(
      FoundColumn other, String type, boolean required, String attributes) {
    return "MODIFY COLUMN %s %s %s%s%s"
        .formatted(
            Sql.quoted(other.name()),
            type,
            required ? "NOT NULL" : "NULL",
            attributes,
            other.comment().isEmpty() ? "" : " COMMENT " + ColumnSql.literal(other.comment()));
  }

  private String attributes(FoundColumn other) {
    String text = other.defaultText();
    String attributes = "";
    if (text != null && !text.equalsIgnoreCase("NULL")) {
      attributes += " DEFAULT " + defaultSql(other, text);
    }
    int update = other.extra().indexOf("on update ");
    if (update >= 0) {
      attributes += " " + other.extra().substring(update);
    }
    return other.isAutoIncrement() ? attributes + " AUTO_INCREMENT" : attributes;
  }

  /**
   * MariaDB gives expressions, MySQL the text of a literal unless it says that it was generated.
   */
  private String defaultSql(FoundColumn other, String text) {
    if (found.mariaDb() || text.toLowerCase(Locale.ROOT).startsWith("current_timestamp")) {
      return text;
    }
    return other.extra().contains("default_generated") ? "(" + text + ")" : ColumnSql.literal(text);
  }

  private void comparePrimaryKey() {
    List<String> wanted = table.definition().primaryKey();
    // A unique key of columns that are never NULL is as good; that they are not is checked apart.
    if (wanted.isEmpty() || found.hasUniqueKey(wanted)) {
      return;
    }
    FoundTable.Key key = found.primaryKey();
    if (key == null) {
      differs(
          "it has no primary key and must have (%s)".formatted(String.join(", ", wanted)),
          "ADD PRIMARY KEY " + ColumnSql.names(wanted));
      return;
    }
    differs(
        "its primary key is (%s) and must be (%s)"
            .formatted(String.join(", ", key.columns()), String.join(", ", wanted)),
        isCounted(key)
            ? "ADD UNIQUE KEY " + ColumnSql.names(wanted)
            : "DROP PRIMARY KEY, ADD PRIMARY KEY " + ColumnSql.names(wanted));
  }

  /** A column with AUTO_INCREMENT must stay in a key. */
  private boolean isCounted(FoundTable.Key key) {
    return key.columns().stream()
        .map(found::column)
        .anyMatch(column -> column != null && column.isAutoIncrement());
  }

  private void compareUniqueKey(List<String> wanted) {
    if (!found.hasUniqueKey(wanted)) {
      differs(
          "it has no unique key of (%s)".formatted(String.join(", ", wanted)),
          "ADD UNIQUE KEY " + ColumnSql.names(wanted));
    }
  }

  private void freeFromValue(FoundColumn other) {
    String problem =
        "column %s is NOT NULL without a default, and files have no values for it"
            .formatted(other.name());
    String type =
        other.charset() == null
            ? other.columnType()
            : "%s CHARACTER SET %s COLLATE %s"
                .formatted(other.columnType(), other.charset(), other.collation());
    if (other.isInteger() && isKept(found.primaryKey(), other)) {
      differs(problem, modified(other, type, true, " AUTO_INCREMENT"));
      return;
    }
    if (isKept(found.primaryKey(), other)) {
      changes.add("DROP PRIMARY KEY");
    }
    differs(problem, modified(other, type, false, ""));
  }

  /** Whether a column is in the primary key, and that key stays. */
  private boolean isKept(FoundTable.@Nullable Key primary, FoundColumn other) {
    return primary != null
        && found.isInPrimaryKey(other)
        && changes.stream().noneMatch(change -> change.startsWith("DROP PRIMARY KEY"));
  }
}
