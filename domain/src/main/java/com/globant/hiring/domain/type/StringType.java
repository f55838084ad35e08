package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.Blanks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
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

  /** Source: RFC 5321, section 4.5.3.1. */
  private static final int MOST_BEFORE_AT = 64;

  private static final int MOST_AFTER_AT = 255;

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
          isEmail(text) ? text : invalid("is not an e-mail address, as in ann@example.com");
      case URI -> uri(text);
    };
  }

  private static Object uuid(String text) {
    return isUuid(text)
        ? text.toLowerCase(Locale.ROOT)
        : invalid("is not a UUID, as in 123e4567-e89b-12d3-a456-426614174000");
  }

  private static boolean isUuid(String text) {
    boolean right = text.length() == UUID_LENGTH;
    for (int i = 0; right && i < UUID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      right = hyphen ? c == '-' : c < 0x80 && Character.digit(c, 16) >= 0;
    }
    return right;
  }

  /** Text without blanks and control characters, with one @ in it. */
  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    int after = text.length() - at - 1;
    if (at < 1 || at > MOST_BEFORE_AT || after < 1 || after > MOST_AFTER_AT) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Blanks.is(c) || Character.isISOControl(c) || (c == '@' && i != at)) {
        return false;
      }
    }
    return true;
  }

  private static Object uri(String text) {
    try {
      // Most texts that are no URI have no colon; an exception for each would be slow.
      if (text.indexOf(':') > 0 && new URI(text).isAbsolute()) {
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
