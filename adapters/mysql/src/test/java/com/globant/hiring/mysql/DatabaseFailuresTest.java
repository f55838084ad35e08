package com.globant.hiring.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailuresTest {

  @ParameterizedTest
  @ValueSource(ints = {1205, 1213, 3572})
  void lockWaitsDeadlocksAndNowaitAreBusy(int code) {
    Throwable cause = new MySQLException("locked", code, "HY000");
    assertThat(translated(cause)).isEqualTo(RefusalCode.TABLE_BUSY);
    assertThat(DatabaseFailures.translated(cause, "busy")).hasMessage("busy").hasCause(cause);
  }

  @ParameterizedTest
  @ValueSource(ints = {1040, 1045, 1053, 1290, 1836, 1927, 4031})
  void aServerThatDoesNotServeIsUnavailable(int code) {
    assertThat(translated(new MySQLException("denied", code, "HY000")))
        .isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
  }

  @Test
  void lostConnectionsAreUnavailable() {
    assertThat(translated(new ConnectException("refused")))
        .isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
    assertThat(translated(new CompletionException(new VertxException("closed", true))))
        .isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1062, 1064, 1146, 1406})
  void everyOtherAnswerIsADefectThatKeepsItsCause(int code) {
    Throwable cause = new MySQLException("no", code, "HY000");
    assertThat(DatabaseFailures.translated(cause, "busy"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining(String.valueOf(code))
        .hasCause(cause);
  }

  @Test
  void defectsAndRefusalsStayWhatTheyAre() {
    RuntimeException defect = new IllegalArgumentException("mine");
    Refused refused = new Refused(RefusalCode.TABLE_BUSY, "busy");
    assertThat(DatabaseFailures.translated(defect, "busy")).isSameAs(defect);
    assertThat(DatabaseFailures.translated(refused, "x")).isSameAs(refused);
  }

  private static RefusalCode translated(Throwable failure) {
    return ((Refused) DatabaseFailures.translated(failure, "busy")).code();
  }
}
