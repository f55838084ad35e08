package com.globant.hiring.http.load;

import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.RowRejected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {
  private static final Advice ADVICE = advice(null, MissingValues.REJECT, false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REQUIRED|job_id|missing=null",
        "DUPLICATE_KEY|id|on_duplicate=ignore",
        "INVALID_ENCODING|name|Content-Type: text/csv; charset=windows-1252"
      })
  void messageNamesTheParameterThatHelps(RowErrorCode code, String column, String advice) {
    assertThat(ADVICE.message(row(code, column))).startsWith("message").contains(advice);
  }

  @Test
  void missingNullIsAdvisedOnlyIfItHelps() {
    Advice withMissingNull = advice(null, MissingValues.NULL, false);

    assertThat(ADVICE.message(row(RowErrorCode.REQUIRED, "id"))).isEqualTo("message");
    assertThat(withMissingNull.message(row(RowErrorCode.REQUIRED, "job_id"))).isEqualTo("message");
  }

  @Test
  void otherMessagesStayAsTheyAre() {
    assertThat(ADVICE.message(row(RowErrorCode.TOO_LONG, "name"))).isEqualTo("message");
    assertThat(ADVICE.detail(RefusalCode.EMPTY_BODY, "detail")).isEqualTo("detail");
  }

  @ParameterizedTest
  @CsvSource({
    "REFERENCED_ROWS,append=true",
    "TRANSACTION_TOO_LARGE,append=true",
    "CASCADING_FOREIGN_KEY,on_duplicate=update",
    "TOO_MANY_ERRORS,max_errors=7",
    "ABORTED_ON_ERROR,on_error=abort"
  })
  void detailNamesTheParameterThatHelps(RefusalCode code, String advice) {
    assertThat(ADVICE.detail(code, "detail")).startsWith("detail").contains(advice);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUPLICATE_COLUMN", "UNKNOWN_COLUMN", "MISSING_COLUMN"})
  void headerAbsentIsAdvisedUnlessTheRequestDeclaresAHeader(RefusalCode code) {
    Advice declared = advice(HeaderLine.PRESENT, MissingValues.REJECT, false);
    Advice json = advice(null, MissingValues.REJECT, true);

    assertThat(ADVICE.detail(code, "detail")).contains("header=absent");
    assertThat(declared.detail(code, "detail")).isEqualTo("detail");
    assertThat(json.detail(code, "detail")).isEqualTo("detail");
  }

  private static Advice advice(@Nullable HeaderLine header, MissingValues missing, boolean json) {
    return new Advice(
        request(HiringTables.HIRED_EMPLOYEES).header(header).missing(missing).maxErrors(7).build(),
        json);
  }

  private static RowRejected row(RowErrorCode code, String column) {
    return new RowRejected(1, column, code, "", "message", "");
  }
}
