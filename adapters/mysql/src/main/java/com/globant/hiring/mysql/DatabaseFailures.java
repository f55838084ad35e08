package com.globant.hiring.mysql;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import java.util.Set;

/**
 * What failures of the driver mean. The numbers are those of the manuals' error references; MySQL
 * and MariaDB share the older ones.
 */
final class DatabaseFailures {
  static final int DUPLICATE_KEY = 1062;
  private static final int DEADLOCK = 1213;

  /** With a password, and without one. */
  private static final Set<Integer> LOGIN_REFUSED = Set.of(1045, 1698);

  /** Lock wait timeout (MariaDB: NOWAIT too), deadlock, and MySQL's NOWAIT. */
  private static final Set<Integer> BUSY = Set.of(1205, DEADLOCK, 3572);

  private static final Set<Integer> UNAVAILABLE =
      Set.of(
          1021, // disk full
          1040, // too many connections
          1042, // cannot get host name
          1043, // bad handshake
          1044, // access denied for the database
          1045, // access denied for the user
          1053, // server shutdown in progress
          1077, 1079, 1080, // shutting down
          1114, // table is full
          1129, // host is blocked
          1130, // host is not allowed
          1152, 1158, 1159, 1160, 1161, 1184, // the connection broke
          1203, 1226, // the user has too many connections
          1251, // authentication method not supported
          1290, 1836, // read-only, as a writer is after it has become a replica
          1317, // interrupted, as by KILL
          1461, // too many prepared statements
          1698, // access denied for the user, who gave no password
          1792, // read-only transaction
          1927, // MariaDB: connection was killed
          3032, // offline mode
          3159, // TLS is required
          3168, // server is not available
          4031); // disconnected by the server for inactivity

  /**
   * Of a login it ends the connection; of a statement, such as LOCK TABLES, it refuses just that.
   */
  private static final int STATEMENT_NOT_ALLOWED = 1044;

  /** Of older servers, of MySQL, and of MariaDB. */
  private static final Set<Integer> FILES_REFUSED = Set.of(1148, 3948, 4166);

  private DatabaseFailures() {}

  /** Whether the server does not let clients send files. */
  static boolean areFilesRefused(Throwable failure) {
    return failure instanceof MySQLException answer
        && FILES_REFUSED.contains(answer.getErrorCode());
  }

  static boolean isLoginRefused(Throwable failure) {
    return failure instanceof MySQLException answer && isLoginRefused(answer.getErrorCode());
  }

  static boolean isLoginRefused(int error) {
    return LOGIN_REFUSED.contains(error);
  }

  static boolean isDuplicateKey(Throwable failure) {
    return failure instanceof MySQLException answer && answer.getErrorCode() == DUPLICATE_KEY;
  }

  static boolean isDeadlock(Throwable failure) {
    return failure instanceof MySQLException answer && answer.getErrorCode() == DEADLOCK;
  }

  static boolean isBusy(Throwable failure) {
    return failure instanceof MySQLException answer && BUSY.contains(answer.getErrorCode());
  }

  /**
   * Whether the server cannot serve, at least not over this connection. What the driver throws of
   * its own is a VertxException or no RuntimeException at all; any other one is a defect here.
   */
  static boolean isUnavailable(Throwable failure) {
    return failure instanceof MySQLException answer
        ? UNAVAILABLE.contains(answer.getErrorCode())
        : !(failure instanceof RuntimeException) || failure instanceof VertxException;
  }

  /** Whether the server has refused a statement, and goes on serving over the connection. */
  static boolean isAnswer(Throwable failure) {
    return failure instanceof MySQLException answer
        && (!isUnavailable(failure) || answer.getErrorCode() == STATEMENT_NOT_ALLOWED);
  }

  /**
   * What callers of the ports are told: a refusal where the database is busy or away, otherwise a
   * defect.
   *
   * @param busy the detail in case another client holds what is needed
   */
  static RuntimeException translated(Throwable thrown, String busy) {
    Throwable failure = Failures.unwrapped(thrown);
    if (isBusy(failure)) {
      return new Refused(RefusalCode.TABLE_BUSY, busy, failure);
    }
    if (isUnavailable(failure)) {
      return new Refused(
          RefusalCode.DATABASE_UNAVAILABLE,
          "the database cannot be used at present; nothing was changed, try again later",
          failure);
    }
    return failure instanceof MySQLException answer
        ? new IllegalStateException(
            "The database refused a statement with error " + answer.getErrorCode(), answer)
        : (RuntimeException) failure;
  }
}
