package com.globant.hiring.mysql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource(
      delimiter = '|',
      value = {
        "1040|08004|Too many connections|database_unavailable|error 1040: Too many connections",
        "1290|HY000|The MySQL server is running with the --super-read-only option|database_unavailable|--super-read-only",
        "1836|HY000|Running in read-only mode|database_unavailable|error 1836",
        "1047|08S01|WSREP has not yet prepared node|database_unavailable|error 1047",
        "3098|HY000|The table does not comply|database_unavailable|error 3098",
        "3101|40000|Plugin instructed the server to rollback|database_unavailable|error 3101",
        "3796|HY000|The option group_replication_consistency cannot be used|database_unavailable|error 3796",
        "1927|70100|Connection was killed|database_unavailable|error 1927",
        "4031|HY000|The client was disconnected|database_unavailable|error 4031",
        "1114|HY000|The table 'jobs' is full|database_unavailable|no room left on its disk",
        "1021|HY000|Disk full (/tmp/x); waiting|database_unavailable|no room left on its disk",
        "3|HY000|Error writing file '/tmp/ML' (OS errno 28 - No space left on device)|database_unavailable|no room left",
        "1030|HY000|Got error 28 - 'No space left on device' from storage engine|database_unavailable|no room left",
        "1197|HY000|Multi-statement transaction required more|transaction_too_large|max_binlog_cache_size",
        "1206|HY000|The total number of locks exceeds the lock table size|transaction_too_large|innodb_buffer_pool_size",
        "1153|08S01|Got a packet bigger than|transaction_too_large|max_allowed_packet",
        "3100|HY000|Error on observer while running replication hook 'before_commit'.|transaction_too_large|group_replication_transaction_size_limit",
        "3231|HY000|The size of writeset data exceeds a limit|transaction_too_large|group_replication_transaction_size_limit",
        "1180|HY000|Got error 90 \"Message too long\" during COMMIT|transaction_too_large|wsrep_max_ws_size",
        "1142|42000|INSERT command denied to user 'u'@'h' for table 'jobs'|missing_privilege|INSERT command denied for table 'jobs'",
        "1143|42000|SELECT command denied to user 'u'@'h' for column 'id' in table 'jobs'|missing_privilege|column 'id'",
        "1044|42000|Access denied for user 'u'@'h' to database 'x'|missing_privilege|to database 'x'",
        "1227|42000|Access denied; you need (at least one of) the SUPER privilege(s)|missing_privilege|SUPER",
        "1370|42000|execute command denied to user 'u'@'h' for routine 'f'|missing_privilege|routine 'f'",
        "3819|HY000|Check constraint 'c' is violated.|rows_refused|Check constraint 'c'",
        "4025|23000|CONSTRAINT `c` failed for `x`|rows_refused|CONSTRAINT `c` failed",
        "1644|45000|no hires on Sundays|rows_refused|no hires on Sundays",
        "1452|23000|Cannot add or update a child row|rows_refused|child row",
        "1048|23000|Column 'x' cannot be null|rows_refused|Column 'x'",
        "1062|23000|Duplicate entry 'a' for key 'name'|rows_refused|for key 'name'",
        "1364|HY000|Field 'x' doesn't have a default value|rows_refused|Field 'x'",
        "1406|22001|Data too long for column 'x'|rows_refused|Data too long",
        "1526|HY000|Table has no partition for value 7|rows_refused|no partition",
        "1451|23000|Cannot delete or update a parent row|referenced_rows|parent row",
      })
  void messagesOfTheServerArePassedOnWithTheirRefusalCode(
      int error, String state, String message, String code, String said) {
    MySQLException cause = new MySQLException(message, error, state);

    assertThat(DatabaseFailures.translated(cause, "busy"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code().wireName()).isEqualTo(code);
              assertThat(refused.detail())
                  .contains("error " + error, said)
                  .doesNotContain("errorMessage", "'u'@'h'");
              assertThat(refused).hasCause(cause);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1045, 1698, 1130})
  void clientsAreNotToldWhoTheServiceLogsInAs(int error) {
    MySQLException cause = new MySQLException("Access denied for user 'u'@'h'", error, "28000");

    assertThat(translated(cause)).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
    assertThat(DatabaseFailures.translated(cause, "busy"))
        .hasMessageContaining("error " + error)
        .hasMessageNotContaining("'u'");
  }

  @Test
  void lostConnectionsAreUnavailable() {
    assertThat(translated(new ConnectException("refused")))
        .isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
    assertThat(translated(new CompletionException(new VertxException("closed", true))))
        .isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1064, 1146, 1030, 1180})
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
