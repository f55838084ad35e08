package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a column that exists: the widest one all of whose values the column stores
 * unchanged, so that {@link ColumnFit} finds it equal.
 */
final class ColumnDescription {
  private static final NumberNotation NOTATION = NumberNotation.DEFAULT;
  private static final TimeFormat SECONDS = new TimeFormat("%H:%M:%S");
  private static final TimeFormat DATE_AND_SECONDS = new TimeFormat("%Y-%m-%d %H:%M:%S");
  private static final int MICROSECONDS = 6;
  private static final int CHARACTER_BYTES = 4;

  private final FoundColumn found;
  private final boolean json;
  private final List<Constraint> constraints = new ArrayList<>();

  /** What people should know of the column. */
  private final List<String> notes = new ArrayList<>();

  /** Null, with a reason, if no definition has the column's values. */
  private final @Nullable ColumnType type;

  private String reason = "";

  /**
   * @param json whether a check of the column allows JSON only, as MariaDB's JSON has it
   */
  ColumnDescription(FoundColumn found, boolean json) {
    this.found = found;
    this.json = json;
    this.type = type();
  }

  List<String> notes() {
    return notes;
  }

  /** Why the column cannot be described. */
  String reason() {
    return reason;
  }

  /** The column; null, with a reason, if it cannot be described. */
  @Nullable Column column() {
    return type == null
        ? null
        : new Column(
            found.name(),
            null,
            found.comment().isEmpty() ? null : found.comment(),
            List.of(),
            type,
            !found.nullable(),
            null,
            constraints);
  }

  private @Nullable ColumnType type() {
    if (json) {
      return json();
    }
    return switch (found.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> integer();
      case "decimal" -> decimal();
      case "double" -> doubled();
      case "varchar", "char" -> text(found.characters());
      case "tinytext", "text" -> text(found.bytes() / CHARACTER_BYTES);
      case "mediumtext", "longtext" -> text(0);
      case "enum" -> enumeration();
      case "uuid" -> new StringType(null, StringType.Format.UUID);
      case "date" -> new DateType(null);
      case "time" -> time();
      case "datetime" -> datetime();
      case "timestamp" -> timestamp();
      case "year" -> year();
      case "json" -> json();
      case "float" -> refused("rounds numbers to about 7 digits; make it double");
      case "set" -> refused("stores members in an order of its own; use a table for them, or text");
      case "bit" -> refused("has no type in a definition; make it an integer");
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          refused("holds bytes, which CSV files do not");
      default -> refused("has no type in a definition");
    };
  }

  private @Nullable ColumnType refused(String why) {
    reason = "column %s is %s, which %s".formatted(found.name(), found.shownType(), why);
    return null;
  }

  private ColumnType integer() {
    if (found.columnType().toLowerCase(Locale.ROOT).equals("tinyint(1)")) {
      notes.add("column %s is tinyint(1) and described as boolean".formatted(found.name()));
      return BooleanType.DEFAULT;
    }
    BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
    if (found.maximum().compareTo(most) > 0) {
      notes.add(
          "column %s is %s; numbers above %d cannot be loaded"
              .formatted(found.name(), found.shownType(), Long.MAX_VALUE));
    }
    return new IntegerType(
        found.minimum().longValueExact(), found.maximum().min(most).longValueExact(), NOTATION);
  }

  private @Nullable ColumnType decimal() {
    Integer scale = found.scale();
    if (scale == null || scale > NumberType.MAX_SCALE) {
      return refused("has more than %d digits after the point".formatted(NumberType.MAX_SCALE));
    }
    return unlessNegative(new NumberType(found.precision(), scale, NOTATION));
  }

  private @Nullable ColumnType doubled() {
    return found.scale() == null
        ? unlessNegative(new NumberType(NOTATION))
        : refused("rounds; make it decimal, or double without digits");
  }

  private ColumnType unlessNegative(NumberType number) {
    if (found.isUnsigned()) {
      bound(number, Bound.Kind.MINIMUM, "0");
    }
    return number;
  }

  private void bound(ColumnType of, Bound.Kind kind, String limit) {
    constraints.add(new Bound(kind, of.inDefaultNotation().parse(limit), limit));
  }

  /**
   * @param most characters, or 0 without a limit
   */
  private @Nullable ColumnType text(long most) {
    if (!found.hasAllCharacters()) {
      return refused(
          "has the character set %s, which lacks characters; make it utf8mb4"
              .formatted(found.charset()));
    }
    if (found.characters() == 0) {
      return refused("holds nothing");
    }
    if (found.dataType().equals("char")) {
      // CHAR loses blanks at the end. Only the database of this definition matches by it.
      constraints.add(new TextPattern(ColumnFit.NO_BLANK_AT_END, text -> !text.endsWith(" ")));
      notes.add(
          "column %s is %s, which loses blanks at the end: a pattern refuses them"
              .formatted(found.name(), found.shownType()));
    }
    return new StringType(most == 0 ? null : (int) most);
  }

  private ColumnType enumeration() {
    StringType string = new StringType((int) Math.max(1, found.characters()));
    constraints.add(new OneOf(string, List.copyOf(found.members())));
    return string;
  }

  private @Nullable ColumnType time() {
    notes.add("column %s takes times of a day, 00:00 to 23:59:59".formatted(found.name()));
    return switch (found.fraction()) {
      case MICROSECONDS -> new TimeType(null);
      case 0 -> new TimeType(SECONDS);
      default -> refused("cuts fractions of seconds; make it time(6)");
    };
  }

  private @Nullable ColumnType datetime() {
    return switch (found.fraction()) {
      case MICROSECONDS -> DatetimeType.ISO;
      case 0 -> {
        notes.add(
            "column %s is %s, without fractions of seconds: files must write it as %s"
                .formatted(found.name(), found.shownType(), DATE_AND_SECONDS));
        yield new DatetimeType(DATE_AND_SECONDS);
      }
      default -> refused("cuts fractions of seconds; make it datetime(6)");
    };
  }

  private @Nullable ColumnType timestamp() {
    ColumnType datetime = datetime();
    if (datetime != null) {
      bound(datetime, Bound.Kind.MINIMUM, ColumnFit.FIRST_TIMESTAMP + "Z");
      bound(datetime, Bound.Kind.MAXIMUM, ColumnFit.LAST_TIMESTAMP + "Z");
    }
    return datetime;
  }

  private ColumnType year() {
    ColumnType year = new YearType();
    bound(year, Bound.Kind.MINIMUM, String.valueOf(ColumnFit.FIRST_YEAR));
    bound(year, Bound.Kind.MAXIMUM, String.valueOf(ColumnFit.LAST_YEAR));
    return year;
  }

  private ColumnType json() {
    notes.add(
        "column %s holds JSON and is described as object; write array if that is what it holds"
            .formatted(found.name()));
    return new JsonType(JsonType.Kind.OBJECT);
  }
}
