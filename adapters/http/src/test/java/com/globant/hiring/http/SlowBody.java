package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CountDownLatch;

/** A body of one department whose second half comes when the test wants it to. */
final class SlowBody extends InputStream {
  private static final byte[] TEXT = "1,Sales\n".getBytes(UTF_8);

  private final CountDownLatch goOn;
  private int position;

  private SlowBody(CountDownLatch goOn) {
    this.goOn = goOn;
  }

  static BodyPublisher until(CountDownLatch goOn) {
    return BodyPublishers.ofInputStream(() -> new SlowBody(goOn));
  }

  @Override
  public int read() {
    if (position == TEXT.length / 2) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        return -1;
      }
    }
    return position < TEXT.length ? TEXT[position++] : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int value = read();
    if (value >= 0) {
      target[offset] = (byte) value;
    }
    return value < 0 ? -1 : 1;
  }
}
