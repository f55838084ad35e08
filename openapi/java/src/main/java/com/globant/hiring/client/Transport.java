package com.globant.hiring.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.api.ApiClient;
import com.globant.hiring.client.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Sends requests to one service, and repeats them. For any number of threads. */
final class Transport {
  static final String CSV = "text/csv";
  static final String JSON = "application/json";

  private final String base;
  private final Consumer<HttpRequest.Builder> credentials;
  private final Duration timeout;
  private final HttpClient http;
  private final ObjectMapper mapper = ApiClient.createDefaultObjectMapper();
  private final Retries retries;

  Transport(
      URI base,
      Consumer<HttpRequest.Builder> credentials,
      Duration connectTimeout,
      Duration timeout,
      Duration patience,
      RetryListener listener) {
    this.base = base.toString().replaceFirst("/$", "");
    this.credentials = credentials;
    this.timeout = timeout;
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
    if ("http".equalsIgnoreCase(base.getScheme())) {
      client.sslContext(trustsNothing());
    }
    this.http = client.build();
    this.retries = new Retries(base, patience, mapper, listener);
  }

  /** For plain HTTP: saves the time in which Java reads the certificates that it trusts. */
  private static SSLContext trustsNothing() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Java has no TLS", missing);
    }
  }

  /** The generated client would make a new HTTP client for each of its parts. */
  private static final class SharedApiClient extends ApiClient {
    private final HttpClient shared;

    SharedApiClient(HttpClient shared, ObjectMapper mapper, String base) {
      super(HttpClient.newBuilder(), mapper, base);
      this.shared = shared;
    }

    @Override
    public HttpClient getHttpClient() {
      return shared;
    }
  }

  /** What the generated operations send their requests with. */
  ApiClient generated() {
    ApiClient api = new SharedApiClient(http, mapper, base);
    api.setReadTimeout(timeout);
    api.setRequestInterceptor(credentials);
    return api;
  }

  ObjectMapper mapper() {
    return mapper;
  }

  /** Sends a call until it succeeds or cannot. It must be one that can be repeated. */
  <T> T call(Retries.Call<T> call) {
    return retries.call(call);
  }

  static String encoded(String text) {
    return ApiClient.urlEncode(text);
  }

  /**
   * A request without a limit on time.
   *
   * @param path with its query, below the address of the service
   */
  HttpRequest.Builder request(String path, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/" + path)).setHeader("Accept", accept);
    credentials.accept(request);
    return request;
  }

  String text(HttpRequest request) throws IOException, InterruptedException, ApiException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new ApiException(response.statusCode(), "refused", response.headers(), response.body());
    }
    return response.body();
  }

  /** Reads an answer; the caller closes it. */
  InputStream stream(String path, String accept)
      throws IOException, InterruptedException, ApiException {
    HttpResponse<InputStream> response =
        http.send(request(path, accept).timeout(timeout).build(), BodyHandlers.ofInputStream());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    try (InputStream problem = response.body()) {
      throw new ApiException(
          response.statusCode(),
          "refused",
          response.headers(),
          new String(problem.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Writes an answer to a file, which is replaced if it exists. */
  void download(String path, String accept, Path file) {
    retries.call(
        () -> {
          try (InputStream content = stream(path, accept)) {
            return Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
          }
        });
  }
}
