package com.globant.hiring.client;

/**
 * Learns how much of a file has been sent. Called on a thread of the HTTP client; must not block
 * long.
 */
@FunctionalInterface
public interface Progress {
  /**
   * @param bytes sent so far; begins again at 0 if the load is sent again
   * @param total size of the file in bytes, or -1 if it is not known
   */
  void sent(long bytes, long total);
}
