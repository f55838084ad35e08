package com.globant.hiring.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.http.ApiKey;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys under attack, with hashes that are counted and held up in place of bcrypt. */
@ExtendWith(VertxExtension.class)
class ApiKeyAuthenticationTest {
  private static final ApiKey NEW = ApiKey.create("new", "loader");
  private static final ApiKey OTHER = ApiKey.create("other", "reader");
  private static final int CAPACITY = ApiKeyAuthentication.HASHING + ApiKeyAuthentication.WAITING;

  /** A line as older versions wrote it, of the secret "old". */
  private static final String OLD_LINE =
      "- {name: old, roles: [loader], hash: \"%s\"}"
          .formatted(BCrypt.with(BCrypt.Version.VERSION_2B).hashToString(4, "old".toCharArray()));

  private volatile String text = NEW.line() + "\n" + OLD_LINE;
  private final AtomicInteger hashed = new AtomicInteger();
  private final Semaphore permits = new Semaphore(0);
  private final ApiKeyAuthentication authentication =
      new ApiKeyAuthentication(new HttpSettings.ApiKeyAccess("the test", () -> text), this::hash);

  private boolean hash(byte[] secret, String hash) {
    permits.acquireUninterruptibly();
    hashed.incrementAndGet();
    return new String(secret, StandardCharsets.UTF_8).equals("old") && OLD_LINE.contains(hash);
  }

  @AfterEach
  void stop() {
    permits.release(10_000);
    authentication.close();
  }

  @Test
  void wrongKeysDelayNeitherNewKeysNorARevocation() throws Exception {
    List<Future<Caller>> wrong = floodWithWrongKeys();

    assertThat(await(authenticate(NEW.key())).name()).isEqualTo("new");
    text = OTHER.line();
    Loads.until("the list is read", () -> authenticate(OTHER.key()).succeeded());
    assertThat(refused(authenticate(NEW.key())).code()).isEqualTo(HttpCode.UNAUTHORIZED);
    assertThat(hashed).hasValue(0);

    permits.release(CAPACITY);
    for (Future<Caller> each : wrong) {
      assertThat(refused(each).code()).isEqualTo(HttpCode.UNAUTHORIZED);
    }
  }

  @Test
  void keysBeyondTheQueueGet503AtOnce() throws Exception {
    floodWithWrongKeys();

    HttpRefused refused = refused(authenticate("old.wrong"));

    assertThat(refused.code()).isEqualTo(HttpCode.AUTHENTICATION_BUSY);
    assertThat(refused.code().status()).isEqualTo(503);
  }

  @Test
  void keyOfAClosedConnectionIsNotHashed(Vertx vertx) throws Exception {
    List<Future<Caller>> asked = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch closed = new CountDownLatch(CAPACITY);
    HttpServer server =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> connection.closeHandler(nothing -> closed.countDown()))
            .requestHandler(request -> asked.add(authentication.authenticate(request)));
    int port = await(server.listen(0, "127.0.0.1")).actualPort();
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: h\r\nX-Api-Key: x.%d\r\n\r\n"
                  .formatted(i)
                  .getBytes(StandardCharsets.US_ASCII));
    }
    Loads.until("all requests wait", () -> asked.size() == CAPACITY);

    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    permits.release(CAPACITY);
    for (Future<Caller> each : asked) {
      refused(each);
    }

    // Those that were being hashed when the connections ended.
    assertThat(hashed).hasValue(ApiKeyAuthentication.HASHING);
    await(server.close());
  }

  @Test
  void knownBcryptKeyIsHashedOnceAlsoIfTheListChanges() throws Exception {
    permits.release();
    assertThat(await(authenticate("old.old")).name()).isEqualTo("old");

    text = OTHER.line() + "\n" + OLD_LINE.replace("loader", "reader");
    Loads.until("the list is read", () -> authenticate(OTHER.key()).succeeded());

    assertThat(await(authenticate("old.old")).roles()).containsExactly(Role.READER);
    assertThat(hashed).hasValue(1);
  }

  @Test
  void revokedBcryptKeyIsForgotten() throws Exception {
    permits.release(10_000);
    await(authenticate("old.old"));

    text = OTHER.line() + "\n" + OLD_LINE.replace("old", "older");
    Loads.until("the list is read", () -> authenticate(OTHER.key()).succeeded());

    assertThat(refused(authenticate("old.old")).code()).isEqualTo(HttpCode.UNAUTHORIZED);
  }

  private List<Future<Caller>> floodWithWrongKeys() {
    List<Future<Caller>> wrong = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      wrong.add(authenticate("new.wrong" + i));
    }
    return wrong;
  }

  private Future<Caller> authenticate(String key) {
    return authentication.authenticate(key, () -> false);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static HttpRefused refused(Future<Caller> future) throws Exception {
    try {
      throw new AssertionError("was let in: " + await(future));
    } catch (ExecutionException e) {
      return (HttpRefused) Objects.requireNonNull(e.getCause());
    }
  }
}
