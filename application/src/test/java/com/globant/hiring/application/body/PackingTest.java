package com.globant.hiring.application.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackingTest {
  @ParameterizedTest
  @CsvSource({
    "'', NONE",
    "1f, NONE",
    "1f8b, GZIP",
    "1f8b080011, GZIP",
    "8b1f0800, NONE",
    "28b52f, NONE",
    "28b52ffd, ZSTD",
    "28b52ffd00, ZSTD",
    "28b52ffe, NONE",
    "502a4d18, ZSTD",
    "5f2a4d18, ZSTD",
    "602a4d18, NONE",
    "312c4162, NONE"
  })
  void firstBytesShowThePacking(String hex, Packing packing) {
    assertThat(Packing.of(HexFormat.of().parseHex(hex))).isEqualTo(packing);
  }
}
