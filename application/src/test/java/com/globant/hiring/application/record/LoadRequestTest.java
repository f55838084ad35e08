package com.globant.hiring.application.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.IntegerType;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the request asks for, the table's dialect and the media type of the body decide in turn. */
class LoadRequestTest {

  @ParameterizedTest
  @CsvSource({
    "PIPE, ;, TAB, PIPE",
    "PIPE, , , PIPE",
    ", ;, TAB, SEMICOLON",
    ", ;, , SEMICOLON",
    ", , TAB, TAB",
    ", , ,",
  })
  void delimiterIsTheOneThatIsAskedForElseOfTheDialectElseOfTheMediaType(
      @Nullable Delimiter asked,
      @Nullable Character ofDialect,
      @Nullable Delimiter ofMediaType,
      @Nullable Delimiter used) {
    LoadRequest request = request(new Dialect(ofDialect, null, '"', null, false), asked, null);

    assertThat(request.delimiter(body(null, ofMediaType))).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "ABSENT, PRESENT, true, ABSENT",
    "AUTO, PRESENT, false, AUTO",
    ", ABSENT, true, ABSENT",
    ", PRESENT, false, PRESENT",
    ", , true, PRESENT",
    ", , false, ABSENT",
    ", , , AUTO",
  })
  void headerIsAsAskedElseAsTheMediaTypeSaysElseAsTheDialectSays(
      @Nullable HeaderLine asked,
      @Nullable HeaderLine ofMediaType,
      @Nullable Boolean ofDialect,
      HeaderLine used) {
    LoadRequest request = request(new Dialect(null, ofDialect, '"', null, false), null, asked);

    assertThat(request.header(body(ofMediaType, null))).isEqualTo(used);
  }

  @Test
  void filesOfALoadAreStoredUnderItsIdAndNamedForItsTable() {
    LoadRequest request = request(Dialect.DEFAULT, null, null);
    LoadSubmission load = new LoadSubmission("7", request, null, "request", null);

    assertThat(load.rejectsKey()).isEqualTo("rejects/7.csv");
    assertThat(load.rejectsFileName()).isEqualTo("rejects-all_things-7.csv");
    assertThat(load.fileListKey()).isEqualTo("sources/7.csv");
    assertThat(load.fileListName()).isEqualTo("files-7.csv");
    assertThat(load.hiresKey()).isEqualTo("reports/dry-run/7.csv");
    assertThat(load.hiresFileName()).isEqualTo("hires-7.csv");
    assertThat(LoadSubmission.escapedRejectsKey("7", true))
        .isEqualTo("rejects/dry-run/7-escaped.csv");
  }

  private static Body.Opened body(@Nullable HeaderLine header, @Nullable Delimiter delimiter) {
    return new Body.Opened(InputStream.nullInputStream(), BodyFormat.CSV, null, header, delimiter);
  }

  private static LoadRequest request(
      Dialect dialect, @Nullable Delimiter delimiter, @Nullable HeaderLine header) {
    Table table =
        new Schema(
                "s",
                List.of(
                    new TableDefinition(
                        "all things",
                        null,
                        null,
                        List.of(Column.of("id", IntegerType.INT)),
                        List.of(),
                        List.of(),
                        List.of(),
                        FieldsMatch.EXACT,
                        TableDefinition.DEFAULT_MISSING_VALUES,
                        dialect,
                        null,
                        Exchange.AUTO)))
            .tables()
            .get(0);
    return RequestBuilder.request(table).delimiter(delimiter).header(header).build();
  }
}
