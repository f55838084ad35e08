package com.globant.hiring.infra.config;

/** The message names the file, the path of the key, its value and what is allowed. */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConfigException(String message) {
    super(message);
  }
}
