package com.globant.hiring.mysql.connection;

import static com.globant.hiring.application.record.Loads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Logins;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import com.globant.hiring.mysql.ServerCertificate;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.TestSchema;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsIT {
  @RegisterExtension static final TestSchema schema = new TestSchema();
  private static @Nullable X509Certificate certificate;

  private @Nullable MySqlAdapter adapter;

  @BeforeAll
  static void migrate() throws IOException, GeneralSecurityException {
    certificate = ServerCertificate.of(TestDatabase.running());
  }

  @AfterEach
  void close() {
    if (adapter != null) {
      await(adapter.close());
    }
  }

  @Test
  void anUnknownAuthorityIsNamedWithTheSettingThatMakesItKnown() {
    assumeTrue(certificate != null, "the server has no TLS");

    assertThatThrownBy(
            () ->
                MySqlAdapter.migrate(
                    TestDatabase.with(
                        TestDatabase.running().settings(schema.name), "tls", Tls.VERIFY_CA)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
              assertThat(refused.detail()).contains("verify_ca", "database.tls_authorities");
            });
  }

  @Test
  void textWithFewerRowsThanStatedDoesNotCountAsLoaded() {
    assumeTrue(Objects.equals(schema.queried("SELECT @@local_infile"), "1"));
    InputStream oneRow = new ByteArrayInputStream("1\tfirst\n".getBytes(StandardCharsets.UTF_8));

    boolean loaded =
        onSession(
            schema.settings,
            true,
            session ->
                session.load(
                    Sql.loadFile(schema.name, HiringTables.JOBS, "jobs"),
                    Channels.newChannel(oneRow),
                    2));

    assertThat(loaded).isFalse();
    assertThat(schema.rows(HiringTables.JOBS)).isEmpty();
  }

  /** The server must not take the part that was sent for all rows. */
  @Test
  void textThatCannotBeReadEndsTheConnection() throws IOException {
    assumeTrue(Objects.equals(schema.queried("SELECT @@local_infile"), "1"));
    ReadableByteChannel broken = Channels.newChannel(InputStream.nullInputStream());
    broken.close();

    assertThatThrownBy(
            () ->
                onSession(
                    schema.settings,
                    true,
                    session ->
                        session.load(
                            Sql.loadFile(schema.name, HiringTables.JOBS, "jobs"), broken, 1)))
        .hasMessageContaining("Connection was lost");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everySessionHasTheSettings(boolean load) {
    Row row =
        onSession(
            schema.settings,
            load,
            session ->
                session
                    .query(
                        """
                        SELECT @@sql_mode, @@time_zone, @@transaction_isolation,
                          @@character_set_client, @@character_set_results, @@autocommit,
                          @@innodb_lock_wait_timeout, @@lock_wait_timeout, @@wait_timeout,
                          @@sql_safe_updates""")
                    .map(rows -> rows.iterator().next()));

    assertThat(row.getString(0).split(","))
        .containsExactlyInAnyOrder(
            "NO_AUTO_VALUE_ON_ZERO",
            "STRICT_TRANS_TABLES",
            "NO_ZERO_DATE",
            "NO_ZERO_IN_DATE",
            "ERROR_FOR_DIVISION_BY_ZERO",
            "NO_ENGINE_SUBSTITUTION");
    assertThat(row.getString(1)).isEqualTo("+00:00");
    assertThat(row.getString(2)).isEqualTo("READ-COMMITTED");
    assertThat(row.getString(3)).isEqualTo("utf8mb4");
    assertThat(row.getString(4)).isEqualTo("utf8mb4");
    assertThat(row.getInteger(5)).isEqualTo(load ? 0 : 1);
    assertThat(row.getLong(6)).isEqualTo(schema.settings.lockWait().toSeconds());
    assertThat(row.getLong(7)).isEqualTo(schema.settings.lockWait().toSeconds());
    assertThat(row.getLong(8)).isEqualTo(40);
    assertThat(row.getInteger(9)).isZero();
  }

  @Test
  void aRotatedPasswordIsTaken() {
    TestDatabase user = schema.withUser("first");
    LateLogins logins = new LateLogins(new Login(user.user(), "first"));
    adapter = MySqlAdapter.open(schema.vertx, settings(logins));
    await(adapter.ping());
    changePassword(user, "second");
    logins.become(new Login(user.user(), "second"));

    await(adapter.ping());
  }

  @Test
  void aPasswordThatIsNotKnownYetIsWaitedFor() {
    TestDatabase user = schema.withUser("first");
    LateLogins logins = new LateLogins(new Login(user.user(), "first"));
    adapter = MySqlAdapter.open(schema.vertx, settings(logins));
    await(adapter.ping());
    changePassword(user, "second");

    CompletionStage<Void> ping = adapter.ping();
    assertThat(await(logins.refused)).isEqualTo(new Login(user.user(), "first"));
    assertThat(ping.toCompletableFuture()).isNotDone();
    logins.become(new Login(user.user(), "second"));

    await(ping);
  }

  @Test
  void migrationsWaitForThePasswordToo() {
    TestDatabase user = schema.withUser("first");
    LateLogins logins = new LateLogins(new Login(user.user(), "old"));
    CompletableFuture<Void> migration =
        CompletableFuture.runAsync(() -> MySqlAdapter.migrate(settings(logins)));
    await(logins.refused);
    logins.become(new Login(user.user(), "first"));

    await(migration);
  }

  @Test
  void aLoadGoesOnWhileThePasswordChanges() {
    TestDatabase user = schema.withUser("first");
    LateLogins logins = new LateLogins(new Login(user.user(), "first"));
    adapter = MySqlAdapter.open(schema.vertx, settings(logins));
    LoadTransaction load =
        await(
            TestSchema.recorded(adapter)
                .begin(schema.plan(HiringTables.JOBS, true, DuplicateKeys.REJECT)));
    schema.execute("ALTER USER %s IDENTIFIED BY 'second'".formatted(user.user()));
    logins.become(new Login(user.user(), "second"));

    await(adapter.ping());
    await(load.rollback());
  }

  /** Ends the connections, too. */
  private static void changePassword(TestDatabase user, String password) {
    schema.execute("ALTER USER %s IDENTIFIED BY '%s'".formatted(user.user(), password));
    schema.killConnectionsOf(user);
  }

  /** Logins that have another one when the test wants it. */
  private static final class LateLogins implements Logins {
    private final CompletableFuture<Login> refused = new CompletableFuture<>();
    private final CompletableFuture<Boolean> replaced = new CompletableFuture<>();
    private volatile Login current;

    private LateLogins(Login first) {
      this.current = first;
    }

    @Override
    public Login current() {
      return current;
    }

    @Override
    public CompletionStage<Boolean> replaced(Login wrong, Duration patience) {
      assertThat(patience).isBetween(Duration.ZERO, Duration.ofSeconds(10));
      refused.complete(wrong);
      return replaced;
    }

    private void become(Login other) {
      current = other;
      replaced.complete(true);
    }
  }

  @Test
  void aServerThatDoesNotLetInIsUnavailable() {
    adapter = MySqlAdapter.open(schema.vertx, settings(() -> new Login("nobody", "secret-word")));
    assertThatThrownBy(() -> await(adapter().ping()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
              assertThat(refused.detail()).doesNotContain("secret-word", "nobody");
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"PREFERRED", "REQUIRED"})
  void connectionsAreEncryptedWhereTheServerCan(Tls tls) {
    assumeTrue(tls == Tls.PREFERRED || certificate != null, "the server has no TLS");
    MySqlSettings settings = settings(tls, null);

    MySqlAdapter.migrate(settings);
    assertThat(isEncrypted(settings)).isEqualTo(certificate != null);
  }

  @Test
  void connectionsAreNotEncryptedWhereThatIsOff() {
    MySqlSettings settings = settings(Tls.DISABLED, null);

    MySqlAdapter.migrate(settings);
    assertThat(isEncrypted(settings)).isFalse();
  }

  @Test
  void aServerWithoutTlsIsRefusedWhereItIsRequired() {
    assumeTrue(certificate == null, "the server has TLS");

    assertUnavailable(settings(Tls.REQUIRED, null));
  }

  @Test
  void aServerWithAnUnknownCertificateIsRefused() {
    assertUnavailable(settings(Tls.VERIFY_CA, null));
    assertUnavailable(settings(Tls.VERIFY_IDENTITY, null));
  }

  @Test
  void aServerWithATrustedCertificateIsLetIn(@TempDir Path directory)
      throws IOException, GeneralSecurityException {
    assumeTrue(certificate != null, "the server has no TLS");
    X509Certificate known = Objects.requireNonNull(certificate);
    Path pem = directory.resolve("a trusted one.pem");
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(known.getEncoded())
            + "\n-----END CERTIFICATE-----\n");

    MySqlAdapter.migrate(settings(Tls.VERIFY_CA, pem));
    assertThat(isEncrypted(settings(Tls.VERIFY_CA, pem))).isTrue();
    // Servers make their certificates themselves, for no host.
    assertUnavailable(settings(Tls.VERIFY_IDENTITY, pem));
  }

  private static void assertUnavailable(MySqlSettings settings) {
    assertThatThrownBy(() -> MySqlAdapter.migrate(settings)).isInstanceOf(Refused.class);
    MySqlAdapter adapter = MySqlAdapter.open(schema.vertx, settings);
    assertThatThrownBy(() -> await(adapter.ping()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
    await(adapter.close());
  }

  private static boolean isEncrypted(MySqlSettings settings) {
    return onSession(
        settings,
        false,
        session ->
            session
                .query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
                .map(rows -> !rows.iterator().next().getString(1).isEmpty()));
  }

  @Test
  void aConnectionIsWaitedForWhileTheServerHasTooMany() throws SQLException {
    TestDatabase user = schema.withUser("secret");
    schema.execute("ALTER USER %s WITH MAX_USER_CONNECTIONS 1".formatted(user.user()));
    AtomicInteger tries = new AtomicInteger();
    Logins counted =
        () -> {
          tries.incrementAndGet();
          return new Login(user.user(), user.password());
        };
    adapter = schema.openIdle(settings(counted));
    CompletionStage<Void> ping;
    try (java.sql.Connection other = user.connect()) {
      assertThat(other.isValid(1)).isTrue();
      ping = adapter.ping();
      Loads.eventually(() -> assertThat(tries).hasValueGreaterThan(2));
    }

    await(ping);
  }

  private MySqlAdapter adapter() {
    return Objects.requireNonNull(adapter);
  }

  private static <T> T onSession(
      MySqlSettings settings, boolean load, Function<Session, Future<T>> action) {
    Connections connections = new Connections(schema.vertx, settings);
    Context context = schema.vertx.getOrCreateContext();
    T result =
        await(
            Stages.on(
                context,
                () ->
                    (load ? connections.forLoad("load") : connections.forReport())
                        .compose(session -> action.apply(session).eventually(session::giveBack)),
                failure -> new IllegalStateException(failure)));
    TestSchema.await(connections.close());
    return result;
  }

  private static MySqlSettings settings(Logins logins) {
    return settings(logins, Tls.DISABLED, null);
  }

  private static MySqlSettings settings(Tls tls, @Nullable Path trusted) {
    return settings(schema.settings.logins(), tls, trusted);
  }

  private static MySqlSettings settings(Logins logins, Tls tls, @Nullable Path trusted) {
    return TestDatabase.with(
        schema.settings,
        "logins",
        logins,
        "tls",
        tls,
        "trustedCertificates",
        trusted,
        "loadConnections",
        1,
        "reportConnections",
        1);
  }
}
