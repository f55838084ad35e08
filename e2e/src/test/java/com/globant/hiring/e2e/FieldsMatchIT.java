package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a header may leave out and add, for each value of {@code fieldsMatch}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldsMatchIT {
  private static final String RESOURCE =
      """
      {"name": "%1$s", "path": "%1$s.csv", "schema": {
        "fields": [
          {"name": "id", "type": "integer"},
          {"name": "day", "type": "date", "title": "Day of the order"},
          {"name": "note", "type": "string", "constraints": {"maxLength": 20}}],
        "primaryKey": ["id"], "fieldsMatch": %2$s}}""";

  @SuppressWarnings("NullAway.Init") // by start
  private OwnService service;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    String resources =
        Stream.concat(
                Stream.of("exact", "equal", "subset", "superset", "partial")
                    .map(match -> RESOURCE.formatted(match, '"' + match + '"')),
                Stream.of(RESOURCE.formatted("listed", "[\"subset\"]")))
            .collect(Collectors.joining(","));
    Files.writeString(
        directory.resolve("datapackage.json"),
        "{\"name\": \"p\", \"resources\": [%s]}".formatted(resources));
    service =
        OwnService.start(
            directory.resolve("data"), Map.of("HIRING_SCHEMAS_DIRECTORY", directory.toString()));
  }

  @AfterAll
  void stop() {
    service.close();
    service.sql().drop(service.server().schema());
  }

  /** The row that is stored, or the code of a 400 and the column that its detail names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // All columns, in any order, by any of their names.
        "exact;    id,day,note; 1,2021-07-27,x; 1|2021-07-27|x",
        "exact;    note,ID,Day of the order; x,1,2021-07-27; 1|2021-07-27|x",
        "equal;    note,id,day; x,1,2021-07-27; 1|2021-07-27|x",
        "subset;   note,id,day; x,1,2021-07-27; 1|2021-07-27|x",
        "listed;   note,id,day; x,1,2021-07-27; 1|2021-07-27|x",
        "superset; note,id,day; x,1,2021-07-27; 1|2021-07-27|x",
        "partial;  note,id,day; x,1,2021-07-27; 1|2021-07-27|x",
        // One is left out.
        "exact;    id,day; 1,2021-07-27; missing_column note",
        "equal;    id,note; 1,x; missing_column day",
        "subset;   id,note; 1,x; missing_column day",
        "listed;   id,note; 1,x; missing_column day",
        "superset; id,note; 1,x; 1|null|x",
        "partial;  note,id; x,1; 1|null|x",
        // One is added, with a name or without.
        "exact;    id,day,note,more; 1,2021-07-27,x,y; unknown_column more",
        "equal;    id,day,note,more; 1,2021-07-27,x,y; unknown_column more",
        "subset;   id,more,day,note; 1,y,2021-07-27,x; 1|2021-07-27|x",
        "subset;   id,'',day,note; 1,y,2021-07-27,x; 1|2021-07-27|x",
        "listed;   id,more,day,note; 1,y,2021-07-27,x; 1|2021-07-27|x",
        "superset; id,day,note,more; 1,2021-07-27,x,y; unknown_column more",
        "partial;  more,id; y,1; 1|null|null",
        // The key cannot be left out.
        "superset; day,note; 2021-07-27,x; missing_column id",
        "partial;  note; x; missing_column id",
        // A file without a header has all columns.
        "partial;  absent; 1,2021-07-27,x; 1|2021-07-27|x",
      })
  void aHeaderMayLeaveOutAndAddWhatFieldsMatchAllows(
      String table, String header, String row, String expected) {
    boolean absent = header.equals("absent");
    String csv = absent ? row + "\n" : header.replace("''", "") + "\n" + row + "\n";

    Answer answer =
        absent
            ? service.server().load(table, csv, "header=absent")
            : service.server().load(table, csv);

    if (expected.contains("|")) {
      answer.assertLoaded(1, 1, 0, 0, 0);
      assertThat(service.sql().rows("SELECT * FROM `%s`".formatted(table)))
          .containsExactly(expected);
    } else {
      String[] problem = expected.split(" ", 2);
      answer.assertProblem(400, problem[0]).assertDetailContains("'" + problem[1] + "'");
    }
  }
}
