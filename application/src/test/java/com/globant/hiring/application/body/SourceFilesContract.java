package com.globant.hiring.application.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link SourceFiles} does. */
public abstract class SourceFilesContract {
  /** Below it, files may be read; each test has one of its own. */
  protected abstract String folder();

  protected abstract SourceFiles sources();

  protected abstract void put(String name, byte[] content) throws Exception;

  protected abstract void delete(String name) throws Exception;

  @Test
  protected void fileIsFoundByItsName() throws Exception {
    put("a.csv", "1,Sales\n");

    List<SourceFile> found = sources().find(folder() + "a.csv");

    assertThat(found).extracting(SourceFile::name).containsExactly(folder() + "a.csv");
    assertThat(found.get(0).bytes()).isEqualTo(8);
    assertThat(content(found.get(0))).isEqualTo("1,Sales\n");
  }

  @Test
  protected void filesOfAFolderComeInTheOrderOfTheirBytes() throws Exception {
    // In UTF-16, the last two would be the other way round.
    List<String> names =
        List.of(
            "10.csv", "9.csv", "B.csv", "a/x.csv", "a/y/z.csv", "b.csv", "\uFF5E", "\uD83D\uDE80");
    for (int i = names.size() - 1; i >= 0; i--) {
      put(names.get(i), names.get(i));
    }

    assertThat(sources().find(folder()))
        .extracting(file -> file.name().substring(folder().length()))
        .containsExactlyElementsOf(names);
  }

  @Test
  protected void namesMayHaveAnyCharacters() throws Exception {
    List<String> names =
        List.of(
            "a b.csv", "a%20b.csv", "a+b.csv", "a%2Bb.csv", "año, 2021 & more=?.csv", "#1;x@y.csv");
    for (String name : names) {
      put(name, "content of " + name);
    }

    assertThat(sources().find(folder())).hasSize(names.size());
    for (String name : names) {
      SourceFile found = sources().find(folder() + name).get(0);
      assertThat(content(found)).isEqualTo("content of " + name);
    }
    for (SourceFile found : sources().find(folder())) {
      assertThat(content(found))
          .isEqualTo("content of " + found.name().substring(folder().length()));
    }
  }

  @Test
  protected void emptyFileIsRead() throws Exception {
    put("empty.csv", "");

    assertThat(content(sources().find(folder() + "empty.csv").get(0))).isEmpty();
  }

  @Test
  protected void versionDiffersIfTheContentDoes() throws Exception {
    put("a.csv", "1");
    SourceFile first = sources().find(folder() + "a.csv").get(0);
    assertThat(sources().find(folder()).get(0)).isEqualTo(first);

    put("a.csv", "2");

    assertThat(sources().find(folder() + "a.csv").get(0).version()).isNotEqualTo(first.version());
  }

  @Test
  protected void replacedFileIsNotRead() throws Exception {
    put("a.csv", "1");
    SourceFile found = sources().find(folder() + "a.csv").get(0);

    put("a.csv", "2");

    assertRefused(RefusalCode.SOURCE_CHANGED, () -> content(found));
  }

  @Test
  protected void deletedFileIsNotRead() throws Exception {
    put("a.csv", "1");
    SourceFile found = sources().find(folder() + "a.csv").get(0);

    delete("a.csv");

    assertRefused(RefusalCode.SOURCE_CHANGED, () -> content(found));
  }

  @Test
  protected void missingFileAndEmptyFolderAreNotFound() throws Exception {
    put("folder.csv", "1");

    assertRefused(RefusalCode.SOURCE_NOT_FOUND, () -> sources().find(folder() + "folder"));
    assertRefused(RefusalCode.SOURCE_NOT_FOUND, () -> sources().find(folder() + "nothing/"));
  }

  @Test
  protected void otherPlacesAreNotAllowed() {
    assertRefused(
        RefusalCode.SOURCE_NOT_ALLOWED, () -> sources().requireAllowed("s3://secrets/a.csv"));
    assertRefused(RefusalCode.SOURCE_NOT_ALLOWED, () -> sources().find("s3://secrets/"));
    sources().requireAllowed(folder());
  }

  @Test
  protected void closedStreamIsNotRead() throws Exception {
    put("a.csv", "1,Sales");
    InputStream opened = sources().open(sources().find(folder() + "a.csv").get(0));
    assertThat(opened.read()).isEqualTo('1');

    opened.close();

    assertThatThrownBy(opened::read).isInstanceOf(IOException.class);
  }

  protected final void put(String name, String content) throws Exception {
    put(name, content.getBytes(UTF_8));
  }

  protected final String content(SourceFile file) throws IOException {
    try (InputStream opened = sources().open(file)) {
      return new String(opened.readAllBytes(), UTF_8);
    }
  }

  protected static Refused assertRefused(RefusalCode code, ThrowingCallable call) {
    Refused refused = catchThrowableOfType(Refused.class, call);
    assertThat(refused.code()).isEqualTo(code);
    return refused;
  }
}
