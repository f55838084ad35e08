package com.globant.hiring.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency key of a load, kept in a file until the command that sends it has succeeded. The
 * same load, sent again by a later command, finds it there, so that the service stores it once.
 */
public final class RunState {
  /** For how long the service knows a key. */
  private static final Duration VALID = Duration.ofDays(7);

  private final String key;
  private final @Nullable Path file;
  private final @Nullable Instant begunAt;

  private RunState(String key, @Nullable Path file, @Nullable Instant begunAt) {
    this.key = key;
    this.file = file;
    this.begunAt = begunAt;
  }

  /** A key that is not kept. */
  public static RunState unkept() {
    return new RunState(UUID.randomUUID().toString(), null, null);
  }

  /**
   * @param identity what makes two loads the same, the file and its time of change included
   * @param warnings takes one if the key cannot be kept
   */
  public static RunState of(Path directory, String identity, Consumer<String> warnings) {
    Path file = directory.resolve("loads").resolve(digest(identity));
    try {
      Files.createDirectories(file.getParent());
      RunState earlier = earlier(file, warnings);
      return earlier == null ? created(file, identity) : earlier;
    } catch (IOException failure) {
      warnings.accept(
          "cannot keep the idempotency key in %s (%s); after a crash, check with hiring loads"
                  .formatted(file, failure)
              + " whether the file was loaded before you load it again");
      return unkept();
    }
  }

  private static RunState created(Path file, String identity) throws IOException {
    String key = UUID.randomUUID().toString();
    try {
      Files.writeString(
          file,
          key + "\n" + identity,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      return new RunState(key, file, null);
    } catch (FileAlreadyExistsException sameLoad) {
      throw new WrongUse("another command began to load the same file; wait until it has ended");
    }
  }

  private static @Nullable RunState earlier(Path file, Consumer<String> warnings)
      throws IOException {
    try {
      String key = Files.readString(file).lines().findFirst().orElse("");
      Instant begun = Files.getLastModifiedTime(file).toInstant();
      if (key.length() == UUID.randomUUID().toString().length()
          && begun.plus(VALID).isAfter(Instant.now())) {
        return new RunState(key, file, begun);
      }
      warnings.accept(
          "an attempt of %s is too old to be continued; hiring loads shows whether it was loaded"
              .formatted(begun));
      Files.delete(file);
      return null;
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private static String digest(String identity) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** When the attempt began that this one continues; null if there is none. */
  public @Nullable Instant begunAt() {
    return begunAt;
  }

  public String key() {
    return key;
  }

  /** Forgets the key, so that the same load is a new one from now on. */
  public void remove() {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException failure) {
        throw new UncheckedIOException(
            "cannot delete %s; the same file would not be loaded again: %s"
                .formatted(file, failure),
            failure);
      }
    }
  }
}
