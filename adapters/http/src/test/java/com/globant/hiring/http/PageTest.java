package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How the files of the page are served. What they do is tested in a browser, in e2e. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
  private static final Path FILES = Path.of("../../web/src/main/resources/page/assets");
  private static final Pattern ASSET = Pattern.compile("\"(assets/[0-9a-f]{16}/([a-z0-9.-]+))\"");

  private final RunningApi api = RunningApi.anonymous();

  @AfterAll
  void close() {
    api.close();
  }

  private List<MatchResult> assets() throws Exception {
    return ASSET.matcher(api.send("GET", "/", "").body()).results().toList();
  }

  private Stream<String> paths() throws Exception {
    return assets().stream().map(asset -> "/" + asset.group(1));
  }

  @Test
  void thePageNamesAllItsFiles() throws Exception {
    assertThat(assets())
        .extracting(asset -> asset.group(2))
        .containsExactlyInAnyOrderElementsOf(filesInTheModule());
  }

  private static List<String> filesInTheModule() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void filesNeverChange(String path) throws Exception {
    HttpResponse<String> answer = api.send("GET", path, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith(path.endsWith(".css") ? "text/css" : "text/javascript");
  }

  @Test
  void thePageAllowsNoOtherScriptsAndNoMarkupFromText() throws Exception {
    HttpResponse<String> answer = api.send("GET", "/", "");

    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(answer.body()).doesNotContainPattern("<script>|style=|onclick=|<style");
  }

  @Test
  void thePageIsNotSentAgainIfItIsUnchanged() throws Exception {
    String etag = api.send("GET", "/", "").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> answer = api.send("GET", "/", "", "If-None-Match", etag);

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(api.send("GET", "/", "", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"gzip|true", "br, gzip|true", "gzip;q=0.5|true", "br|false", "gzip;q=0, br|false"})
  void filesAreCompressedForClientsThatAcceptIt(String accepted, boolean compressed)
      throws Exception {
    HttpResponse<String> answer = api.send("GET", "/", "", "Accept-Encoding", accepted);

    assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(compressed);
    assertThat(answer.headers().allValues("Vary")).contains("accept-encoding");
  }

  @Test
  void everyTextIsInBothLanguages() throws IOException {
    assertThat(keys("es.js")).containsExactlyElementsOf(keys("en.js")).hasSizeGreaterThan(100);
  }

  private static List<String> keys(String file) throws IOException {
    return Pattern.compile("(?m)^  '(.*?)': '.*[^ ]',$")
        .matcher(Files.readString(FILES.resolve(file)))
        .results()
        .map(text -> text.group(1))
        .toList();
  }

  @Test
  void filesOfAnotherVersionAreNotFound() throws Exception {
    HttpResponse<String> answer = api.send("GET", "/assets/0123456789abcdef/app.js", "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }
}
