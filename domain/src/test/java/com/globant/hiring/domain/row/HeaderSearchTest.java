package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.StringType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderSearchTest {
  private static final String MOMENT = "2021-11-07";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,name,datetime,department_id,job_id",
        "job_id,department_id,datetime,name,id",
        "id",
        "id,id",
        "id,employee,datetime,job_id,department_id",
        "id,name,datetime,\u00a0job_id,department_id",
        "\uFEFFid,name,datetime,job_id,department_id",
        ",id,name,datetime,department_id,job_id",
        ",name,datetime,department_id,job_id",
        "Unnamed: 0,id,name,datetime,department_id,job_id",
        "key,name,when,where,what",
        "id,name",
        "id,name,datetime,department_id,job_id,grade",
        "1,name,datetime,1,1",
        "Jos\uDCE9,name,x,x,x",
        "x,name," + MOMENT + ",1,2",
      })
  void whatNamesAColumnAndCannotBeARowIsAHeader(String record) {
    assertThat(new HeaderSearch(HiringTables.HIRED_EMPLOYEES, null).isHeader(record(1, record)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Rows, also where a name is by chance that of a column.
        "1,name," + MOMENT + ",1,2",
        "1,id,,,",
        "1,job_id,,99,99",
        "1.0,datetime, 2021-11-07T10:00 UTC,,",
        // No rows, and nothing named.
        "x,Ann," + MOMENT + ",1,2",
        "Hires 2021,,,,",
        "Hires 2021",
        "id;name;datetime;department_id;job_id",
        "i d,n ame,x,x,x",
      })
  void anythingElseIsNot(String record) {
    assertThat(new HeaderSearch(HiringTables.HIRED_EMPLOYEES, null).isHeader(record(1, record)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b | true",
        "B,A | true",
        "a   | true",
        "a,x | false",
        "x,b | false",
      })
  void whatCouldBeARowIsAHeaderIfItNamesNothingButColumns(String record, boolean header) {
    Table words =
        new Schema(
                "s",
                List.of(
                    TableDefinition.of(
                        "words",
                        List.of(
                            Column.of("a", new StringType(9)), Column.of("b", new StringType(9))),
                        List.of())))
            .tables()
            .get(0);

    assertThat(new HeaderSearch(words, null).isHeader(record(1, record))).isEqualTo(header);
  }

  @Test
  void aHeaderBelowATitleIsFound() {
    HeaderSearch search = new HeaderSearch(HiringTables.JOBS, null);

    assertThat(search.isHeader(record(2, "Jobs of 2021"))).isFalse();
    assertThat(search.isHeader(record(4, "as of,May"))).isFalse();
    assertThatThrownBy(() -> search.isHeader(record(7, "title,id")))
        .isInstanceOfSatisfying(
            FileRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(FileRefused.Reason.UNKNOWN_COLUMN))
        .hasMessageContainingAll("line 2", "found at line 7", "jobs");
  }

  @Test
  void theTenthRecordMayStillBeAHeader() {
    assertThatThrownBy(() -> search(9).isHeader(record(10, "id,job")))
        .isInstanceOf(FileRefused.class);
    assertThat(search(10).isHeader(record(11, "id,job"))).isFalse();
  }

  @Test
  void belowARowOrAHeaderThereIsNone() {
    HeaderSearch below = search(3);
    assertThat(below.isHeader(record(4, "1,Clerk"))).isFalse();
    assertThat(below.isHeader(record(5, "id,job"))).isFalse();

    HeaderSearch again = new HeaderSearch(HiringTables.JOBS, null);
    assertThat(again.isHeader(record(1, "id,job"))).isTrue();
    assertThat(again.isHeader(record(2, "id,job"))).isFalse();
  }

  @Property
  void whatTheRulesAcceptIsNoHeader(@ForAll("records") String[] fields) {
    RawRow record = RawRow.of(1, "", fields);
    RowRules rules =
        new RowRules(
            HiringTables.HIRED_EMPLOYEES,
            ColumnOrder.of(HiringTables.HIRED_EMPLOYEES),
            MissingValues.NULL,
            Map.of(
                HiringTables.HIRED_EMPLOYEES.foreignKeys().get(0),
                key -> true,
                HiringTables.HIRED_EMPLOYEES.foreignKeys().get(1),
                key -> true));

    boolean named =
        Arrays.stream(fields).anyMatch(HiringTables.HIRED_EMPLOYEES.columnNames()::contains);
    assertThat(new HeaderSearch(HiringTables.HIRED_EMPLOYEES, null).isHeader(record))
        .isEqualTo(named && !(rules.check(record) instanceof Row));
  }

  @Provide
  Arbitrary<String[]> records() {
    return Arbitraries.of("id", "name", "datetime", "1", "1", "2.0", "x", MOMENT)
        .array(String[].class)
        .ofMinSize(4)
        .ofMaxSize(6);
  }

  /** A search that has seen this many records, each of them neither row nor header. */
  private static HeaderSearch search(int seen) {
    HeaderSearch search = new HeaderSearch(HiringTables.JOBS, null);
    for (int line = 1; line <= seen; line++) {
      assertThat(search.isHeader(record(line, "x,Clerk"))).isFalse();
    }
    return search;
  }

  private static RawRow record(long line, String text) {
    @Nullable String[] fields =
        Arrays.stream(text.split(",", -1))
            .map(field -> field.isEmpty() ? null : field)
            .toArray(String[]::new);
    return RawRow.of(line, text, fields);
  }
}
