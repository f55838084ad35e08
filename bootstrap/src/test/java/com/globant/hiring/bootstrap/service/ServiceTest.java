package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8080",
    "0.0.0.0, http://127.0.0.1:8080",
    "db.example, http://db.example:8080",
    "::, http://[::1]:8080",
    "::1, http://[::1]:8080"
  })
  void theUriIsOneThatClientsCanConnectTo(String address, String uri) {
    assertThat(Service.uri(address, 8080)).hasToString(uri);
  }
}
