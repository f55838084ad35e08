package com.globant.hiring.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Free ports on the loopback address. */
final class LoopbackPorts {

  static final String HOST = "127.0.0.1";

  /** Below the range that systems use for outgoing connections. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 10_000;
  private static final int ATTEMPTS = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private LoopbackPorts() {}

  /**
   * A port that is free now.
   *
   * @param kept the preferred port, 0 for none
   */
  static int choose(int kept) {
    if (kept > 0 && isFree(kept)) {
      return kept;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = FIRST + RANDOM.nextInt(COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port on " + HOST + " from " + FIRST + " to " + (FIRST + COUNT - 1));
  }

  static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address(port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
