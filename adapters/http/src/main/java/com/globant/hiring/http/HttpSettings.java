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
 * @param schemas the schemas that may be loaded into
 * @param access who may call what
 * @param connections limits on connections
 * @param streams limits on streams of events
 * @param body limits on the body of a load
 * @param maxConcurrentLoads loads at a time; more are refused
 * @param maxLoadsOfCaller loads at a time of one key or subject, or, if nobody has a name, of one
 *     address; more are refused
 */
public record HttpSettings(
    String address,
    int port,
    Access access,
    List<String> origins,
    List<String> schemas,
    ConnectionLimits connections,
    StreamLimits streams,
    BodyLimits body,
    int maxConcurrentLoads,
    int maxLoadsOfCaller) {

  /**
   * Whether the service relies on that only this machine reaches it: it listens on a loopback
   * address, without authentication. May look the address up.
   */
  boolean isForThisMachineOnly() {
    try {
      return access instanceof Anonymous && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      // It cannot be listened on either, which says so.
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
   * @param origin where they are written, for messages
   * @param text the lines that {@link ApiKey} makes; read again every second, so that a change
   *     counts
   */
  public record ApiKeyAccess(String origin, KeyText text) implements Access {}

  /** Gives a text as it is now. May block, for a moment. */
  @FunctionalInterface
  public interface KeyText {
    String read() throws IOException;
  }

  /**
   * By bearer tokens, signed with RS256 or ES256.
   *
   * @param jwksUrl where the keys of the issuer are
   * @param issuer that the tokens must be of
   * @param audience that the tokens must be for
   */
  public record JwtAccess(URI jwksUrl, String issuer, String audience) implements Access {}

  /**
   * Limits on connections.
   *
   * @param total most that are open at a time; more are closed when they are made
   * @param perAddress most of one IPv4 address or one IPv6 network of 64 bits
   * @param idle longest time without a request under way, and longest time in which a client takes
   *     nothing of an answer
   * @param headers longest time from the first byte of a request to the end of its headers
   */
  public record ConnectionLimits(int total, int perAddress, Duration idle, Duration headers) {}

  /**
   * Limits on streams of events.
   *
   * @param total most that are open at a time
   * @param perLoad most of them that follow the same load
   * @param recheck after which time the client of a stream is authenticated anew
   */
  public record StreamLimits(int total, int perLoad, Duration recheck) {}

  /**
   * Limits on the body of a load.
   *
   * @param maxBytes largest body, as sent and as decoded
   * @param maxExpansion most decoded bytes for each byte sent, once there are 16 MiB of them
   * @param idle longest wait for the next byte
   * @param total longest time from the first read of a body to its end
   * @param rate slowest rate at which the body may come
   * @param bufferBytes what may have arrived of a body without being read, before its connection is
   *     paused; one read of the socket may bring 64 KiB more
   */
  public record BodyLimits(
      long maxBytes,
      int maxExpansion,
      Duration idle,
      Duration total,
      MinimumRate rate,
      int bufferBytes) {}

  /**
   * The slowest rate at which a body may come. Only time in which the service wants bytes counts.
   *
   * @param bytesPerSecond 0 for none
   * @param over the time that the rate is the average of
   */
  public record MinimumRate(long bytesPerSecond, Duration over) {}
}
