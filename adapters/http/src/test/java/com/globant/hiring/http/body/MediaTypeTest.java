package com.globant.hiring.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.http.body.MediaType.Kind;
import java.nio.charset.Charset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @CsvSource({
    "text/csv,CSV",
    "Text/CSV; Charset=UTF-8,CSV",
    "application/octet-stream,CSV",
    "Text/Tab-Separated-Values,CSV",
    "text/plain;charset=UTF-8,CSV",
    "TEXT/X-CSV,CSV",
    "text/comma-separated-values,CSV",
    "application/csv,CSV",
    "application/x-csv,CSV",
    "application/vnd.ms-excel,CSV",
    "application/gzip,CSV",
    "application/x-gzip,CSV",
    "Application/Zstd,CSV",
    "application/json,JSON",
    "multipart/form-data; boundary=x,MULTIPART"
  })
  void kindOfABodyFollowsFromItsType(String header, Kind kind) {
    assertThat(MediaType.of(header).kind()).isEqualTo(kind);
  }

  @Test
  void noTypeIsCsv() {
    assertThat(MediaType.of(null).kind()).isEqualTo(Kind.CSV);
    assertThat(MediaType.of("").kind()).isEqualTo(Kind.CSV);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "application/zip",
        "text/html",
        "image/png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "nonsense"
      })
  void otherTypesAreRefusedWithAdvice(String header) {
    assertUnsupported(() -> MediaType.of(header).kind(), "text/csv", "curl", header);
  }

  @Test
  void workbookIsRefusedWithAdvice() {
    assertUnsupported(
        () -> MediaType.of("application/vnd.oasis.opendocument.spreadsheet").kind(),
        "save it as CSV");
  }

  @Test
  void charsetAndHeaderAreReadWithAndWithoutQuotes() {
    MediaType type = MediaType.of("text/csv; charset=\"Windows-1252\" ;header=Present");

    assertThat(type.charset()).isEqualTo(Charset.forName("windows-1252"));
    assertThat(type.header()).isEqualTo(HeaderLine.PRESENT);
    assertThat(MediaType.of("text/csv;header=absent").header()).isEqualTo(HeaderLine.ABSENT);
    assertThat(MediaType.of("text/csv").header()).isNull();
    assertThat(MediaType.of("text/csv").charset()).isNull();
  }

  @Test
  void onlyTabSeparatedValuesNameTheirDelimiter() {
    MediaType tabs = MediaType.of("text/Tab-Separated-Values; charset=utf-8");

    assertThat(tabs.delimiter()).isEqualTo(Delimiter.TAB);
    tabs.requireCsv();
    assertThat(MediaType.of("text/csv").delimiter()).isNull();
  }

  @Test
  void unknownParametersOfUseAreRefused() {
    assertUnsupported(() -> MediaType.of("text/csv; charset=klingon").charset(), "klingon");
    assertUnsupported(() -> MediaType.of("text/csv; header=maybe").header(), "maybe");
    assertUnsupported(() -> MediaType.of("multipart/form-data").boundary(), "boundary");
  }

  private static void assertUnsupported(ThrowingCallable call, String... inDetail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.UNSUPPORTED_MEDIA_TYPE);
              assertThat(refused.detail()).contains(inDetail);
            });
  }
}
