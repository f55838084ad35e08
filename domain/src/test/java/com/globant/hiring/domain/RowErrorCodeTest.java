package com.globant.hiring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowErrorCodeTest {

  @Test
  void contractNamesTheSameCodesInTheSameOrder() throws IOException {
    String contract = Files.readString(Path.of("../openapi/openapi.yaml"));
    String schema = contract.split("\n    RowErrorCode:\n", -1)[1].split("\n    \\S", 2)[0];
    List<String> codes =
        schema
            .split("x-extensible-enum:", -1)[1]
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("- "))
            .map(line -> line.substring(2))
            .toList();

    assertThat(codes)
        .isEqualTo(Arrays.stream(RowErrorCode.values()).map(RowErrorCode::wireName).toList());
    assertThat(codes).allMatch(code -> schema.contains("| `" + code + "` |"));
  }
}
