package com.globant.hiring.secrets;

import org.jspecify.annotations.Nullable;

/**
 * A secret cannot be read or has the wrong content. The message names the secret and what to do,
 * and contains no part of it.
 */
public final class SecretUnusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretUnusable(String name, String why, @Nullable Throwable cause) {
    super("the secret %s %s".formatted(name, why), cause);
  }
}
