package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.FileRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definition of CSV, character by character and with no thought of speed or memory: what the
 * reader is held to. It knows no first line {@code sep=;}, no byte order mark and no blank beyond
 * Java's. Malformed rows have no fields.
 */
final class PlainCsv {
  /** A row, as the reader should give it. */
  record PlainRow(long line, List<@Nullable String> fields, boolean malformed, String raw) {}

  private final String text;
  private final int fieldLimit;
  private final CsvFormat format;
  private final char delimiter;
  private final int columns;
  private final List<PlainRow> rows = new ArrayList<>();
  private int at;
  private long line = 1;
  private int recordStart;
  private int fieldBytes;
  private boolean malformed;
  private @Nullable Reason refused;
  private boolean undefined;

  private PlainCsv(String text, int fieldLimit, CsvFormat format, int columns) {
    this.text = text;
    this.fieldLimit = fieldLimit;
    this.format = format;
    this.delimiter = format.delimiter().character();
    this.columns = columns;
  }

  static PlainCsv read(String text, int fieldLimit, CsvFormat format, int columns) {
    PlainCsv csv = new PlainCsv(text, fieldLimit, format, columns);
    while (csv.refused == null && csv.at < text.length()) {
      if (csv.atLineEnd()) {
        csv.passLineEnd();
      } else if (csv.atComment()) {
        csv.passLine();
      } else {
        csv.readRecord();
      }
    }
    if (csv.refused == null) {
      csv.dropEndMark();
    }
    return csv;
  }

  /** The rows up to a refusal. */
  List<PlainRow> rows() {
    return rows;
  }

  /** Whether there is a long comment, which is passed over or refused. */
  boolean isUndefined() {
    return undefined;
  }

  /** Null if there is none. */
  @Nullable Reason refused() {
    return refused;
  }

  /** On which line what was refused begins, or the next record would. */
  long line() {
    return line;
  }

  private void readRecord() {
    long firstLine = line;
    recordStart = at;
    malformed = false;
    List<@Nullable String> fields = new ArrayList<>();
    fields.add(readField());
    while (refused == null && at < text.length() && text.charAt(at) == delimiter) {
      pass();
      fields.add(readField());
    }
    if (refused == null) {
      String raw = text.substring(recordStart, at);
      if (malformed || fields.stream().anyMatch(field -> field != null && !field.isBlank())) {
        rows.add(
            new PlainRow(
                firstLine, malformed ? List.of() : withoutSurplus(fields), malformed, raw));
      }
    } else {
      line = firstLine;
    }
  }

  private List<@Nullable String> withoutSurplus(List<@Nullable String> fields) {
    int count = fields.size();
    while (count > columns && (fields.get(count - 1) == null || fields.get(count - 1).isEmpty())) {
      count--;
    }
    return fields.subList(0, count);
  }

  private void dropEndMark() {
    int last = rows.size() - 1;
    if (last >= 0 && rows.get(last).raw().matches("\u001A+")) {
      rows.remove(last);
    }
  }

  private boolean atComment() {
    int begin = at;
    while (begin < text.length() && isInitialSpace(text.charAt(begin))) {
      begin++;
    }
    return begin < text.length() && text.charAt(begin) == format.comment();
  }

  private boolean isInitialSpace(char c) {
    return format.skipsInitialSpace() && (c == ' ' || c == '\t') && c != delimiter;
  }

  private void passLine() {
    int begin = at;
    while (at < text.length() && !atLineEnd()) {
      at++;
    }
    undefined |= 3 * (at - begin) > fieldLimit;
  }

  private @Nullable String readField() {
    fieldBytes = 0;
    while (refused == null && at < text.length() && isInitialSpace(text.charAt(at))) {
      pass();
    }
    if (at < text.length() && text.charAt(at) == format.quote()) {
      return readQuoted();
    }
    StringBuilder field = new StringBuilder();
    while (refused == null && at < text.length() && text.charAt(at) != delimiter && !atLineEnd()) {
      take(field);
    }
    return field.isEmpty() ? null : field.toString();
  }

  private String readQuoted() {
    StringBuilder field = new StringBuilder();
    boolean inQuotes = true;
    pass();
    while (refused == null && at < text.length()) {
      if (text.charAt(at) == format.quote()) {
        boolean two = inQuotes && at + 1 < text.length() && text.charAt(at + 1) == format.quote();
        pass();
        if (two) {
          take(field);
        } else {
          inQuotes = !inQuotes;
        }
      } else if (inQuotes) {
        countLineEnd();
        take(field);
      } else if (text.charAt(at) == delimiter || atLineEnd()) {
        return field.toString();
      } else {
        malformed = true;
        take(field);
      }
    }
    if (inQuotes && refused == null) {
      refused = Reason.MALFORMED_CSV;
    }
    return field.toString();
  }

  private boolean atLineEnd() {
    return text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  /** Passes a line end between records; CR and LF together are one. */
  private void passLineEnd() {
    countLineEnd();
    at++;
  }

  private void countLineEnd() {
    char c = text.charAt(at);
    boolean lfFollows = at + 1 < text.length() && text.charAt(at + 1) == '\n';
    if (c == '\n' || (c == '\r' && !lfFollows)) {
      line++;
    }
  }

  private void take(StringBuilder field) {
    char c = text.charAt(at);
    field.append(c);
    fieldBytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    pass();
    if (fieldBytes > fieldLimit) {
      refused = Reason.FIELD_TOO_LARGE;
    }
  }

  private void pass() {
    at++;
    if (at - recordStart > 8 * fieldLimit) {
      refused = Reason.FIELD_TOO_LARGE;
    }
  }
}
