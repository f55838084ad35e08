package com.globant.hiring.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkedFilesTest {
  private final List<String> files = new ArrayList<>();

  private ChunkedFiles files(int lines) {
    return new ChunkedFiles(
        lines, (content, number) -> files.add(number + ": " + new String(content, UTF_8)));
  }

  @Test
  void eachFileHasItsLinesAndTheLastOneTheRest() throws IOException {
    ChunkedFiles chunked = files(2);

    chunked.write("1\n2\n3\n4\n5\n".getBytes(UTF_8));
    chunked.close();
    chunked.close();

    assertThat(files).containsExactly("0: 1\n2\n", "1: 3\n4\n", "2: 5\n");
    assertThat(chunked.bytes()).isEqualTo(10);
  }

  @Test
  void nothingIsNoFile() {
    files(2).close();

    assertThat(files).isEmpty();
  }
}
