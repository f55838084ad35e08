package com.globant.hiring.mysql.connection;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Classifies failures of the driver. The numbers are from the error references of MySQL and
 * MariaDB, which share the older ones.
 */
public final class DatabaseFailures {
  static final int DUPLICATE_KEY = 1062;
  private static final int DEADLOCK = 1213;
  private static final int REFERENCED_ROW = 1451;

  /** With a password, and without one. */
  private static final Set<Integer> LOGIN_REFUSED = Set.of(1045, 1698);

  /** Limits of the server, of the account, and of the account in an hour. */
  private static final Set<Integer> TOO_MANY_CONNECTIONS = Set.of(1040, 1203, 1226);

  /** The table was exchanged or altered after the transaction had begun to read. */
  private static final int DEFINITION_CHANGED = 1412;

  /** Besides: lock wait timeout (MariaDB: NOWAIT too), deadlock, and MySQL's NOWAIT. */
  private static final Set<Integer> BUSY = Set.of(1205, DEADLOCK, 3572, DEFINITION_CHANGED);

  /** No room on the server's disk, or in a file or table of limited size. */
  private static final Set<Integer> DISK_FULL =
      Set.of(
          3, // error writing a file
          28, // no space left on device
          1021, // disk full
          1026, // error writing a file
          1030, // error of the storage engine, with the operating system's number in the message
          1114); // table is full

  private static final Pattern NO_SPACE = Pattern.compile("\\b28\\b|[Nn]o space left|is full");

  private static final Set<Integer> UNAVAILABLE =
      Set.of(
          1040, // too many connections
          1042, // cannot get host name
          1043, // bad handshake
          1045, // access denied for the user
          1047, // MariaDB: the node has left its cluster
          1053, // server shutdown in progress
          1077, 1079, 1080, // shutting down
          1129, // host is blocked
          1130, // host is not allowed
          1152, 1158, 1159, 1160, 1161, 1184, // the connection broke
          1203, 1226, // the user has too many connections
          1251, // authentication method not supported
          1290, 1836, // read-only, as a writer is after it has become a replica
          1317, // interrupted, as by KILL
          1461, // too many prepared statements
          1665, // a binary log of statements, which loads cannot be written to
          1698, // access denied for the user, who gave no password
          1792, // read-only transaction
          1927, // MariaDB: connection was killed
          1969, 3024, // a limit on the time of statements
          3032, // offline mode
          3098, // the table is not one for group replication
          3101, // the group has another transaction for the same rows, or lost the member
          3159, // TLS is required
          3168, // server is not available
          3796, 3797, 3798, // the member has left its group, or waits for it
          4031); // disconnected by the server for inactivity

  /** The server's settings that limit a transaction or statement, by error number. */
  private static final Map<Integer, String> TOO_LARGE =
      Map.of(
          1153, "max_allowed_packet",
          1197, "max_binlog_cache_size",
          1206, "innodb_buffer_pool_size",
          3100, "group_replication_transaction_size_limit",
          3231, "group_replication_transaction_size_limit");

  /** MariaDB in a cluster: the transaction is more than fits into a message. */
  private static final Pattern WRITE_SET_TOO_LARGE = Pattern.compile("error 90\\b");

  private static final int COMMIT_FAILED = 1180;

  /** On a schema, a table, a column, a setting, a routine. */
  private static final Set<Integer> NOT_PRIVILEGED = Set.of(1044, 1142, 1143, 1227, 1370);

  /** Values that the table rejects, if the SQLSTATE does not show it. */
  private static final Set<Integer> UNFIT_DATA =
      Set.of(
          1364, // no value for a column that has no default
          1366, // characters that the column's character set does not have
          1411, // a value that a function does not take
          1526, // no partition for a value
          3819, 4025); // a check constraint; MariaDB's

  /** Data exceptions, constraints, and what triggers refuse. */
  private static final Set<String> UNFIT_DATA_CLASSES = Set.of("22", "23", "45");

  /** Of older servers, of MySQL, and of MariaDB. */
  private static final Set<Integer> FILES_REFUSED = Set.of(1148, 3948, 4166);

  private static final Pattern DRIVERS =
      Pattern.compile("^\\{errorMessage=(.*), errorCode=\\d+, sqlState=[^,}]*\\}$", Pattern.DOTALL);

  /** The account is none of the clients' business. */
  private static final Pattern ACCOUNT = Pattern.compile(" (?:to|for) user '[^']*'@'[^']*'");

  private DatabaseFailures() {}

  /** Whether the server does not let clients send files. */
  public static boolean areFilesRefused(Throwable failure) {
    return failure instanceof MySQLException answer
        && FILES_REFUSED.contains(answer.getErrorCode());
  }

  public static boolean isLoginRefused(Throwable failure) {
    return failure instanceof MySQLException answer && isLoginRefused(answer.getErrorCode());
  }

  public static boolean isLoginRefused(int error) {
    return LOGIN_REFUSED.contains(error);
  }

  public static boolean isDuplicateKey(Throwable failure) {
    return failure instanceof MySQLException answer && answer.getErrorCode() == DUPLICATE_KEY;
  }

  static boolean isDeadlock(Throwable failure) {
    return failure instanceof MySQLException answer && answer.getErrorCode() == DEADLOCK;
  }

  public static boolean isBusy(Throwable failure) {
    return failure instanceof MySQLException answer && BUSY.contains(answer.getErrorCode());
  }

  /** Whether a connection will be available when others have ended. */
  public static boolean isTooManyConnections(Throwable failure) {
    return failure instanceof MySQLException answer && isTooManyConnections(answer.getErrorCode());
  }

  public static boolean isTooManyConnections(int error) {
    return TOO_MANY_CONNECTIONS.contains(error);
  }

  /**
   * Whether the server cannot serve, at least not over this connection. The driver's own exceptions
   * are VertxExceptions or checked; any other RuntimeException is a defect of this service.
   */
  public static boolean isUnavailable(Throwable failure) {
    return failure instanceof MySQLException answer
        ? UNAVAILABLE.contains(answer.getErrorCode()) || isDiskFull(answer)
        : !(failure instanceof RuntimeException) || failure instanceof VertxException;
  }

  private static boolean isDiskFull(MySQLException answer) {
    return DISK_FULL.contains(answer.getErrorCode())
        && (answer.getErrorCode() == 1021 || NO_SPACE.matcher(text(answer)).find());
  }

  /** Whether the server has refused a statement, and goes on serving over the connection. */
  public static boolean isAnswer(Throwable failure) {
    return failure instanceof MySQLException && !isUnavailable(failure);
  }

  /** Whether the server has refused to delete or change a row, since a foreign key needs it. */
  public static boolean isReferencedRow(MySQLException failure) {
    return failure.getErrorCode() == REFERENCED_ROW;
  }

  /**
   * The exception for callers of the ports: a refusal if the database is busy or unavailable or
   * rejects the load; otherwise a defect.
   *
   * @param busy the detail if another client holds a lock
   */
  public static RuntimeException translated(Throwable thrown, String busy) {
    Throwable failure = Failures.unwrapped(thrown);
    if (isBusy(failure)) {
      return new Refused(RefusalCode.TABLE_BUSY, busy, failure);
    }
    if (isUnavailable(failure)) {
      OutageLog.report(failure);
      return new Refused(RefusalCode.DATABASE_UNAVAILABLE, unavailable(failure), failure);
    }
    return failure instanceof MySQLException answer
        ? refusedOrDefect(answer)
        : (RuntimeException) failure;
  }

  /** As {@link #translated(Throwable, String)}, of a load that writes rows of a table. */
  public static RuntimeException translated(Throwable thrown, Table written) {
    return translated(
        thrown,
        "another load, or another client, writes the same rows of %s; repeat this load when that has ended"
            .formatted(written.name()));
  }

  private static String unavailable(Throwable failure) {
    if (!(failure instanceof MySQLException answer)) {
      return "the database cannot be reached at present; nothing was changed, try again later";
    }
    if (isDiskFull(answer)) {
      return "the database has no room left on its disk or in its tables%s; nothing was changed, try again when it has"
          .formatted(said(answer));
    }
    // Messages about logins contain accounts and addresses.
    String said =
        isLoginRefused(answer) || answer.getErrorCode() == 1130 || answer.getErrorCode() == 1129
            ? " (error %d: it does not let the service in)".formatted(answer.getErrorCode())
            : said(answer);
    return "the database cannot be used at present%s; nothing was changed, try again later"
        .formatted(said);
  }

  private static RuntimeException refusedOrDefect(MySQLException answer) {
    int error = answer.getErrorCode();
    String setting =
        error == COMMIT_FAILED && WRITE_SET_TOO_LARGE.matcher(text(answer)).find()
            ? "wsrep_max_ws_size"
            : TOO_LARGE.get(error);
    if (setting != null) {
      return new Refused(
          RefusalCode.TRANSACTION_TOO_LARGE,
          "the load is more than the database takes in one transaction, which its setting %s limits%s; nothing was changed, have that raised or append the file in parts"
              .formatted(setting, said(answer)),
          answer);
    }
    if (NOT_PRIVILEGED.contains(error)) {
      OutageLog.report(answer);
      return new Refused(
          RefusalCode.MISSING_PRIVILEGE,
          "the service's account in the database lacks a privilege%s; nothing was changed, have it granted"
              .formatted(said(answer)),
          answer);
    }
    if (isReferencedRow(answer)) {
      return new Refused(
          RefusalCode.REFERENCED_ROWS,
          "other rows need rows that this load would take away%s; nothing was changed, append to the table instead"
              .formatted(said(answer)),
          answer);
    }
    String state = answer.getSqlState();
    if (UNFIT_DATA.contains(error)
        || (state != null
            && state.length() == 5
            && UNFIT_DATA_CLASSES.contains(state.substring(0, 2)))) {
      return new Refused(
          RefusalCode.ROWS_REFUSED,
          "the table in the database has rules of its own, which rows of the file do not keep%s; nothing was changed, mend the rows or the rule"
              .formatted(said(answer)),
          answer);
    }
    return new IllegalStateException(
        "The database refused a statement with error %d: %s".formatted(error, text(answer)),
        answer);
  }

  private static String said(MySQLException answer) {
    return " (error %d: %s)"
        .formatted(answer.getErrorCode(), ACCOUNT.matcher(text(answer)).replaceAll(""));
  }

  /** The server's message, without the number and SQLSTATE that the driver adds. */
  public static String text(Throwable answer) {
    return DRIVERS.matcher(String.valueOf(answer.getMessage())).replaceFirst("$1");
  }
}
