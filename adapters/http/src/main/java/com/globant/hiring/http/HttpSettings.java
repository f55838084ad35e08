package com.globant.hiring.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the HTTP server.
 *
 * @param address to listen on
 * @param port to listen on, 0 for any free one
 * @param origins of pages that may use the service, {@code *} for all, empty for none but its own
 * @param access who may call what
 * @param connections limits on connections
 * @param streams limits on streams of events
 * @param body limits on the body of a load
 * @param maxConcurrentLoads loads that may run at once; further ones are refused
 * @param maxLoadsOfCaller loads that may run at once of one key or subject, or, without
 *     authentication, of one address
 */
public record HttpSettings(
    String address,
    int port,
    Access access,
    List<String> origins,
    ConnectionLimits connections,
    StreamLimits streams,
    BodyLimits body,
    int maxConcurrentLoads,
    int maxLoadsOfCaller) {

  /**
   * Whether the service listens on a loopback address without authentication, so that only this
   * machine may reach it. May resolve the address.
   */
  boolean isForThisMachineOnly() {
    try {
      return access instanceof Anonymous && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      // Listening on it fails with a message of its own.
      return false;
    }
  }

  /** How clients authenticate. */
  public sealed interface Access {}

  /** No authentication: every client may do everything. */
  public record Anonymous() implements Access {}

  /**
   * By API keys.
   *
   * @param origin the place of the keys, for messages
   * @param text the lines that {@link ApiKey} makes; read again every second
   */
  public record ApiKeyAccess(String origin, KeyText text) implements Access {}

  /** Reads the current text. May block shortly. */
  @FunctionalInterface
  public interface KeyText {
    String read() throws IOException;
  }

  /**
   * By bearer tokens, signed with RS256 or ES256.
   *
   * @param jwksUrl URL of the keys of the issuer
   * @param issuer the required issuer
   * @param audience the required audience
   */
  public record JwtAccess(URI jwksUrl, String issuer, String audience) implements Access {}

  /**
   * Limits on connections.
   *
   * @param total most open connections; further ones are closed at once
   * @param perAddress most of one IPv4 address or one IPv6 network of 64 bits
   * @param idle longest time without a request, and longest time in which a client reads nothing of
   *     an answer
   * @param headers longest time from the first byte of a request to the end of its headers
   */
  public record ConnectionLimits(int total, int perAddress, Duration idle, Duration headers) {}

  /**
   * Limits on streams of events.
   *
   * @param total most open streams
   * @param perLoad most open streams of one load
   * @param recheck interval at which the client of a stream is authenticated again
   */
  public record StreamLimits(int total, int perLoad, Duration recheck) {}

  /**
   * Limits on the body of a load.
   *
   * @param maxBytes largest body, both as sent and decoded
   * @param maxExpansion most decoded bytes for each byte sent, once there are 16 MiB of them
   * @param idle longest wait for the next byte
   * @param total longest time from the first read of a body to its end
   * @param rate lowest rate of the body
   * @param bufferBytes received bytes that are not yet read at which the connection is paused; one
   *     read of the socket may add 64 KiB
   */
  public record BodyLimits(
      long maxBytes,
      int maxExpansion,
      Duration idle,
      Duration total,
      MinimumRate rate,
      int bufferBytes) {}

  /**
   * The lowest rate of a body. Only time in which the service waits for bytes counts.
   *
   * @param bytesPerSecond 0 for none
   * @param over the period over which the rate is averaged
   */
  public record MinimumRate(long bytesPerSecond, Duration over) {}
}
