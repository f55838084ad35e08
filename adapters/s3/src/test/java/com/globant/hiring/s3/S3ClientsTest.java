package com.globant.hiring.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class S3ClientsTest {

  @Test
  void onAwsTheBucketIsInTheHost() {
    assertThat(urlOf("reports/a.csv", "eu-west-1", null))
        .isEqualTo("https://my-bucket.s3.eu-west-1.amazonaws.com/reports/a.csv");
  }

  @Test
  void onCompatibleStoresTheBucketIsInThePath() {
    assertThat(urlOf("reports/a.csv", "eu-west-1", URI.create("http://127.0.0.1:9000")))
        .isEqualTo("http://127.0.0.1:9000/my-bucket/reports/a.csv");
  }

  @Test
  void compatibleStoresNeedNoRegion() {
    assertThat(urlOf("reports/a.csv", null, URI.create("https://store.example")))
        .isEqualTo("https://store.example/my-bucket/reports/a.csv");
  }

  @Test
  void largeFileMayTakeLonger() {
    Duration silence = Duration.ofSeconds(4);

    assertThat(S3Clients.patience(silence, 0)).isEqualTo(Duration.ofSeconds(16));
    assertThat(S3Clients.patience(silence, 10L << 30)).isGreaterThan(Duration.ofHours(1));
  }

  private static String urlOf(String key, @Nullable String region, @Nullable URI endpoint) {
    EventLoopGroup eventLoop = new NioEventLoopGroup(1);
    S3Settings settings =
        new S3Settings(
            "my-bucket",
            region,
            endpoint,
            null,
            null,
            "",
            Duration.ofHours(1),
            S3Settings.DEFAULT_SILENCE);
    try (S3AsyncClient client =
        S3Clients.create(
            settings, AnonymousCredentialsProvider.create(), Runnable::run, eventLoop)) {
      return client.utilities().getUrl(get -> get.bucket("my-bucket").key(key)).toString();
    } finally {
      eventLoop.shutdownGracefully().awaitUninterruptibly(0);
    }
  }
}
