package com.globant.hiring.secrets;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * The client of the SDK, created on first use, since that takes some tenths of a second. If that
 * fails, the next use tries again. All calls block.
 */
final class SecretsClient implements AutoCloseable {
  private static final int TRIES = 3;

  /** A signature must name a region, even for a server in place of AWS. */
  private static final Region DEFAULT_REGION = Region.US_EAST_1;

  private final SecretsSettings settings;
  private final AwsCredentialsProvider credentials;
  private final EventLoopGroup eventLoop;
  private @Nullable SecretsManagerAsyncClient client;
  private boolean closed;

  /**
   * @param eventLoop outlives this client
   */
  SecretsClient(
      SecretsSettings settings, AwsCredentialsProvider credentials, EventLoopGroup eventLoop) {
    this.settings = settings;
    this.credentials = credentials;
    this.eventLoop = eventLoop;
  }

  /**
   * The current text of a secret.
   *
   * @throws SecretUnusable if it cannot be read or has no text
   */
  String read(String name) {
    String text;
    try {
      text = client(name).getSecretValue(get -> get.secretId(name)).join().secretString();
    } catch (CompletionException e) {
      throw unusable(name, e.getCause() == null ? e : e.getCause());
    } catch (SdkException | IllegalStateException e) {
      // No region, or closed while it was read.
      throw unusable(name, e);
    }
    if (text == null) {
      throw new SecretUnusable(name, "holds bytes; it must be a text", null);
    }
    return text;
  }

  private static SecretUnusable unusable(String name, Throwable failure) {
    return new SecretUnusable(name, why(failure), failure);
  }

  private static String why(Throwable failure) {
    if (failure instanceof ResourceNotFoundException) {
      return "does not exist, or has no current value; see its name and that secrets.region is its region";
    }
    if (failure instanceof SecretsManagerException answer) {
      return switch (String.valueOf(answer.awsErrorDetails().errorCode())) {
        case "AccessDeniedException" ->
            "may not be read; the service's credentials must allow secretsmanager:GetSecretValue on it, and kms:Decrypt with its key";
        case "UnrecognizedClientException",
            "InvalidSignatureException",
            "ExpiredTokenException",
            "MissingAuthenticationTokenException" ->
            "may not be read, since the service's AWS credentials are not valid";
        default ->
            "cannot be read: Secrets Manager failed with status %d (%s)"
                .formatted(answer.statusCode(), answer.awsErrorDetails().errorCode());
      };
    }
    return "cannot be read: Secrets Manager cannot be reached, or there are no AWS credentials or no region (secrets.region): "
        + failure.getMessage();
  }

  private synchronized SecretsManagerAsyncClient client(String name) {
    if (closed) {
      throw new SecretUnusable(name, "cannot be read, since the service is stopping", null);
    }
    SecretsManagerAsyncClient made = client;
    if (made == null) {
      made = create();
      client = made;
    }
    return made;
  }

  private SecretsManagerAsyncClient create() {
    SecretsManagerAsyncClientBuilder builder =
        SecretsManagerAsyncClient.builder()
            .credentialsProvider(credentials)
            .httpClientBuilder(http(settings.silence()))
            // The caller waits, so the answer needs no other thread.
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
            .overrideConfiguration(
                overrides ->
                    overrides
                        .apiCallTimeout(settings.silence().multipliedBy(TRIES + 1))
                        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(TRIES).build()));
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
      if (settings.region() == null) {
        builder.region(DEFAULT_REGION);
      }
    }
    return builder.build();
  }

  private SdkAsyncHttpClient.Builder<?> http(Duration silence) {
    return NettyNioAsyncHttpClient.builder()
        .eventLoopGroup(SdkEventLoopGroup.create(eventLoop))
        .connectionTimeout(silence)
        .tlsNegotiationTimeout(silence)
        .readTimeout(silence)
        .writeTimeout(silence);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
