package com.globant.hiring.bootstrap;

import java.net.URI;
import java.util.Map;

/** Opens the service to tests in other packages. */
public final class StartedService implements AutoCloseable {
  private final Service service;

  private StartedService(Service service) {
    this.service = service;
  }

  /** Starts a service from its defaults and these environment variables. */
  public static StartedService start(Map<String, String> environment) {
    return new StartedService(Service.start(Settings.read(null, environment)));
  }

  public URI uri() {
    return service.uri();
  }

  @Override
  public void close() {
    service.close();
  }
}
