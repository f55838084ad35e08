package com.globant.hiring.spark;

import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.load.FileStart;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.csv.CsvOutput;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.ForeignKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the service makes of files: its reader, its rules, and the first of equal keys. */
final class InProcess {
  final List<List<@Nullable Object>> rows = new ArrayList<>();
  final Set<Object> keys;
  long read;
  long rejected;
  long ignored;
  long incomplete;
  private final LoadRequest request;
  private final Map<ForeignKey, KeySet> references;
  private final ByteArrayOutputStream refused = new ByteArrayOutputStream();
  private final CsvOutput out = new CsvOutput(refused);

  /**
   * @param existing keys of the table
   */
  InProcess(LoadRequest request, Map<ForeignKey, KeySet> references, Set<Object> existing) {
    this.request = request;
    this.references = references;
    this.keys = new HashSet<>(existing);
  }

  void file(String name, byte[] content) throws IOException {
    RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20);
    ByteArrayInputStream bytes = new ByteArrayInputStream(content);
    Body.Opened opened = new Body.Opened(bytes, BodyFormat.CSV, null, null, null);
    try (RawRows raw = parser.csv(request.table(), bytes, null, request.delimiter(opened))) {
      FileStart start = new FileStart(request, raw, request.header(opened));
      for (List<RawRow> batch = raw.next(); !batch.isEmpty(); batch = raw.next()) {
        List<RawRow> among = batch.stream().filter(row -> !start.isHeader(row)).toList();
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
    int[] key = request.table().positions(request.table().definition().primaryKey());
    if (outcome instanceof RowRejected refusal) {
      refuse(name, refusal);
    } else if (outcome instanceof Row row) {
      if (key.length > 0 && !keys.add(row.key(key))) {
        if (request.duplicates() == DuplicateKeys.REJECT) {
          refuse(name, RowRejected.duplicateKey(row, request.table()));
        } else {
          ignored++;
        }
      } else {
        rows.add(row.values());
        incomplete += row.incomplete() ? 1 : 0;
      }
    }
  }

  private void refuse(String name, RowRejected row) throws IOException {
    rejected++;
    out.write(
        Arrays.asList(
            name,
            Long.toString(row.line()),
            row.column(),
            row.code().wireName(),
            row.message(),
            row.raw().toString()));
  }

  String refused() throws IOException {
    out.close();
    return refused.toString(StandardCharsets.UTF_8);
  }
}
