package com.globant.hiring.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void charactersBeyondTheBasicPlaneComeAfterAllOthers() {
    // U+1F680 is stored as surrogates, which are numbered below U+FFFD.
    assertThat("\uD83D\uDE80".compareTo("\uFFFD")).isNegative();
    assertThat(Names.ORDER.compare("\uD83D\uDE80", "\uFFFD")).isPositive();
    assertThat(Names.ORDER.compare("a\uD83D\uDE80", "a\uFF21")).isPositive();
    assertThat(Names.ORDER.compare("\uFFFD", "\uD83D\uDE80")).isNegative();
    assertThat(Names.ORDER.compare("\uD83D\uDE80", "\uD83D\uDE81")).isNegative();
    assertThat(Names.ORDER.compare("\uD83D\uDE80", "\uD83E\uDD80")).isNegative();
  }

  @Test
  void caseAndAccentsCount() {
    assertThat(Names.ORDER.compare("Zebra", "apple")).isNegative();
    assertThat(Names.ORDER.compare("Ética", "Zoo")).isPositive();
    assertThat(Names.ORDER.compare("Sales", "Sales ")).isNegative();
    assertThat(Names.ORDER.compare("Sales", "Sales")).isZero();
  }

  @Test
  void missingNamesComeFirstAndTheEmptyOneNext() {
    assertThat(Names.ORDER.compare(null, "")).isNegative();
    assertThat(Names.ORDER.compare("", " ")).isNegative();
    assertThat(Names.ORDER.compare(null, null)).isZero();
  }

  @Property
  void namesAreOrderedAsTheirBytesInUtf8(
      @ForAll("names") String one, @ForAll("names") String other) {
    assertThat(Integer.signum(Names.ORDER.compare(one, other)))
        .isEqualTo(
            Integer.signum(Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8))));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
            "a", "é", "\uD7FF", "\uE000", "\uFFFD", "\uD83D\uDE80", "\uD83D\uDE81", "\uDBFF\uDFFF")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }
}
