package com.globant.hiring.secrets;

import org.jspecify.annotations.Nullable;

/**
 * A secret cannot be read or does not hold what it should; the message says which and what to do,
 * and has no part of it.
 */
public final class SecretUnusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretUnusable(String name, String why, @Nullable Throwable cause) {
    super("the secret %s %s".formatted(name, why), cause);
  }
}
