package com.globant.hiring.domain.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @Test
  void charactersBeyondTheBasicPlaneComeAfterAllOthers() {
    // U+1F680 is stored as surrogates, which are numbered below U+FFFD.
    assertThat("\uD83D\uDE80".compareTo("\uFFFD")).isNegative();
    assertThat(compare("\uD83D\uDE80", "\uFFFD")).isPositive();
    assertThat(compare("a\uD83D\uDE80", "a\uFF21")).isPositive();
    assertThat(compare("\uFFFD", "\uD83D\uDE80")).isNegative();
    assertThat(compare("\uD83D\uDE80", "\uD83D\uDE81")).isNegative();
    assertThat(compare("\uD83D\uDE80", "\uD83E\uDD80")).isNegative();
  }

  @ParameterizedTest
  @CsvSource({
    "apple,Zebra",
    "APPLE,zebra",
    "Ética,Zoo",
    "ético,Etna",
    "Ñandú,naranja",
    "naranja,Ñu",
    "Straße,Strata",
    "straßen,Strassfurt",
    "Österreich,Ozean",
    "Ωμέγα,ώρα",
    "ΟΔΟΣ,οδόσα",
    "Istanbul,İzmir",
    "ılgaz,Izmir",
    "Sales_EU,SalesA",
    "A b,Ab",
    "Zebra,Ørsted",
    "Ártica,Årtice",
    "ﬁnance,Finanz",
  })
  void lettersCountBeforeCaseAndAccents(String first, String second) {
    assertThat(compare(first, second)).isNegative();
    assertThat(compare(second, first)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "SALES,Sales",
    "Sales,sales",
    "Etica,Ética",
    "É,é",
    "Straße,strasse",
    "Sa\u0308les,S\u00e4les",
  })
  void namesWithTheSameLettersAreOrderedByCodePoints(String first, String second) {
    assertThat(compare(first, second)).isNegative();
    assertThat(compare(second, first)).isPositive();
  }

  @Test
  void aNameEqualsOnlyItself() {
    assertThat(compare("Sales", "Sales ")).isNegative();
    assertThat(compare("Sales", "Sales")).isZero();
  }

  @Test
  void missingNamesComeFirstAndTheEmptyOneNext() {
    assertThat(compare(null, "")).isNegative();
    assertThat(compare("", " ")).isNegative();
    assertThat(compare(null, null)).isZero();
  }

  @Property
  void theOrderIsThatOfLettersThenOfBytesInUtf8(
      @ForAll("names") String one, @ForAll("names") String other) {
    int letters = compareBytes(plain(one), plain(other));

    assertThat(compare(one, other))
        .isEqualTo(Integer.signum(letters == 0 ? compareBytes(one, other) : letters));
  }

  @Property
  void placesAmongManyAreThoseAmongTwo(@ForAll("nameLists") List<String> names) {
    List<@Nullable String> all = new ArrayList<>(names);
    all.add(null);
    ToIntFunction<@Nullable String> places = Names.places(all.stream());

    for (String one : all) {
      for (String other : all) {
        assertThat(Integer.compare(places.applyAsInt(one), places.applyAsInt(other)))
            .isEqualTo(compare(one, other));
      }
    }
  }

  /** By their places, if there are no other names. */
  private static int compare(@Nullable String one, @Nullable String other) {
    ToIntFunction<@Nullable String> places = Names.places(Stream.of(one, other));
    return Integer.compare(places.applyAsInt(one), places.applyAsInt(other));
  }

  private static int compareBytes(String one, String other) {
    return Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  /** Of the names that are made here. */
  private static String plain(String name) {
    return name.replace("é", "e").replace("E\u0301", "e").replace("A", "a");
  }

  @Provide
  Arbitrary<List<String>> nameLists() {
    return names().list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
            "a",
            "A",
            "b",
            "é",
            "E\u0301",
            "\uD7FF",
            "\uE000",
            "\uFFFD",
            "\uD83D\uDE80",
            "\uD83D\uDE81",
            "\uDBFF\uDFFF")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }
}
