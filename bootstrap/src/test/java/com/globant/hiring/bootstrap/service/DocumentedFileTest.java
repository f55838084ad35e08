package com.globant.hiring.bootstrap.service;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.csv.RowParser;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The file from Excel in {@code docs/tables.md} has the outcome that is documented there. */
class DocumentedFileTest {
  private static final String HEADING = "### A file from Excel in Europe";

  private final RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 64L << 20);
  private final String section;
  private final String file;
  private final Table table;

  DocumentedFileTest() throws IOException {
    String docs = Files.readString(Path.of("../docs/tables.md"));
    section = docs.split(HEADING, -1)[1].split("\n### ", -1)[0];
    file = block(section, "csv");
    Definitions read = DataPackages.read(Map.of("datapackage.json", block(section, "json")));
    assertThat(read.faults()).isEmpty();
    table = read.schemas().get(0).tables().get(0);
  }

  private static String block(String section, String language) {
    return section.split("```" + language + "\n", -1)[1].split("```", -1)[0];
  }

  @Test
  void outcomeOfTheFileIsTheDocumentedOne() throws IOException {
    List<RowOutcome> outcomes =
        outcomes(file.getBytes(Charset.forName("windows-1252")), null, Delimiter.SEMICOLON);

    assertDocumented(outcomes, 0);
  }

  @Test
  void markOfUtf8WinsOverTheEncoding() throws IOException {
    assertDocumented(outcomes(("\uFEFF" + file).getBytes(UTF_8), null, Delimiter.SEMICOLON), 0);
  }

  @Test
  void unicodeTextWithAFirstLineForExcelIsRead() throws IOException {
    String text = "\uFEFFsep=;\r\n" + file.replace("\n", "\r\n");

    assertDocumented(outcomes(text.getBytes(UTF_16LE), null, null), 1);
  }

  @Test
  void charsetOfTheMediaTypeWinsOverTheEncoding() throws IOException {
    assertDocumented(outcomes(file.getBytes(UTF_8), UTF_8, Delimiter.SEMICOLON), 0);
  }

  private List<RowOutcome> outcomes(
      byte[] bytes, @Nullable Charset charset, @Nullable Delimiter delimiter) throws IOException {
    List<RawRow> rows = new ArrayList<>();
    try (RawRows raw = parser.csv(table, new ByteArrayInputStream(bytes), charset, delimiter)) {
      for (List<RawRow> batch = raw.next(); !batch.isEmpty(); batch = raw.next()) {
        rows.addAll(batch);
        raw.settled();
      }
    }
    ColumnOrder order = ColumnOrder.ofHeader(table, null, rows.get(0));
    return new RowRules(table, order, MissingValues.NULL, Map.of())
        .check(rows.subList(1, rows.size()));
  }

  private void assertDocumented(List<RowOutcome> outcomes, int linesBefore) {
    List<String> stored = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (RowOutcome outcome : outcomes) {
      if (outcome instanceof Row row) {
        stored.add(
            "| "
                + String.join(" | ", row.values().stream().map(DocumentedFileTest::shown).toList())
                + " |");
      } else if (outcome instanceof RowRejected rejected) {
        refused.add(
            "%d: %s: %s"
                .formatted(
                    rejected.line() - linesBefore, rejected.code().wireName(), rejected.message()));
      }
    }
    assertThat(section).contains("|---|---|---|---|---|\n" + String.join("\n", stored) + "\n\n");
    assertThat(section).contains("```\n" + String.join("\n", refused) + "\n```");
    assertThat(outcomes).hasSize(5);
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    return value == null ? "NULL" : value.toString();
  }
}
