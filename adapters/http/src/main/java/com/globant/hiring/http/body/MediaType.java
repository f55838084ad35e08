package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.domain.raw.Delimiter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Type (RFC 9110, section 8.3): the kind of the body, and its parameters.
 *
 * @param essence type and subtype in lower case, empty without a Content-Type
 * @param parameters by their names in lower case
 */
public record MediaType(String essence, Map<String, String> parameters) {
  private static final String TSV = "text/tab-separated-values";
  private static final String WANTED =
      "send text/csv, application/octet-stream, multipart/form-data with one file, or application/json;"
          + " with curl: -T data.csv, or -F file=@data.csv, or --data-binary @data.csv -H 'Content-Type: text/csv'";

  /** Types that browsers, desktops and libraries use for CSV files. */
  private static final Set<String> CSV =
      Set.of(
          "text/csv",
          TSV,
          "text/x-csv",
          "text/comma-separated-values",
          "text/x-comma-separated-values",
          "application/csv",
          "application/x-csv");

  private static final Set<String> COMPRESSED =
      Set.of(
          "application/gzip",
          "application/x-gzip",
          "application/x-gzip-compressed",
          "application/zstd",
          "application/x-zstd");

  /** Types that CSV files are sent with but that are not specific; the first bytes decide. */
  private static final Set<String> MAYBE_CSV =
      Stream.concat(
              COMPRESSED.stream(),
              Stream.of("", "text/plain", "application/octet-stream", "application/vnd.ms-excel"))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> WORKBOOKS =
      Set.of(
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.ms-excel.sheet.macroenabled.12",
          "application/vnd.ms-excel.sheet.binary.macroenabled.12",
          "application/vnd.oasis.opendocument.spreadsheet");

  /** The format of a body. */
  enum Kind {
    CSV,
    JSON,
    MULTIPART
  }

  public static MediaType of(@Nullable String header) {
    String text = header == null ? "" : header;
    int semicolon = text.indexOf(';');
    String essence = semicolon < 0 ? text : text.substring(0, semicolon);
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return new MediaType(
        essence.trim().toLowerCase(Locale.ROOT),
        semicolon < 0 ? Map.of() : parser.parse(text.substring(semicolon + 1), ';'));
  }

  /**
   * The media type of a request.
   *
   * @throws Refused if it has several
   */
  static MediaType ofRequest(HttpServerRequest request) {
    List<String> lines = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    if (lines.size() > 1) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "the request has %d Content-Type headers, %s; send one"
              .formatted(lines.size(), String.join(" and ", lines)));
    }
    return of(lines.isEmpty() ? null : lines.get(0));
  }

  /**
   * The kind of a request's body.
   *
   * @throws Refused if it is not supported
   */
  Kind kind() {
    return switch (essence) {
      case "application/json" -> Kind.JSON;
      case "multipart/form-data" -> Kind.MULTIPART;
      case "application/x-www-form-urlencoded" ->
          throw unsupported(
              "application/x-www-form-urlencoded, the default of curl --data-binary, is not a type of files; ");
      default -> {
        requireCsv();
        yield Kind.CSV;
      }
    };
  }

  /**
   * @throws Refused if a body or a part of a form is of a type that cannot be a CSV file
   */
  void requireCsv() {
    if (WORKBOOKS.contains(essence)) {
      throw unsupported("it is a workbook (%s): save it as CSV in UTF-8; ".formatted(essence));
    }
    if (!isNamedCsv() && !MAYBE_CSV.contains(essence)) {
      throw unsupported("a body of type %s is not supported; ".formatted(essence));
    }
  }

  /** Whether the type is only used for CSV files. */
  boolean isNamedCsv() {
    return CSV.contains(essence);
  }

  public boolean isForm() {
    return essence.equals("multipart/form-data");
  }

  /** Whether the type is that of a compressed file. */
  boolean isCompressed() {
    return COMPRESSED.contains(essence);
  }

  /**
   * The charset that is named, or null.
   *
   * @throws Refused if the platform does not support it
   */
  @Nullable Charset charset() {
    String name = parameters.get("charset");
    if (name == null) {
      return null;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE,
          "charset '%s' is not known; name one such as utf-8, iso-8859-1 or windows-1252"
              .formatted(name),
          unknown);
    }
  }

  /**
   * The parameter {@code header} of text/csv (RFC 4180, section 3), or null.
   *
   * @throws Refused if it is neither present nor absent
   */
  @Nullable HeaderLine header() {
    String value = parameters.get("header");
    if (value == null) {
      return null;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "present" -> HeaderLine.PRESENT;
      case "absent" -> HeaderLine.ABSENT;
      default ->
          throw new Refused(
              RefusalCode.UNSUPPORTED_MEDIA_TYPE,
              "the media type's header=%s is neither present nor absent".formatted(value));
    };
  }

  /** The delimiter of the type, or null. */
  @Nullable Delimiter delimiter() {
    return essence.equals(TSV) ? Delimiter.TAB : null;
  }

  /**
   * The boundary of a multipart body.
   *
   * @throws Refused if there is none
   */
  String boundary() {
    String boundary = parameters.get("boundary");
    if (boundary == null || boundary.isEmpty()) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE,
          "multipart/form-data without a boundary; let the client set Content-Type, as curl -F does");
    }
    return boundary;
  }

  private static Refused unsupported(String what) {
    return new Refused(RefusalCode.UNSUPPORTED_MEDIA_TYPE, what + WANTED);
  }
}
