package com.globant.hiring.csv;

import static com.globant.hiring.csv.Limits.BATCH_CHARS;
import static com.globant.hiring.csv.Limits.BATCH_ROWS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of JSON: an array of objects with column names as keys, parsed by Jackson. */
final class JsonRows implements RawRows {
  private static final int MOST_ROWS = 1000;
  private static final int SHOWN_CHARACTERS = 100;
  private static final String SHAPE = "send an array of 1 to " + MOST_ROWS + " row objects";
  private static final String NO_JSON =
      "the file is no JSON; if it is CSV, declare it as text/csv; as JSON, " + SHAPE;

  private final Table table;
  private final List<String> names;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Limits limits;
  private final LoadMemory memory;
  private final Reader content;
  private final JsonFactory factory;
  private final JsonFields values;
  private @Nullable JsonParser parser;
  private long row;
  private boolean ended;

  JsonRows(Table table, Reader content, Limits limits, LoadMemory memory) {
    this.table = table;
    this.names = table.columnNames();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), i);
    }
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
    this.values = new JsonFields(factory, limits);
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
  public boolean tryBeginBatch() {
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
          && (batch.isEmpty()
              || memory.hasRoom(chars, batch.size(), (batch.size() + 1) * names.size()))) {
        if (json.nextToken() == JsonToken.END_ARRAY) {
          end(json);
        } else {
          RawRow read = row(json);
          chars += read.raw().length();
          batch.add(read);
        }
      }
      memory.endBatch(chars, chars, batch.size(), batch.size() * names.size());
    } catch (StreamConstraintsException failure) {
      throw JsonFault.tooLarge(failure.getLocation(), row, limits);
    } catch (JsonProcessingException failure) {
      throw JsonFault.syntax(failure);
    }
    return batch;
  }

  private JsonParser begin() throws IOException {
    JsonParser json = factory.createParser(content);
    parser = json;
    JsonToken first = first(json);
    if (first == null) {
      throw new FileRefused(Reason.EMPTY_BODY, "the file is empty; " + SHAPE);
    }
    if (first == JsonToken.START_OBJECT) {
      throw JsonFault.invalid(
          "%s: the text is an object; %s".formatted(JsonFault.place(json), SHAPE));
    }
    if (first != JsonToken.START_ARRAY) {
      throw JsonFault.invalid("%s: %s".formatted(JsonFault.place(json), NO_JSON));
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
          Reason.INVALID_JSON,
          "%s: %s".formatted(JsonFault.place(failure.getLocation()), NO_JSON),
          failure);
    }
  }

  private void end(JsonParser json) throws IOException {
    if (row == 0) {
      throw JsonFault.invalid("the array is empty; " + SHAPE);
    }
    if (somethingFollows(json)) {
      throw JsonFault.invalid(
          "%s: something follows the array; %s".formatted(JsonFault.place(json), SHAPE));
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
      throw JsonFault.invalid(
          "the array has more than %d rows; send more of them as CSV".formatted(MOST_ROWS));
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw JsonFault.invalid(
          "%s: row %d is no object; write each row as {\"%s\": …}"
              .formatted(JsonFault.place(json), row, names.get(0)));
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
        fields[column] = values.read(json, table.columns().get(column), row, copy);
        int length = raw.getBuffer().length();
        if (length > LoadMemory.ORDINARY_CHARS) {
          memory.growToLargest(row);
        }
        requireLength(length);
      }
      copy.writeEndObject();
    }
    requireLength(raw.getBuffer().length());
    return new RawRow(row, fields, fields.length, fields.length, false, raw.toString());
  }

  private void requireLength(int chars) {
    if (chars > limits.recordChars()) {
      throw new FileRefused(
          Reason.FIELD_TOO_LARGE,
          "row %d is longer than %d characters; make its values shorter"
              .formatted(row, limits.recordChars()));
    }
  }

  /** The position of the column with this name. */
  private int column(String key, boolean[] given) {
    Integer column = columns.get(key);
    if (column == null) {
      throw new FileRefused(
          Reason.UNKNOWN_COLUMN,
          "row %d has the key '%s', which is no column of %s; its columns are %s"
              .formatted(
                  row,
                  Undecodable.shown(key, SHOWN_CHARACTERS),
                  table.name(),
                  ColumnOrder.of(table).names()));
    }
    if (given[column]) {
      throw new FileRefused(
          Reason.DUPLICATE_COLUMN,
          "row %d has the key '%s' more than once; give each column one value".formatted(row, key));
    }
    given[column] = true;
    return column;
  }

  @Override
  public void close() {
    memory.close();
  }
}
