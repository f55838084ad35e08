package com.globant.hiring.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.load.FileStart;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.csv.CsvOutput;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the service makes of files: its reader, its rules, and the first of equal keys. */
final class InProcess {
  private final Map<Row, String> waiting = new LinkedHashMap<>();
  private final List<Row> written = new ArrayList<>();
  private final List<Map<Object, Row>> keys = new ArrayList<>();
  private final List<List<String>> names;
  private final Map<List<String>, String> indexes;
  long read;
  long rejected;
  long inserted;
  long ignored;
  long updated;
  long incomplete;
  long bytes;
  final Set<RowErrorCode> codes = EnumSet.noneOf(RowErrorCode.class);
  private final LoadRequest request;
  private final Map<ForeignKey, KeySet> references;
  private final ByteArrayOutputStream refused = new ByteArrayOutputStream();
  private final CsvOutput out = new CsvOutput(refused);

  /**
   * @param existing rows of the table
   */
  InProcess(LoadRequest request, Map<ForeignKey, KeySet> references, Row... existing) {
    this(request, references, Map.of(), existing);
  }

  /**
   * @param indexes names of unique indexes that the definition does not name, by their columns
   */
  InProcess(
      LoadRequest request,
      Map<ForeignKey, KeySet> references,
      Map<List<String>, String> indexes,
      Row... existing) {
    this.request = request;
    this.references = references;
    this.indexes = indexes;
    Table table = request.table();
    this.names =
        Stream.of(
                Stream.of(table.definition().primaryKey()),
                table.definition().uniqueKeys().stream(),
                indexes.keySet().stream())
            .flatMap(keys -> keys)
            .filter(key -> !key.isEmpty())
            // Servers check keys of nullable columns last.
            .sorted(Comparator.comparing(key -> !isNeverNull(table, key)))
            .toList();
    names.forEach(key -> keys.add(new HashMap<>()));
    for (Row row : existing) {
      store(row);
    }
  }

  private static boolean isNeverNull(Table table, List<String> key) {
    return key.stream()
        .allMatch(name -> table.isRequired(table.columns().get(table.position(name))));
  }

  /** Those that the job writes: all but the rows that the table has already. */
  List<List<@Nullable Object>> rows() {
    return written.stream().map(Row::values).toList();
  }

  private @Nullable Object key(int number, Row row) {
    return row.key(request.table().positions(names.get(number)));
  }

  private void store(Row row) {
    for (int number = 0; number < names.size(); number++) {
      Object key = key(number, row);
      if (key != null) {
        keys.get(number).put(key, row);
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param content unpacked
   * @throws FileRefused and {@link Refused} if the file is refused as a whole
   */
  void file(String name, byte[] content) throws IOException {
    bytes += content.length;
    RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20);
    ByteArrayInputStream bytes = new ByteArrayInputStream(content);
    Body.Opened opened = new Body.Opened(bytes, BodyFormat.CSV, null, null, null);
    try (RawRows raw = parser.csv(request.table(), bytes, null, request.delimiter(opened))) {
      FileStart start = new FileStart(request, raw, request.header(opened));
      for (List<RawRow> batch = raw.next(); !batch.isEmpty(); batch = raw.next()) {
        List<RawRow> among = batch.stream().filter(row -> !start.takeHeader(row)).toList();
        if (!among.isEmpty()) {
          RowRules rules =
              new RowRules(
                  request.table(), start.order(), request.missing(), references, raw.delimiter());
          for (RowOutcome outcome : rules.check(among)) {
            take(name, outcome);
          }
        }
        raw.settled();
      }
    }
  }

  private void take(String name, RowOutcome outcome) throws IOException {
    read++;
    if (outcome instanceof RowRejected refusal) {
      refuse(name, refusal);
    } else if (outcome instanceof Row row) {
      if (missing(row, keys.isEmpty() ? Set.of() : keys.get(0).keySet()) == null) {
        write(name, row);
      } else {
        waiting.put(row, name);
      }
    }
  }

  /** The first foreign key to the same table whose value is not known; null if there is none. */
  private @Nullable ForeignKey missing(Row row, Set<Object> known) {
    Table table = request.table();
    for (ForeignKey foreign : table.foreignKeysTo(table)) {
      Object value = row.key(table.positions(foreign.columns()));
      if (value != null && !value.equals(key(0, row)) && !known.contains(value)) {
        return foreign;
      }
    }
    return null;
  }

  /** At the end of the files: the rows that wait for others. */
  void finish() throws IOException {
    List<Row> left = new ArrayList<>(waiting.keySet());
    List<Row> level = level(left);
    while (!level.isEmpty()) {
      left.removeAll(level);
      for (Row row : level) {
        write(String.valueOf(waiting.get(row)), row);
      }
      level = level(left);
    }
    Set<Object> known = known(left);
    List<Row> circular = new ArrayList<>(left);
    while (circular.removeIf(row -> missing(row, known) != null)) {
      known.clear();
      known.addAll(known(circular));
    }
    for (Row row : circular) {
      write(String.valueOf(waiting.get(row)), row);
    }
    left.removeAll(circular);
    for (Row row : left) {
      ForeignKey unknown = Objects.requireNonNull(missing(row, keys.get(0).keySet()));
      refuse(
          String.valueOf(waiting.get(row)),
          RowRejected.unknownReference(row, request.table(), unknown));
    }
  }

  private List<Row> level(List<Row> left) {
    Set<Object> known = Set.copyOf(keys.isEmpty() ? Set.of() : keys.get(0).keySet());
    return left.stream().filter(row -> missing(row, known) == null).toList();
  }

  private Set<Object> known(List<Row> others) {
    Set<Object> known = new HashSet<>(keys.isEmpty() ? Set.of() : keys.get(0).keySet());
    others.forEach(row -> known.add(Objects.requireNonNull(key(0, row))));
    return known;
  }

  private void write(String name, Row row) throws IOException {
    for (int number = 0; number < names.size(); number++) {
      Object key = key(number, row);
      Row other = key == null ? null : keys.get(number).get(key);
      if (other != null) {
        taken(name, row, names.get(number), other);
        return;
      }
    }
    written.add(row);
    store(row);
    inserted++;
    incomplete += row.incomplete() ? 1 : 0;
  }

  private void taken(String name, Row row, List<String> key, Row other) throws IOException {
    Table table = request.table();
    String index = indexes.get(key);
    if (index != null) {
      refuse(name, RowRejected.notUniqueIn(row, index));
    } else if (!key.equals(table.definition().primaryKey())) {
      List<Column> columns =
          key.stream().map(column -> table.columns().get(table.position(column))).toList();
      refuse(name, RowRejected.notUnique(row, table, columns));
    } else if (request.duplicates() == DuplicateKeys.REJECT) {
      refuse(name, RowRejected.duplicateKey(row, table));
    } else if (request.duplicates() == DuplicateKeys.IGNORE) {
      ignored++;
    } else {
      updated++;
      written.remove(other);
      written.add(row);
      store(row);
    }
  }

  private void refuse(String name, RowRejected row) throws IOException {
    rejected++;
    codes.add(row.code());
    out.write(
        Arrays.asList(
            name,
            Long.toString(row.line()),
            row.column(),
            row.code().wireName(),
            row.message(),
            row.raw().toString()));
  }

  /** Asserts that a job has loaded, counted and refused the same. */
  void assertLike(SparkLoad load, JsonNode result, String description) throws IOException {
    assertThat(result.get("outcome").asText())
        .as("%s: %s", description, result)
        .isEqualTo("loaded");
    assertThat(load.refused(result)).as(description).isEqualTo(refused());
    assertThat(load.content()).as(description).containsExactlyInAnyOrderElementsOf(rows());
    JsonNode counts = result.get("counts");
    assertThat(counts.get("read").asLong()).isEqualTo(read);
    assertThat(counts.get("inserted").asLong()).isEqualTo(inserted);
    assertThat(counts.get("updated").asLong()).isEqualTo(updated);
    assertThat(counts.get("ignored").asLong()).isEqualTo(ignored);
    assertThat(counts.get("rejected").asLong()).isEqualTo(rejected);
    assertThat(counts.get("incomplete").asLong()).isEqualTo(incomplete);
    assertThat(result.get("bytes").asLong()).isEqualTo(bytes);
  }

  String refused() throws IOException {
    out.close();
    return refused.toString(StandardCharsets.UTF_8);
  }
}
