package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import com.globant.hiring.domain.type.TimeType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;

/**
 * Whether the type of a column in the database stores every value that its definition allows
 * unchanged. Wider types do, and so do narrower ones if constraints of the definition keep values
 * within them.
 */
record ColumnFit(Column column, FoundColumn found) {
  /** CHAR loses blanks at the end; with this pattern there are none. */
  static final String NO_BLANK_AT_END = "(?s)(.*[^ ])?";

  /** Of TIMESTAMP. */
  static final LocalDateTime FIRST_TIMESTAMP = LocalDateTime.of(1970, 1, 1, 0, 0, 1);

  static final LocalDateTime LAST_TIMESTAMP = LocalDateTime.of(2038, 1, 19, 3, 14, 7);

  /** Of YEAR. */
  static final int FIRST_YEAR = 1901;

  static final int LAST_YEAR = 2155;

  private static final int YEARS = 9999;
  private static final int CHARACTER_BYTES = 4;
  private static final int MICROSECONDS = 6;
  private static final Set<String> UNBOUNDED_TEXTS = Set.of("mediumtext", "longtext");

  boolean holdsAll() {
    Storage storage = column.type().storage();
    return switch (storage.kind()) {
      case SMALLINT -> holdsYears();
      case INT, BIGINT -> holdsIntegers();
      case DECIMAL -> holdsDecimals(storage);
      case DOUBLE -> found.dataType().equals("double") && found.scale() == null && signFits();
      case BOOLEAN -> found.isInteger();
      case CHAR -> holdsFixedText(storage.length());
      case VARCHAR, TEXT -> holdsText((StringType) column.type());
      case DATE -> found.dataType().equals("date");
      case TIME -> found.dataType().equals("time") && fractionFits();
      case DATETIME ->
          (found.dataType().equals("datetime")
                  || (found.dataType().equals("timestamp")
                      && isWithin(FIRST_TIMESTAMP, LAST_TIMESTAMP)))
              && fractionFits();
      case JSON -> found.dataType().equals("json") || UNBOUNDED_TEXTS.contains(found.dataType());
    };
  }

  private boolean holdsYears() {
    return found.dataType().equals("year") ? isWithin(FIRST_YEAR, LAST_YEAR) : holdsRange(0, YEARS);
  }

  private boolean holdsIntegers() {
    return column.type() instanceof IntegerType type && holdsRange(type.minimum(), type.maximum());
  }

  private boolean holdsRange(long minimum, long maximum) {
    return found.isInteger()
        && found.minimum().compareTo(BigInteger.valueOf(minimum)) <= 0
        && found.maximum().compareTo(BigInteger.valueOf(maximum)) >= 0;
  }

  private boolean holdsDecimals(Storage storage) {
    Integer scale = found.scale();
    return found.dataType().equals("decimal")
        && scale != null
        && scale >= storage.scale()
        && found.precision() - scale >= storage.length() - storage.scale()
        && signFits();
  }

  private boolean signFits() {
    return !found.isUnsigned()
        || bounds(Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM).stream()
            .anyMatch(
                bound ->
                    bound.limit() instanceof BigDecimal decimal
                        ? decimal.signum() >= 0
                        : bound.limit() instanceof Double number && number >= 0);
  }

  private List<Bound> bounds(Bound.Kind kind, Bound.Kind exclusive) {
    return column.constraints().stream()
        .filter(Bound.class::isInstance)
        .map(Bound.class::cast)
        .filter(bound -> bound.kind() == kind || bound.kind() == exclusive)
        .toList();
  }

  /** Whether the definition allows no value outside of these. */
  private <T extends Comparable<? super T>> boolean isWithin(T first, T last) {
    @SuppressWarnings("unchecked") // limits are of the column's type
    boolean fromFirst =
        bounds(Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM).stream()
            .anyMatch(bound -> ((T) bound.limit()).compareTo(first) >= 0);
    @SuppressWarnings("unchecked") // limits are of the column's type
    boolean toLast =
        bounds(Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM).stream()
            .anyMatch(bound -> ((T) bound.limit()).compareTo(last) <= 0);
    return fromFirst && toLast;
  }

  /** A format without fractions lets no value have one. */
  private boolean fractionFits() {
    TimeFormat format =
        column.type() instanceof TimeType time
            ? time.format()
            : column.type() instanceof DatetimeType datetime ? datetime.format() : null;
    return found.fraction() == MICROSECONDS || (format != null && !format.hasFraction());
  }

  /** UUIDs and months have ASCII characters and no blanks. */
  private boolean holdsFixedText(int length) {
    return found.isText()
        ? found.characters() >= length
        : found.dataType().equals("uuid") && column.type() instanceof StringType;
  }

  private boolean holdsText(StringType type) {
    Integer most = type.maxLength();
    if (most == null) {
      return UNBOUNDED_TEXTS.contains(found.dataType());
    }
    return switch (found.dataType()) {
      case "varchar" -> found.characters() >= most;
      case "char" -> found.characters() >= most && hasNoBlankAtEnd();
      case "enum" -> valuesAre(found.members());
      default -> found.isLongText() && found.bytes() >= (long) most * CHARACTER_BYTES;
    };
  }

  private boolean hasNoBlankAtEnd() {
    return column.constraints().stream()
        .anyMatch(
            constraint ->
                (constraint instanceof TextPattern pattern
                        && pattern.pattern().equals(NO_BLANK_AT_END))
                    || (constraint instanceof OneOf oneOf
                        && oneOf.values().stream().noneMatch(ColumnFit::endsWithBlank)));
  }

  private static boolean endsWithBlank(Object value) {
    return ((String) value).endsWith(" ");
  }

  private boolean valuesAre(List<String> members) {
    return column.constraints().stream()
        .anyMatch(
            constraint -> constraint instanceof OneOf oneOf && members.containsAll(oneOf.values()));
  }

  /** Whether the characters of all values are in the column's character set. */
  boolean hasCharset() {
    return column.type().storage().kind() == Storage.Kind.CHAR
        || found.dataType().equals("enum")
        || !(ColumnSql.isText(column) || column.type().storage().kind() == Storage.Kind.JSON)
        || found.hasAllCharacters();
  }
}
