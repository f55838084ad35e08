package com.globant.hiring.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A body that stops after its first part until it is let go on. */
final class GatedBody extends InputStream {
  private final InputStream first;
  private final InputStream second;
  private final CountDownLatch gate = new CountDownLatch(1);

  GatedBody(String first, String second) {
    this.first = new ByteArrayInputStream(first.getBytes(StandardCharsets.UTF_8));
    this.second = new ByteArrayInputStream(second.getBytes(StandardCharsets.UTF_8));
  }

  void goOn() {
    gate.countDown();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = readNow(first, target, offset, length);
    if (count >= 0) {
      return count;
    }
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
    return readNow(second, target, offset, length);
  }

  private static int readNow(InputStream in, byte[] target, int offset, int length) {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
