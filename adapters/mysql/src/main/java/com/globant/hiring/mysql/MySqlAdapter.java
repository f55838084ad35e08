package com.globant.hiring.mysql;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.BulkTransactions;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.load.MySqlLoadTransactions;
import com.globant.hiring.mysql.load.Reaper;
import com.globant.hiring.mysql.record.MySqlLoadRecords;
import com.globant.hiring.mysql.schema.MySqlMigrations;
import com.globant.hiring.mysql.schema.SchemaDescription;
import com.globant.hiring.mysql.shadow.DeadShadows;
import com.globant.hiring.mysql.summary.MySqlHiringReports;
import com.globant.hiring.mysql.summary.SummaryUpkeep;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The database behind the ports. Ends loads that died and deletes old records in the background.
 * For any thread; what returns a stage does not block. Stages complete on a Vert.x context, the
 * caller's if it has one, or on a thread of the adapter.
 */
public final class MySqlAdapter {
  private final Vertx vertx;
  private final MySqlSettings settings;
  private final DatabaseObserver observer;
  private final Connections connections;
  private final MySqlLoadTransactions transactions;
  private final Reaper reaper;

  private MySqlAdapter(Vertx vertx, MySqlSettings settings, DatabaseObserver observer) {
    this.vertx = vertx;
    this.observer = observer;
    this.settings = settings;
    this.connections = new Connections(vertx, settings);
    this.transactions =
        new MySqlLoadTransactions(
            vertx, connections, settings, Connections.SILENCE.dividedBy(4), observer);
    this.reaper = new Reaper(vertx, connections, settings, observer);
  }

  /**
   * Does not wait for the database. The tables must be there; see {@link #migrate}. To be closed
   * before {@code vertx} is.
   */
  public static MySqlAdapter open(Vertx vertx, MySqlSettings settings, DatabaseObserver observer) {
    MySqlAdapter adapter = new MySqlAdapter(vertx, settings, observer);
    adapter.reaper.start();
    return adapter;
  }

  /** As {@link #open(Vertx, MySqlSettings, DatabaseObserver)}, for callers that count nothing. */
  public static MySqlAdapter open(Vertx vertx, MySqlSettings settings) {
    return open(vertx, settings, DatabaseObserver.NONE);
  }

  /** As {@link #open}, but does nothing by itself: for tests that watch every statement. */
  static MySqlAdapter openIdle(Vertx vertx, MySqlSettings settings) {
    return new MySqlAdapter(vertx, settings, DatabaseObserver.NONE);
  }

  /**
   * Creates the schemas and tables that are missing and brings the others up to date; waits while
   * another instance does. Blocks, for minutes if need be; not for event loops.
   *
   * @throws Refused {@code database_unavailable} if the database cannot be reached, does not let
   *     the user in or create a schema, has tables that do not fit or that a newer release made, or
   *     if a table stays locked for minutes; the detail says which, and who holds the lock
   */
  public static void migrate(MySqlSettings settings) {
    new MySqlMigrations(settings).run();
  }

  /**
   * Compares the tables of all schemas with their definitions, and changes nothing. Blocks.
   *
   * @return why tables cannot be created or loaded, each with what changes that; empty if they can
   * @throws Refused {@code database_unavailable} if the database cannot be read
   */
  public static List<String> differences(MySqlSettings settings) {
    return new MySqlMigrations(settings).differences();
  }

  /**
   * The definitions of tables that exist.
   *
   * @param notes what people should know, each with the name of its table
   * @param refusals why other tables cannot be described
   */
  public record Described(List<TableDefinition> tables, List<String> notes, List<String> refusals) {
    public Described {
      tables = List.copyOf(tables);
      notes = List.copyOf(notes);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Reads the definitions of tables that exist: {@link #differences} finds the tables equal to
   * them. Blocks.
   *
   * @param tables names; empty for all of the schema but the service's own
   * @throws Refused {@code database_unavailable} if the database cannot be read
   */
  public static Described describe(MySqlSettings settings, String schema, List<String> tables) {
    SchemaDescription read = SchemaDescription.of(settings, schema, tables);
    return new Described(read.tables(), read.notes(), read.refusals());
  }

  public LoadTransactions loadTransactions() {
    return transactions;
  }

  /** Loads whose rows a job writes. */
  public BulkTransactions bulkTransactions() {
    return transactions;
  }

  public LoadRecords loadRecords() {
    return new MySqlLoadRecords(vertx, connections, settings);
  }

  public HiringReports hiringReports() {
    return new MySqlHiringReports(vertx, connections, settings);
  }

  /**
   * Compares the summary that reports are made of with a fresh count of the hires. Loads go on
   * meanwhile. They differ only if another client has changed hires.
   *
   * @param schema one of the configured schemas
   * @param limit at most this many differences are given, at least 1
   * @return a line for each department and job of a year in which they differ; empty if they are
   *     equal. Fails with {@link Refused} {@code database_unavailable}.
   */
  public CompletionStage<List<String>> summaryDifferences(String schema, int limit) {
    return Stages.onThread(
        () -> summary().differences(schema, limit),
        failure -> DatabaseFailures.translated(failure, "the tables are locked; try again later"));
  }

  /**
   * Counts the hires anew, after another client has changed them. Atomic; loads of hires are
   * refused meanwhile, as they are while the table is replaced. Fails with {@link Refused} {@code
   * table_busy} at once if a load of hires is under way, and {@code database_unavailable}.
   *
   * @param schema one of the configured schemas
   */
  public CompletionStage<Void> rebuildSummary(String schema) {
    DeadShadows dead =
        new DeadShadows(connections, settings.catalog(), settings.serviceSchema(), observer);
    return Stages.onThread(
        () ->
            summary()
                .rebuild(
                    schema, session -> dead.settle(session, schema, HiringTables.HIRED_EMPLOYEES)),
        failure ->
            DatabaseFailures.translated(
                failure, "a load of hired_employees is under way; try again when it has ended"));
  }

  private SummaryUpkeep summary() {
    return new SummaryUpkeep(vertx, connections, settings.serviceSchema());
  }

  /**
   * Fails with {@link Refused} {@code database_unavailable} if the database does not answer within
   * the time for a connection.
   */
  public CompletionStage<Void> ping() {
    return Stages.on(
        vertx.getOrCreateContext(),
        // No connection is given that does not answer.
        () -> connections.forReport().compose(Session::giveBack),
        failure -> DatabaseFailures.translated(failure, "the database is busy"));
  }

  /** Closes all connections, those of loads under way too, which are then lost. Never fails. */
  public CompletionStage<Void> close() {
    return reaper
        .stop()
        .compose(stopped -> connections.close())
        .otherwiseEmpty()
        .toCompletionStage();
  }
}
