package com.globant.hiring.mysql.schema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as it is in the database.
 *
 * @param dataType in lower case, without length
 * @param columnType with length and attributes, as the server writes it
 * @param characters of text, else 0
 * @param bytes of text, else 0
 * @param charset in lower case, or null
 * @param collation in lower case, or null
 * @param precision digits of numbers, else 0
 * @param scale digits after the point, or null
 * @param fraction digits of seconds after the point
 * @param defaultText as the server writes it, which differs between servers, or null
 * @param extra further attributes in lower case
 * @param generation expression of a generated column, else empty
 */
record FoundColumn(
    String name,
    String dataType,
    String columnType,
    boolean nullable,
    long characters,
    long bytes,
    @Nullable String charset,
    @Nullable String collation,
    int precision,
    @Nullable Integer scale,
    int fraction,
    @Nullable String defaultText,
    String extra,
    String generation,
    String comment) {

  /** Parameters: schema, table. All values are text, so that every driver reads them alike. */
  static final String SELECT =
      """
      SELECT column_name, LOWER(data_type), CAST(column_type AS CHAR), is_nullable,
        CAST(character_maximum_length AS CHAR), CAST(character_octet_length AS CHAR),
        LOWER(character_set_name), LOWER(collation_name), CAST(numeric_precision AS CHAR),
        CAST(numeric_scale AS CHAR), CAST(datetime_precision AS CHAR),
        CAST(column_default AS CHAR), LOWER(extra), CAST(generation_expression AS CHAR),
        CAST(column_comment AS CHAR)
      FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position\
      """;

  private static final Map<String, Integer> INTEGER_BITS =
      Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);

  private static final Set<String> TEXTS = Set.of("tinytext", "text", "mediumtext", "longtext");

  /** Those that contain all characters. */
  private static final Set<String> COMPLETE_CHARSETS =
      Set.of("utf8mb4", "utf16", "utf16le", "utf32", "gb18030");

  static FoundColumn of(@Nullable String[] row) {
    String scale = row[9];
    return new FoundColumn(
        text(row[0]),
        text(row[1]),
        text(row[2]),
        "YES".equalsIgnoreCase(row[3]),
        number(row[4]),
        number(row[5]),
        row[6],
        row[7],
        (int) number(row[8]),
        scale == null ? null : Integer.valueOf(scale),
        (int) number(row[10]),
        row[11],
        text(row[12]),
        text(row[13]),
        text(row[14]));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static long number(@Nullable String value) {
    return value == null ? 0 : Long.parseUnsignedLong(value);
  }

  boolean isInteger() {
    return INTEGER_BITS.containsKey(dataType);
  }

  boolean isUnsigned() {
    return columnType.toLowerCase(Locale.ROOT).contains("unsigned");
  }

  /** Of an integer column. */
  BigInteger minimum() {
    return isUnsigned() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits() - 1).negate();
  }

  /** Of an integer column. */
  BigInteger maximum() {
    return BigInteger.ONE.shiftLeft(isUnsigned() ? bits() : bits() - 1).subtract(BigInteger.ONE);
  }

  private int bits() {
    return INTEGER_BITS.getOrDefault(dataType, 0);
  }

  /** Whether the column is of a type for text that cannot be part of a key whole. */
  boolean isLongText() {
    return TEXTS.contains(dataType);
  }

  boolean isText() {
    return isLongText() || dataType.equals("varchar") || dataType.equals("char");
  }

  boolean hasAllCharacters() {
    return charset == null || COMPLETE_CHARSETS.contains(charset);
  }

  boolean isGenerated() {
    return !generation.isEmpty();
  }

  boolean isAutoIncrement() {
    return extra.contains("auto_increment");
  }

  /** Whether an INSERT must give a value. */
  boolean needsValue() {
    return !nullable && defaultText == null && !isAutoIncrement() && !isGenerated();
  }

  /** The members of an ENUM or SET. */
  List<String> members() {
    List<String> members = new ArrayList<>();
    StringBuilder member = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < columnType.length(); i++) {
      char c = columnType.charAt(i);
      if (c == '\'' && quoted && i + 1 < columnType.length() && columnType.charAt(i + 1) == '\'') {
        member.append(c);
        i++;
      } else if (c == '\'') {
        if (quoted) {
          members.add(member.toString());
          member.setLength(0);
        }
        quoted = !quoted;
      } else if (quoted) {
        member.append(c);
      }
    }
    return members;
  }

  /** The type for messages, without the display widths that MariaDB adds. */
  String shownType() {
    return isInteger() && !columnType.equalsIgnoreCase("tinyint(1)")
        ? columnType.replaceFirst("\\(\\d+\\)", "")
        : columnType;
  }
}
