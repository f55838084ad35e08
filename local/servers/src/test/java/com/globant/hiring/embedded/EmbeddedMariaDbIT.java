package com.globant.hiring.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedMariaDbIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private static Path shared;

  /** The first test installs the server; the others find it installed and stopped. */
  private Path directory = directoryIn(shared);

  /** With a blank in its name. */
  private static Path directoryIn(Path parent) {
    return parent.resolve("data of mine").resolve("database");
  }

  @Test
  void committedRowsSurviveARestart() throws SQLException {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      insertOneRow(Jdbc.url(database));
    }
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      assertThat(rows(Jdbc.url(database))).isEqualTo("1");
    }
  }

  @Test
  void portAndPasswordStayTheSame() {
    String first;
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      first = Jdbc.url(database);
    }
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      assertThat(Jdbc.url(database)).isEqualTo(first);
    }
  }

  @Test
  void aTakenPortIsReplaced() throws IOException, SQLException {
    int first;
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      first = database.port();
    }
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(LoopbackPorts.address(first));
      try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
        assertThat(database.port()).isNotEqualTo(first);
        assertThat(Jdbc.query(Jdbc.url(database), "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void aKilledServiceLosesNoCommittedRows() throws IOException, SQLException {
    assertKilledServiceIsSucceeded(Map.of());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theDatabaseDiesWithAKilledService() throws IOException {
    assumeThat(ParentDeath.commandPrefix()).isNotEmpty();
    try (DatabaseInAnotherJvm service = DatabaseInAnotherJvm.start(directory, Map.of())) {
      ProcessHandle database = databaseProcess();
      assertThat(database.info().command()).isPresent();
      service.kill();
      assertThat(ends(database)).isTrue();
    }
  }

  @Test
  void theNextStartStopsALeftoverDatabase() throws IOException, SQLException {
    // Without setsid and setpriv on the path, nothing ends the database with its service.
    assertKilledServiceIsSucceeded(Map.of("PATH", ""));
  }

  private void assertKilledServiceIsSucceeded(Map<String, String> environment)
      throws IOException, SQLException {
    ProcessHandle leftover;
    try (DatabaseInAnotherJvm service = DatabaseInAnotherJvm.start(directory, environment)) {
      insertOneRow(service.firstLine());
      leftover = databaseProcess();
      assertThat(leftover.isAlive()).isTrue();
      service.kill();
    }
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      assertThat(rows(Jdbc.url(database))).isEqualTo("1");
      assertThat(databaseProcess()).isNotEqualTo(leftover);
      assertThat(leftover.info().command()).isEmpty();
    }
  }

  @Test
  void closeEndsTheProcess() throws IOException {
    EmbeddedMariaDb database = EmbeddedMariaDb.start(directory);
    ProcessHandle process = databaseProcess();
    assertThat(process.isAlive()).isTrue();
    database.close();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aSecondCloseDoesNotAffectTheNextServer() throws SQLException {
    EmbeddedMariaDb first = EmbeddedMariaDb.start(directory);
    first.close();
    try (EmbeddedMariaDb second = EmbeddedMariaDb.start(directory)) {
      first.close();
      assertThat(Jdbc.query(Jdbc.url(second), "SELECT 1")).isEqualTo("1");
      assertThatIllegalStateException().isThrownBy(() -> EmbeddedMariaDb.start(directory));
    }
  }

  @Test
  void aReusedProcessIdIsLeftAlone() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("mariadb.pid"), Long.toString(ProcessHandle.current().pid()));
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      assertThat(database.port()).isPositive();
    }
  }

  @Test
  void aDirectoryInUseByThisServiceIsRefused() {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      for (int attempt = 1; attempt <= 2; attempt++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> EmbeddedMariaDb.start(directory))
            .withMessageContaining("Another service uses the directory")
            .withMessageContaining(directory.toString());
      }
      assertThat(database.port()).isPositive();
    }
  }

  @Test
  void aDirectoryInUseByAnotherServiceIsRefused() throws IOException, SQLException {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory);
        DatabaseInAnotherJvm second = DatabaseInAnotherJvm.start(directory, Map.of())) {
      assertThat(second.firstLine())
          .contains("Another service uses the directory", directory.toString());
      assertThat(Jdbc.query(Jdbc.url(database), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void anInterruptedInstallationIsRepeated(@TempDir Path parent) throws IOException, SQLException {
    directory = directoryIn(parent);
    Path halfOfThePrograms = directory.resolve("mariadb-11.4.5.new").resolve("bin");
    Path halfOfTheTables = directory.resolve("mariadb-data.new").resolve("mysql");
    Files.createDirectories(halfOfThePrograms);
    Files.createDirectories(halfOfTheTables);
    Files.writeString(halfOfThePrograms.resolve("mariadbd"), "half of it");
    Files.writeString(halfOfTheTables.resolve("db.frm"), "half of it");
    Files.writeString(directory.resolve("mariadb.settings.new"), "pass");
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      insertOneRow(Jdbc.url(database));
    }
    assertThat(directory)
        .isDirectoryNotContaining(path -> path.getFileName().toString().endsWith(".new"));
  }

  @Test
  void lostSettingsAreReplacedWithoutLossOfData() throws IOException, SQLException {
    String lost;
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      insertOneRow(Jdbc.url(database));
      lost = database.password();
    }
    Files.delete(directory.resolve("mariadb.settings"));
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory)) {
      assertThat(rows(Jdbc.url(database))).isEqualTo("1");
      assertThat(database.password()).isNotEqualTo(lost);
    }
  }

  @Test
  void secretsAndDataAreReadableByTheOwnerOnly() throws IOException {
    assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    EmbeddedMariaDb.start(directory).close();
    assertThat(permissions("mariadb.settings")).isEqualTo("rw-------");
    assertThat(permissions("mariadb-data")).isEqualTo("rwx------");
  }

  @Test
  void aFailedStartIsExplainedAndUnlocksTheDirectory(@TempDir Path parent) throws IOException {
    directory = directoryIn(parent);
    EmbeddedMariaDb.start(directory).close();
    Files.write(directory.resolve("mariadb-data").resolve("ibdata1"), new byte[0]);
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> EmbeddedMariaDb.start(directory))
          .withMessageContaining("did not start")
          .withMessageContaining(directory.resolve("mariadb.log").toString())
          .withMessageContaining("InnoDB");
    }
  }

  @Nested
  class ARunningServer {

    private static EmbeddedMariaDb database;

    @BeforeAll
    static void start(@TempDir Path directory) {
      database = EmbeddedMariaDb.start(directory);
    }

    @AfterAll
    static void stop() {
      database.close();
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws SQLException {
      assertThat(database.host()).isEqualTo("127.0.0.1");
      assertThat(variable("bind_address")).isEqualTo("127.0.0.1");
    }

    @Test
    void commitsAreDurable() throws SQLException {
      assertThat(variable("innodb_flush_log_at_trx_commit")).isEqualTo("1");
    }

    @Test
    void doesNotDependOnTheTimeZoneOfTheMachine() throws SQLException {
      assertThat(variable("time_zone")).isEqualTo("+00:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hiring", "root", "mysql", "mariadb.sys", ""})
    void refusesConnectionsWithoutThePassword(String user) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Jdbc.query(Jdbc.url(database, user, ""), "SELECT 1"))
          .withMessageContaining("Access denied");
    }

    private String variable(String name) throws SQLException {
      return Jdbc.query(Jdbc.url(database), "SELECT @@" + name);
    }
  }

  private ProcessHandle databaseProcess() throws IOException {
    String pid = Files.readString(directory.resolve("mariadb.pid")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Whether it ends within a minute; a process that no parent has collected counts as ended. */
  private static boolean ends(ProcessHandle process) {
    long start = System.nanoTime();
    while (process.isAlive() && process.info().command().isPresent()) {
      if (System.nanoTime() - start > Duration.ofMinutes(1).toNanos()) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private static void insertOneRow(String url) throws SQLException {
    Jdbc.execute(
        url,
        "CREATE OR REPLACE DATABASE hiring",
        "CREATE TABLE hiring.jobs (id INT PRIMARY KEY, job VARCHAR(255)) ENGINE=InnoDB",
        "INSERT INTO hiring.jobs VALUES (1, 'Engineer')");
  }

  private static String rows(String url) throws SQLException {
    return Jdbc.query(url, "SELECT count(*) FROM hiring.jobs WHERE job = 'Engineer'");
  }
}
