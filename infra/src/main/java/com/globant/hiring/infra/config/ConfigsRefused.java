package com.globant.hiring.infra.config;

/** The configuration cannot be used; the message names the file, the path and what is allowed. */
public final class ConfigsRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigsRefused(String message) {
    super(message);
  }
}
