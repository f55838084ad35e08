package com.globant.hiring.mysql;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How the database is reached.
 *
 * @param host name or address
 * @param port from 1 to 65535
 * @param logins the account; docs/operating.md lists its privileges
 * @param catalog the schemas that may be loaded into, at least one, and their tables
 * @param serviceSchema a schema that is none of these, for the records of all loads, their locks
 *     and idempotency keys; letters, digits, {@code _}, {@code $} and {@code -}, at most 64
 * @param tls see {@link Tls}
 * @param trustedCertificates PEM file of the authorities that are trusted with {@link
 *     Tls#VERIFY_CA} and {@link Tls#VERIFY_IDENTITY}, with no {@code &} in its path, which ends a
 *     value in JDBC's URLs; null for those of the JDK
 * @param loadConnections how many loads may be under way, at least 1; each holds a connection for
 *     as long as its client takes to send
 * @param reportConnections how many reports and look-ups may be under way, at least 1
 * @param pipelining statements a load sends before the first is answered, at least 1
 * @param connectTimeout for a connection, the wait for a free one included; at least 1 ms
 * @param lockWait how long a statement waits for rows that another client holds, in whole seconds,
 *     at least 1 s; then the load is refused as busy
 * @param outcomeLookup how long the outcome of a COMMIT whose answer was lost is asked for, at
 *     least 1 ms
 * @param keepRecords how long the records of loads that have ended are kept, at least {@link
 *     LoadRecords#KEY_LIFETIME}, for which they are needed
 * @param rowFiles directory for files of rows; made if it is missing
 * @param localInfile whether rows go in files to servers that have {@code local_infile} on; else
 *     only in statements, and files are for rows that wait for rows that they reference
 * @param exchange of all tables; the definition of a table may forbid it for that table
 * @param counting see {@link Counting}
 * @param keyBytes heap for the keys that all loads together keep in memory, at least 0; the
 *     database decides about the others
 */
public record MySqlSettings(
    String host,
    int port,
    Logins logins,
    Catalog catalog,
    String serviceSchema,
    Tls tls,
    @Nullable Path trustedCertificates,
    int loadConnections,
    int reportConnections,
    int pipelining,
    Duration connectTimeout,
    Duration lockWait,
    Duration outcomeLookup,
    Duration keepRecords,
    Path rowFiles,
    boolean localInfile,
    Exchange exchange,
    Counting counting,
    long keyBytes) {

  /**
   * Name and password of an account.
   *
   * @param password empty for none
   */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /**
   * Who connects, which may change at any time. Called on any thread, event loops among them, so
   * nothing here may block.
   */
  @FunctionalInterface
  public interface Logins {
    /** Called for each new connection; open ones keep the login that they were made with. */
    Login current();

    /**
     * Looks for another login than one that the server has refused. Never fails.
     *
     * @param patience how long that may take
     * @return whether {@link #current} is another one now; where not, the refusal is final
     */
    default CompletionStage<Boolean> replaced(Login refused, Duration patience) {
      return CompletableFuture.completedFuture(!refused.equals(current()));
    }
  }

  /** What the reports are counted from. */
  public enum Counting {
    /** The summary that loads keep, whatever the number of hires. */
    SUMMARY,
    /** All hires, at every report: for tables that other clients change too. */
    ROWS
  }

  /** How far a connection is protected. */
  public enum Tls {
    /** Never encrypted. */
    DISABLED,
    /** Encrypted if the server can; its certificate is not checked. */
    PREFERRED,
    /** Encrypted; the certificate of the server is not checked. */
    REQUIRED,
    /** Encrypted, and the server's certificate is signed by a trusted authority. */
    VERIFY_CA,
    /** As {@link #VERIFY_CA}, and the certificate is for this host. */
    VERIFY_IDENTITY
  }

  /**
   * @throws IllegalArgumentException if the path of {@code trustedCertificates} has a {@code &}
   */
  public MySqlSettings {
    if (trustedCertificates != null && trustedCertificates.toString().indexOf('&') >= 0) {
      throw new IllegalArgumentException("trustedCertificates must have no & in its path");
    }
  }

  /** The names of the schemas that may be loaded into. */
  public List<String> schemas() {
    return catalog.schemaNames();
  }

  /** Those that have the hiring tables, and so a summary of hires. */
  public List<Schema> hiringSchemas() {
    return catalog.schemas().stream().filter(HiringTables::areIn).toList();
  }
}
