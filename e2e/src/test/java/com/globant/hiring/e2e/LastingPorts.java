package com.globant.hiring.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are killed and started again. They are below those that systems give to
 * connections, and to servers that ask for any, so that no other process gets them meanwhile.
 */
final class LastingPorts {
  private static final int FIRST = 10_000;
  private static final int COUNT = 10_000;

  private LastingPorts() {}

  /** A port of the loopback address that is free now. */
  static int choose() {
    while (true) {
      int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
  }
}
