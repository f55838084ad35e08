package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Code and contract have the same codes, with the same HTTP status. */
class CodesOfContractTest {
  private static final Pattern PROBLEM_LINE = Pattern.compile("\\| (\\d{3}) \\| `(\\w+)` \\|");

  @Test
  void problemCodesAndTheirStatusAreThoseOfTheContract() {
    Map<String, Integer> inCode = new TreeMap<>();
    for (RefusalCode code : RefusalCode.values()) {
      inCode.put(code.wireName(), HttpCode.statusOf(code));
    }
    for (HttpCode code : HttpCode.values()) {
      assertThat(inCode.put(code.wireName(), code.status())).as(code.wireName()).isNull();
    }
    inCode.put(Problem.INTERNAL_ERROR, Problem.internalError().status());

    Map<String, Integer> inContract = new TreeMap<>();
    PROBLEM_LINE
        .matcher(ContractOperations.schema("ProblemCode").getString("description"))
        .results()
        .forEach(line -> inContract.put(line.group(2), Integer.valueOf(line.group(1))));

    assertThat(inCode).isEqualTo(inContract);
  }

  @Test
  void rowErrorCodesAreThoseOfTheContract() {
    assertThat(ContractOperations.schema("RowErrorCode").getJsonArray("x-extensible-enum"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RowErrorCode.values()).<Object>map(RowErrorCode::wireName).toList());
  }
}
