package com.globant.hiring.csv;

import static com.globant.hiring.csv.Limits.BATCH_CHARS;
import static com.globant.hiring.csv.Limits.BATCH_ROWS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.FileRefused;
import com.globant.hiring.domain.row.FileRefused.Reason;
import com.globant.hiring.domain.row.RawRow;
import com.globant.hiring.domain.row.RawRows;
import com.globant.hiring.domain.row.Undecodable;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.IntegerType;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of JSON: an array of objects with column names as keys, parsed by Jackson. */
final class JsonRows implements RawRows {
  private static final int MOST_ROWS = 1000;
  private static final int SHOWN_CHARACTERS = 100;
  private static final String SHAPE = "send an array of 1 to " + MOST_ROWS + " row objects";
  private static final String NO_JSON =
      "the body is no JSON; to send CSV, say so by Content-Type: text/csv; as JSON, " + SHAPE;

  private final Table table;
  private final List<String> names;
  private final Limits limits;
  private final LoadMemory memory;
  private final Reader content;
  private final JsonFactory factory;
  private @Nullable JsonParser parser;
  private long row;
  private boolean ended;

  JsonRows(Table table, Reader content, Limits limits, LoadMemory memory) {
    this.table = table;
    this.names = table.columnNames();
    this.limits = limits;
    this.memory = memory;
    this.content = content;
    this.factory =
        JsonFactory.builder()
            // Recycled buffers of other files would change the position at which a limit is
            // noticed.
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(limits.fieldBytes())
                    .maxNameLength(limits.fieldBytes())
                    .maxNumberLength(limits.fieldBytes())
                    .build())
            .build();
  }

  /** JSON has none. */
  @Override
  public Delimiter delimiter() {
    return Delimiter.COMMA;
  }

  @Override
  public boolean inTableOrder() {
    return true;
  }

  @Override
  public boolean hasMemory() {
    return memory.tryBeginBatch();
  }

  @Override
  public void settled() {
    memory.settled();
  }

  @Override
  public List<RawRow> next() throws IOException {
    List<RawRow> batch = new ArrayList<>();
    if (!memory.tryBeginBatch()) {
      throw new IllegalStateException("Batches must be settled before the next is read");
    }
    try {
      JsonParser json = parser == null ? begin() : parser;
      int chars = 0;
      while (!ended
          && batch.size() < BATCH_ROWS
          && chars < BATCH_CHARS
          && (batch.isEmpty() || memory.hasRoom(chars, batch.size()))) {
        if (json.nextToken() == JsonToken.END_ARRAY) {
          end(json);
        } else {
          RawRow read = row(json);
          chars += read.raw().length();
          batch.add(read);
        }
      }
      memory.endBatch(chars, chars, batch.size());
    } catch (StreamConstraintsException failure) {
      throw tooLarge(failure.getLocation());
    } catch (JsonProcessingException failure) {
      throw syntax(failure);
    }
    return batch;
  }

  private JsonParser begin() throws IOException {
    JsonParser json = factory.createParser(content);
    parser = json;
    JsonToken first = first(json);
    if (first == null) {
      throw new FileRefused(Reason.EMPTY_BODY, "the body is empty; " + SHAPE);
    }
    if (first == JsonToken.START_OBJECT) {
      throw invalid("%s: the text is an object; %s".formatted(place(json), SHAPE));
    }
    if (first != JsonToken.START_ARRAY) {
      throw invalid("%s: %s".formatted(place(json), NO_JSON));
    }
    return json;
  }

  private static @Nullable JsonToken first(JsonParser json) throws IOException {
    try {
      return json.nextToken();
    } catch (StreamConstraintsException tooLarge) {
      throw tooLarge;
    } catch (JsonProcessingException failure) {
      throw new FileRefused(
          Reason.INVALID_JSON, "%s: %s".formatted(place(failure.getLocation()), NO_JSON), failure);
    }
  }

  private void end(JsonParser json) throws IOException {
    if (row == 0) {
      throw invalid("the array is empty; " + SHAPE);
    }
    if (somethingFollows(json)) {
      throw invalid("%s: something follows the array; %s".formatted(place(json), SHAPE));
    }
    ended = true;
  }

  private static boolean somethingFollows(JsonParser json) throws IOException {
    try {
      return json.nextToken() != null;
    } catch (JsonProcessingException noJson) {
      return true;
    }
  }

  private RawRow row(JsonParser json) throws IOException {
    row++;
    if (row > MOST_ROWS) {
      throw invalid(
          "the array has more than %d rows; send more of them as CSV".formatted(MOST_ROWS));
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw invalid(
          "%s: row %d is no object; write each row as {\"%s\": …}"
              .formatted(place(json), row, names.get(Table.KEY)));
    }
    @Nullable String[] fields = new String[names.size()];
    boolean[] given = new boolean[names.size()];
    StringWriter raw = new StringWriter();
    try (JsonGenerator copy = factory.createGenerator(raw)) {
      copy.writeStartObject();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        int column = column(json.currentName(), given);
        copy.writeFieldName(names.get(column));
        json.nextToken();
        fields[column] = value(json, table.columns().get(column), copy);
        if (raw.getBuffer().length() > LoadMemory.ORDINARY_CHARS) {
          memory.growToLargest(row);
        }
      }
      copy.writeEndObject();
    }
    return new RawRow(row, fields, fields.length, fields.length, false, raw.toString());
  }

  /** The position of the column with this name. */
  private int column(String key, boolean[] given) {
    int column = names.indexOf(key);
    if (column < 0) {
      throw new FileRefused(
          Reason.UNKNOWN_COLUMN,
          "row %d has the key '%s', which is no column of %s; its columns are %s"
              .formatted(row, shown(key), table.name(), String.join(", ", names)));
    }
    if (given[column]) {
      throw new FileRefused(
          Reason.DUPLICATE_COLUMN,
          "row %d has the key '%s' more than once; give each column one value".formatted(row, key));
    }
    given[column] = true;
    return column;
  }

  private @Nullable String value(JsonParser json, Column column, JsonGenerator copy)
      throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      copy.writeNull();
      return null;
    }
    boolean number =
        token == JsonToken.VALUE_NUMBER_INT
            || (token == JsonToken.VALUE_NUMBER_FLOAT && column.type() instanceof IntegerType);
    if (!number && token != JsonToken.VALUE_STRING) {
      throw invalid(
          "%s: '%s' of row %d is %s; values are integers, strings or null"
              .formatted(place(json), column.name(), row, kind(json)));
    }
    String text = json.getText();
    if (limits.exceededBy(text)) {
      throw tooLarge(json.currentTokenLocation());
    }
    if (number) {
      copy.writeNumber(text);
      return withoutZeroFraction(text);
    }
    copy.writeString(text);
    return text;
  }

  /** In JSON, 5.000 is always 5; in CSV it may be five thousand. */
  private static String withoutZeroFraction(String number) {
    int point = number.indexOf('.');
    boolean zero = point > 0 && number.chars().skip(point + 1L).allMatch(c -> c == '0');
    return zero ? number.substring(0, point) : number;
  }

  private static String kind(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number with a fraction or an exponent";
    };
  }

  private static String shown(String key) {
    String readable = Undecodable.spelledOut(key);
    return readable.codePointCount(0, readable.length()) <= SHOWN_CHARACTERS
        ? readable
        : readable.substring(0, readable.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }

  private static FileRefused syntax(JsonProcessingException failure) {
    return new FileRefused(
        Reason.INVALID_JSON,
        "%s: %s".formatted(place(failure.getLocation()), JsonFault.of(failure)),
        failure);
  }

  private static FileRefused invalid(String detail) {
    return new FileRefused(Reason.INVALID_JSON, detail);
  }

  private FileRefused tooLarge(@Nullable JsonLocation location) {
    return new FileRefused(
        Reason.FIELD_TOO_LARGE,
        "%s: a value or key of row %d is larger than %d bytes"
            .formatted(place(location), row, limits.fieldBytes()));
  }

  private static String place(JsonParser json) {
    return place(json.currentTokenLocation());
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? "somewhere in the text"
        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  @Override
  public void close() {
    memory.close();
  }
}
