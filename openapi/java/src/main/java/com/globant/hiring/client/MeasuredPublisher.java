package com.globant.hiring.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Reports what a body publishes. */
record MeasuredPublisher(BodyPublisher body, long total, Progress progress)
    implements BodyPublisher {

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(new Measured(subscriber));
  }

  private final class Measured implements Flow.Subscriber<ByteBuffer> {
    private final Flow.Subscriber<? super ByteBuffer> next;
    private long sent;

    Measured(Flow.Subscriber<? super ByteBuffer> next) {
      this.next = next;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      progress.sent(0, total);
      next.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      sent += bytes.remaining();
      next.onNext(bytes);
      progress.sent(sent, total);
    }

    @Override
    public void onError(Throwable failure) {
      next.onError(failure);
    }

    @Override
    public void onComplete() {
      next.onComplete();
    }
  }
}
