package com.globant.hiring.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the adapter and the server, and fails at the statement that a test names. Reads
 * the packets of the client, so connections through it must not be encrypted.
 */
public final class FaultyNetwork implements AutoCloseable {
  private static final int COM_QUERY = 0x03;
  private static final int COM_STMT_EXECUTE = 0x17;
  private static final byte[] NOTHING = {};

  /** What happens at a statement. */
  public enum Fate {
    /** The connection breaks before the server has got it. */
    STATEMENT_LOST,
    /** The connection breaks when the server has done it, before the client is told. */
    ANSWER_LOST,
    /** The connection breaks when the server has got it; whether it still does it is open. */
    BOTH_LOST,
    /** The server does not get it, the client has another answer. */
    ANSWERED,
    /** The server does it, and nobody hears of each other any more. */
    ANSWER_WITHHELD,
    /** The server does not get it, and nobody hears of each other any more. */
    SILENCE
  }

  @SuppressWarnings("ArrayRecordComponent") // compared as the one that it is
  private record Fault(String query, int executionsBefore, Fate fate, byte[] answer) {}

  private record Next(String first, Fault fault) {}

  private record Before(String query, Runnable action) {}

  private final TestDatabase database = TestDatabase.running();
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
  private final AtomicReference<@Nullable Next> next = new AtomicReference<>();
  private final AtomicReference<@Nullable Before> before = new AtomicReference<>();
  private final AtomicInteger executions = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final CountDownLatch failed = new CountDownLatch(1);
  private final ByteArrayOutputStream sentSince = new ByteArrayOutputStream();
  private volatile String awaited = "";
  private volatile CountDownLatch seen = new CountDownLatch(0);
  private volatile int toTurnAway;
  private volatile boolean breaksAll;

  public FaultyNetwork() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    start(this::accept);
  }

  /** Settings that lead through here, with a single connection of each kind. */
  public MySqlSettings through(MySqlSettings settings) {
    return through(settings, settings.outcomeLookup());
  }

  /** As {@link #through(MySqlSettings)}, asking for lost outcomes for so long. */
  public MySqlSettings through(MySqlSettings settings, Duration outcomeLookup) {
    return TestDatabase.with(
        settings,
        "host",
        listener.getInetAddress().getHostAddress(),
        "port",
        listener.getLocalPort(),
        "tls",
        MySqlSettings.Tls.DISABLED,
        "loadConnections",
        1,
        "reportConnections",
        1,
        "outcomeLookup",
        outcomeLookup);
  }

  /** Fails once, at the next unprepared statement that begins so. */
  public void failAt(String query, Fate fate) {
    fault.set(new Fault(query, 0, fate, NOTHING));
  }

  /** As {@link #failAt}, once a statement that begins with {@code first} has gone through. */
  void failAtNext(String first, String query, Fate fate) {
    next.set(new Next(first, new Fault(query, 0, fate, NOTHING)));
  }

  /** Does something once, before the next unprepared statement that begins so goes through. */
  void doBefore(String query, Runnable action) {
    before.set(new Before(query, action));
  }

  /** Answers once with an error, at the next unprepared statement that begins so. */
  void refuse(String query, int error) {
    byte[] message = "x  #HY000made up by a test".getBytes(StandardCharsets.US_ASCII);
    message[0] = (byte) 0xFF;
    message[1] = (byte) error;
    message[2] = (byte) (error >> 8);
    fault.set(new Fault(query, 0, Fate.ANSWERED, packet(message)));
  }

  /** Asks once for a file of the client's, at the next unprepared statement that begins so. */
  public void askForFile(String query, Path file) {
    byte[] wish = ("x" + file).getBytes(StandardCharsets.UTF_8);
    wish[0] = (byte) 0xFB;
    fault.set(new Fault(query, 0, Fate.ANSWERED, packet(wish)));
  }

  /** Whatever clients have sent since the fault. */
  public String sentSince() {
    synchronized (sentSince) {
      return sentSince.toString(StandardCharsets.UTF_8);
    }
  }

  /** Fails once, when this many prepared statements more have gone through. */
  void failAfterExecutions(int count, Fate fate) {
    executions.set(0);
    fault.set(new Fault("", count, fate, NOTHING));
  }

  /** After the fault, this many connections more are turned away. */
  void thenTurnAway(int connections) {
    toTurnAway = connections;
  }

  /** With the fault, all connections break, and no more are made: as if the client had died. */
  void thenDie() {
    breaksAll = true;
    thenTurnAway(Integer.MAX_VALUE);
  }

  private boolean isDead() {
    return breaksAll && failed.getCount() == 0;
  }

  int turnedAway() {
    return turnedAway.get();
  }

  /** A latch that opens when an unprepared statement that begins so comes through. */
  CountDownLatch watchFor(String query) {
    CountDownLatch latch = new CountDownLatch(1);
    seen = latch;
    awaited = query;
    return latch;
  }

  /** Breaks every connection. */
  void breakAll() {
    open.forEach(FaultyNetwork::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (failed.getCount() == 0 && turnedAway.get() < toTurnAway) {
          turnedAway.incrementAndGet();
          client.close();
        } else {
          Link link = new Link(client, new Socket(database.host(), database.port()));
          start(link::fromClient);
          start(link::fromServer);
        }
      }
    } catch (IOException closed) {
      breakAll();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    breakAll();
  }

  private static void start(Runnable loop) {
    Thread thread = new Thread(loop, "faulty-network");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // that is what was wanted
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean muted;
    private volatile boolean silent;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      open.add(client);
      open.add(server);
    }

    void fromClient() {
      try {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        while (true) {
          byte[] packet = packet(in);
          if (failed.getCount() == 0) {
            synchronized (sentSince) {
              sentSince.writeBytes(packet);
            }
          }
          Fault met = silent ? null : met(packet);
          if (met != null) {
            meet(met, packet, out);
          } else if (isDead()) {
            // What the client sends after the fault, over a link that is not closed yet.
            breakLink();
          } else if (!silent) {
            out.write(packet);
          }
        }
      } catch (IOException closed) {
        breakLink();
      }
    }

    private void meet(Fault met, byte[] packet, OutputStream out) throws IOException {
      // First of all: whoever connects again because of this comes after it.
      failed.countDown();
      switch (met.fate()) {
        case STATEMENT_LOST -> breakLink();
        case ANSWER_LOST -> {
          muted = true;
          out.write(packet);
        }
        case BOTH_LOST -> {
          // A fast server answers before the link breaks.
          muted = true;
          out.write(packet);
          breakLink();
        }
        // Until a test is over, or the client hangs up.
        case SILENCE -> silent = true;
        case ANSWER_WITHHELD -> {
          silent = true;
          out.write(packet);
        }
        case ANSWERED -> client.getOutputStream().write(met.answer());
      }
    }

    void fromServer() {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int read = in.read(buffer); read >= 0 && !muted; read = in.read(buffer)) {
          if (!silent) {
            out.write(buffer, 0, read);
          }
        }
      } catch (IOException closed) {
        // as below
      }
      if (!silent) {
        breakLink();
      }
    }

    private void breakLink() {
      closeQuietly(client);
      closeQuietly(server);
      open.remove(client);
      open.remove(server);
      if (isDead()) {
        breakAll();
      }
    }
  }

  /** A packet with its header of four bytes: length, little-endian, and sequence number. */
  private static byte[] packet(DataInputStream in) throws IOException {
    byte[] header = new byte[4];
    in.readFully(header);
    int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
    byte[] packet = new byte[4 + length];
    System.arraycopy(header, 0, packet, 0, 4);
    in.readFully(packet, 4, length);
    return packet;
  }

  private @Nullable Fault met(byte[] packet) {
    String query =
        packet.length > 4 && packet[4] == COM_QUERY
            ? new String(packet, 5, packet.length - 5, StandardCharsets.UTF_8)
            : "";
    if (!awaited.isEmpty() && query.startsWith(awaited)) {
      seen.countDown();
    }
    Before first = before.get();
    if (first != null && query.startsWith(first.query()) && before.compareAndSet(first, null)) {
      first.action().run();
    }
    Next coming = next.get();
    if (coming != null && query.startsWith(coming.first()) && next.compareAndSet(coming, null)) {
      fault.set(coming.fault());
      return null;
    }
    Fault current = fault.get();
    boolean met =
        current != null
            && (current.query().isEmpty()
                ? packet.length > 4
                    && packet[4] == COM_STMT_EXECUTE
                    && executions.getAndIncrement() == current.executionsBefore()
                : query.startsWith(current.query()));
    return met && fault.compareAndSet(current, null) ? current : null;
  }

  /** The first packet of an answer. */
  private static byte[] packet(byte[] payload) {
    byte[] packet = new byte[4 + payload.length];
    packet[0] = (byte) payload.length;
    packet[3] = 1;
    System.arraycopy(payload, 0, packet, 4, payload.length);
    return packet;
  }
}
