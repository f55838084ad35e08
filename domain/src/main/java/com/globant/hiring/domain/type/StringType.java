package com.globant.hiring.domain.type;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text, never changed or cut: {@link String}. A UUID is the exception, it becomes lower case.
 *
 * @param maxLength most characters (Unicode code points), or null for text without a limit
 */
public record StringType(@Nullable Integer maxLength, Format format) implements ColumnType {
  /**
   * Longer strings are stored as TEXT, since a row of MySQL has at most 65,535 bytes. 16,383
   * characters are what a TEXT holds at least.
   */
  public static final int MAX_VARCHAR = 16_382;

  private static final int UUID_LENGTH = 36;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Each part has a bound, so that matching takes a bounded time. Source: RFC 5321, 4.5.3.1. */
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,255}");

  /** What a string must look like. */
  public enum Format {
    DEFAULT,
    UUID,
    EMAIL,
    URI
  }

  /** Text of at most so many characters. */
  public StringType(@Nullable Integer maxLength) {
    this(maxLength, Format.DEFAULT);
  }

  @Override
  public String typeName() {
    return "string";
  }

  @Override
  public boolean blankIsMissing() {
    return false;
  }

  @Override
  public Object parse(String text) {
    if (maxLength != null && text.length() > maxLength) {
      int length = text.codePointCount(0, text.length());
      if (length > maxLength) {
        return new Fault(
            RowErrorCode.TOO_LONG,
            "has %d characters, at most %d are kept; shorten it".formatted(length, maxLength));
      }
    }
    return switch (format) {
      case DEFAULT -> text;
      case UUID -> uuid(text);
      case EMAIL ->
          EMAIL.matcher(text).matches()
              ? text
              : invalid("is not an e-mail address, as in ann@example.com");
      case URI -> uri(text);
    };
  }

  private static Object uuid(String text) {
    String canonical = text.toLowerCase(Locale.ROOT);
    return UUID.matcher(canonical).matches()
        ? canonical
        : invalid("is not a UUID, as in 123e4567-e89b-12d3-a456-426614174000");
  }

  private static Object uri(String text) {
    try {
      if (new URI(text).isAbsolute()) {
        return text;
      }
    } catch (URISyntaxException e) {
      // Not a URI.
    }
    return invalid("is not a URI with a scheme, as in https://example.com/a");
  }

  private static Fault invalid(String message) {
    return new Fault(RowErrorCode.INVALID_FORMAT, message);
  }

  @Override
  public String format(Object value) {
    return (String) value;
  }

  @Override
  public Storage storage() {
    if (format == Format.UUID) {
      return Storage.of(Storage.Kind.CHAR, UUID_LENGTH);
    }
    return maxLength == null || maxLength > MAX_VARCHAR
        ? Storage.of(Storage.Kind.TEXT)
        : Storage.of(Storage.Kind.VARCHAR, maxLength);
  }
}
