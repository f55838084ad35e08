package com.globant.hiring.bootstrap.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open resources of a service, closed in reverse order. Safe for use by several threads. */
public final class Resources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Adds a resource that was just opened. */
  public synchronized <T extends AutoCloseable> T own(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes everything; logs failures and continues. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.warn("{} did not close properly", resource, e);
      }
    }
  }
}
