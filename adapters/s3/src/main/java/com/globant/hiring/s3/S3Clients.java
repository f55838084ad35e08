package com.globant.hiring.s3;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.multipart.MultipartConfiguration;

/** Creates the SDK's client for the settings. */
final class S3Clients {
  /** Larger files are sent in parts, each retried alone. S3 takes no single PUT over 5 GiB. */
  static final long LARGEST_SINGLE_PUT = 64L << 20;

  /** Bytes of a file that are read at once. */
  static final int READ_BYTES = 64 << 10;

  /** The SDK makes parts larger if there would be more than the 10,000 that S3 takes. */
  private static final long PART_BYTES = 16L << 20;

  private static final int PARTS_UNDER_WAY = 4;
  private static final int TRIES = 3;
  private static final int CONNECTIONS = 64;

  /** A slower connection counts as broken. */
  private static final long SLOWEST_BYTES_PER_SECOND = 128 << 10;

  /** Waiting for a free connection means that this service is busy, not that the store is down. */
  private static final Duration CONNECTION_WAIT = Duration.ofMinutes(1);

  /** Compatible stores have no regions, but a signature must name one. */
  private static final Region REGION_OF_COMPATIBLE_STORES = Region.US_EAST_1;

  private S3Clients() {}

  /**
   * Blocks for some tenths of a second, longer if the region must be looked up.
   *
   * @param completions runs what depends on an answer
   * @param eventLoop outlives the client
   */
  static S3AsyncClient create(
      S3Settings settings,
      AwsCredentialsProvider credentials,
      Executor completions,
      EventLoopGroup eventLoop) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .credentialsProvider(credentials)
            .httpClientBuilder(http(settings.silence(), eventLoop))
            .multipartEnabled(true)
            .multipartConfiguration(parts())
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, completions));
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(patience(settings.silence(), 0))
            .retryStrategy(StandardRetryStrategy.builder().maxAttempts(TRIES).build());
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint()).forcePathStyle(true);
      overrides.addExecutionInterceptor(new WithoutObjectSize());
      if (settings.region() == null) {
        builder.region(REGION_OF_COMPATIBLE_STORES);
      }
    }
    return builder.overrideConfiguration(overrides.build()).build();
  }

  /** How long a request that sends this many bytes may take, with all retries. */
  static Duration patience(Duration silence, long bytes) {
    return silence.multipliedBy(TRIES + 1).plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
  }

  private static SdkAsyncHttpClient.Builder<?> http(Duration silence, EventLoopGroup eventLoop) {
    return NettyNioAsyncHttpClient.builder()
        .eventLoopGroup(SdkEventLoopGroup.create(eventLoop))
        .maxConcurrency(CONNECTIONS)
        .connectionAcquisitionTimeout(CONNECTION_WAIT)
        .connectionTimeout(silence)
        .tlsNegotiationTimeout(silence)
        .readTimeout(silence)
        .writeTimeout(silence);
  }

  private static MultipartConfiguration parts() {
    return MultipartConfiguration.builder()
        .thresholdInBytes(LARGEST_SINGLE_PUT)
        .minimumPartSizeInBytes(PART_BYTES)
        // Of a part, only what is read at once is in memory.
        .apiCallBufferSizeInBytes((long) PARTS_UNDER_WAY * READ_BYTES)
        .parallelConfiguration(parallel -> parallel.maxInFlightParts(PARTS_UNDER_WAY))
        .build();
  }

  /** Switches off a checksum that some compatible stores refuse. */
  private static final class WithoutObjectSize implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(
        Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
      return context.request() instanceof CompleteMultipartUploadRequest request
          ? request.toBuilder().mpuObjectSize(null).build()
          : context.request();
    }
  }
}
