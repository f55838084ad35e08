package com.globant.hiring.client;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.function.Consumer;

/**
 * Request bodies that the generated methods cannot express: these take CSV as a string, which is
 * right for a few rows only.
 */
public final class RequestBodies {
  private RequestBodies() {}

  /**
   * Sends a body of any kind and size in place of the string, which may then be empty but not null:
   *
   * <pre>{@code
   * var body = RequestBodies.of(BodyPublishers.ofFile(path), "text/csv");
   * var api = new LoadApi(client.setRequestInterceptor(body));
   * }</pre>
   *
   * @param body what to send; one that is read from a file is streamed
   * @param contentType the media type of the body, with its parameters
   * @return an interceptor for a client that is used for loads alone, as it gives every request the
   *     body. As thread-safe as the body.
   */
  public static Consumer<HttpRequest.Builder> of(BodyPublisher body, String contentType) {
    return request ->
        request
            .setHeader("Content-Type", contentType)
            .method(request.copy().build().method(), body);
  }
}
