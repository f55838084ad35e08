package com.globant.hiring.http.connection;

import com.globant.hiring.http.HttpSettings;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts open connections, closes new ones above a limit, and adds timeouts to the others.
 *
 * <p>For all event loops.
 */
public final class ConnectionLimiter implements Handler<HttpConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimiter.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int IPV6_NETWORK_BYTES = 8;

  private final HttpSettings.ConnectionLimits limits;
  private final Map<ByteBuffer, Integer> byClient = new HashMap<>();
  private int open;
  private long refused;
  private long refusedUnlogged;
  private long loggedAt = System.nanoTime() - LOG_EVERY_NANOS;

  public ConnectionLimiter(HttpSettings.ConnectionLimits limits) {
    this.limits = limits;
  }

  @Override
  public void handle(HttpConnection connection) {
    // Vert.x does not report that a request has begun before its headers are complete.
    ChannelHandlerContext vertx = ((ConnectionBase) connection).channelHandlerContext();
    ByteBuffer client = client(vertx.channel().remoteAddress());
    if (!enter(client)) {
      connection.close();
      return;
    }
    vertx.channel().closeFuture().addListener(closed -> leave(client));
    vertx.pipeline().addBefore(vertx.name(), "timeouts", new ConnectionTimeouts(limits));
  }

  /** The IPv4 address or the IPv6 network of a client. */
  public static ByteBuffer client(SocketAddress address) {
    InetAddress remote = ((InetSocketAddress) address).getAddress();
    byte[] bytes = remote.getAddress();
    return ByteBuffer.wrap(
        remote instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }

  private synchronized boolean enter(ByteBuffer client) {
    int ofClient = byClient.getOrDefault(client, 0);
    if (open >= limits.total()) {
      refuse("http.max_connections", limits.total());
      return false;
    }
    if (ofClient >= limits.perAddress()) {
      refuse("http.max_connections_per_address", limits.perAddress());
      return false;
    }
    open++;
    byClient.put(client, ofClient + 1);
    return true;
  }

  private synchronized void leave(ByteBuffer client) {
    open--;
    byClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }

  private void refuse(String setting, int limit) {
    refused++;
    refusedUnlogged++;
    long now = System.nanoTime();
    if (now - loggedAt >= LOG_EVERY_NANOS) {
      LOG.atWarn()
          .addKeyValue("setting", setting)
          .addKeyValue("limit", limit)
          .addKeyValue("refused", refusedUnlogged)
          .log("connections refused, as too many are open");
      loggedAt = now;
      refusedUnlogged = 0;
    }
  }

  public synchronized int open() {
    return open;
  }

  public synchronized long refused() {
    return refused;
  }
}
