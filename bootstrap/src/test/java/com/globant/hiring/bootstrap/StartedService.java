package com.globant.hiring.bootstrap;

import java.net.URI;
import java.util.Map;

/** A service in this JVM, for tests outside of this package. */
public final class StartedService implements AutoCloseable {
  private final Service service;

  private StartedService(Service service) {
    this.service = service;
  }

  /** Starts a service by the defaults and these variables, and waits until it is ready. */
  public static StartedService start(Map<String, String> environment) {
    return new StartedService(Service.start(Settings.read(null, environment), Content.KEPT));
  }

  public URI uri() {
    return service.uri();
  }

  @Override
  public void close() {
    service.close();
  }
}
