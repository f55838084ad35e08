package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RowRulesPropertyTest {
  private static final Table HIRES = HiringTables.HIRED_EMPLOYEES;
  private static final Map<ForeignKey, KeySet> KEYS =
      Map.of(
          HIRES.foreignKeys().get(0), Set.of(1, 2)::contains,
          HIRES.foreignKeys().get(1), Set.of(3)::contains);

  /** Fields, each right for some column and wrong for others. */
  private static final List<@Nullable String> FIELDS =
      Arrays.asList(
          null,
          "",
          "1",
          " 3",
          "7",
          "2.0",
          "2.5",
          "2147483648",
          "Ann",
          "x".repeat(256),
          "2021-11-07",
          "0001-01-01",
          "Jos" + Undecodable.of((byte) 0xE9));

  @Property(tries = 3000)
  void aRowIsRefusedForItsFirstFaultAndForNothingElse(
      @ForAll("records") List<@Nullable String> fields, @ForAll MissingValues missing) {
    RowOutcome outcome = rules(ColumnOrder.of(HIRES), missing).check(row(fields));

    String fault = firstFault(fields, missing);
    if (outcome instanceof RowRejected rejected) {
      assertThat(rejected.column() + " " + rejected.code()).isEqualTo(fault);
    } else {
      assertThat(fault).isNull();
    }
  }

  @Property
  void theOrderOfTheColumnsDoesNotMatter(
      @ForAll("records") List<@Nullable String> fields,
      @ForAll MissingValues missing,
      @ForAll Random random) {
    List<Integer> places = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    Collections.shuffle(places, random);
    @Nullable String[] header = new String[5];
    @Nullable String[] shuffled = new String[5];
    for (int column = 0; column < 5; column++) {
      header[places.get(column)] = HIRES.columnNames().get(column);
      shuffled[places.get(column)] = fields.get(column);
    }
    ColumnOrder order = ColumnOrder.ofHeader(HIRES, null, RawRow.of(1, "", header));

    RowOutcome inOrder = rules(ColumnOrder.of(HIRES), missing).check(row(fields));
    RowOutcome reordered = rules(order, missing).check(RawRow.of(2, "raw", shuffled));

    assertThat(described(reordered)).isEqualTo(described(inOrder));
  }

  /** A refusal as it is, a row with all that it holds. */
  private static Object described(RowOutcome outcome) {
    return outcome instanceof Row row
        ? row.line() + ": " + row.values() + " " + row.raw()
        : outcome;
  }

  @Property
  void anotherNumberOfFieldsIsRefusedWhateverTheyAre(
      @ForAll("lists") List<@Nullable String> fields, @ForAll MissingValues missing) {
    Assume.that(fields.size() < 5 || row(fields).filledCount() > 5);

    RowOutcome outcome = rules(ColumnOrder.of(HIRES), missing).check(row(fields));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RowRejected.class,
            rejected ->
                assertThat(rejected.code())
                    .isEqualTo(
                        fields.size() < 5
                            ? RowErrorCode.TOO_FEW_FIELDS
                            : RowErrorCode.TOO_MANY_FIELDS));
  }

  @Property
  void emptyFieldsAtTheEndOfARecordArePassedOver(
      @ForAll("records") List<@Nullable String> fields,
      @ForAll MissingValues missing,
      @ForAll @IntRange(max = 3) int nulls) {
    List<@Nullable String> more = new ArrayList<>(fields);
    more.addAll(Collections.nCopies(nulls, null));
    more.add("");

    assertThat(rules(ColumnOrder.of(HIRES), missing).check(row(more)))
        .usingRecursiveComparison()
        .isEqualTo(rules(ColumnOrder.of(HIRES), missing).check(row(fields)));
  }

  @Property
  void anyTextOfDepartmentsIsStoredOrRefusedForWhatItIs(@ForAll String name) {
    RowRules rules =
        new RowRules(
            HiringTables.DEPARTMENTS,
            ColumnOrder.of(HiringTables.DEPARTMENTS),
            MissingValues.REJECT,
            Map.of());

    RowOutcome outcome = rules.check(RawRow.of(1, "", "1", name));

    if (outcome instanceof Row row) {
      assertThat(row.values()).containsExactly(1, name);
    } else if (outcome instanceof RowRejected rejected) {
      assertThat(rejected.code() == RowErrorCode.INVALID_ENCODING)
          .isEqualTo(Undecodable.isIn(name));
      assertThat(rejected.code() == RowErrorCode.TOO_LONG)
          .isEqualTo(!Undecodable.isIn(name) && name.codePoints().count() > 255);
    }
  }

  @Provide
  Arbitrary<List<@Nullable String>> records() {
    return Arbitraries.of(FIELDS).list().ofSize(5);
  }

  @Provide
  Arbitrary<List<@Nullable String>> lists() {
    return Arbitraries.of(FIELDS).list().ofMaxSize(8).filter(fields -> fields.size() != 5);
  }

  private static RowRules rules(ColumnOrder order, MissingValues missing) {
    return new RowRules(HIRES, order, missing, KEYS);
  }

  private static RawRow row(List<@Nullable String> fields) {
    return RawRow.of(2, "raw", fields.toArray(new String[0]));
  }

  private static @Nullable String firstFault(List<@Nullable String> fields, MissingValues missing) {
    for (int column = 0; column < 5; column++) {
      RowErrorCode fault = fault(column, fields.get(column), missing);
      if (fault != null) {
        return HIRES.columnNames().get(column) + " " + fault;
      }
    }
    for (int column = 3; column < 5; column++) {
      String field = fields.get(column);
      Set<String> known = column == 3 ? Set.of("1", "2.0") : Set.of(" 3");
      if (field != null && !field.isEmpty() && !known.contains(field)) {
        return HIRES.columnNames().get(column) + " " + RowErrorCode.UNKNOWN_REFERENCE;
      }
    }
    return null;
  }

  private static @Nullable RowErrorCode fault(
      int column, @Nullable String field, MissingValues missing) {
    if (field == null || (field.isEmpty() && column != 1)) {
      return column == 0 || missing == MissingValues.REJECT ? RowErrorCode.REQUIRED : null;
    }
    if (field.startsWith("Jos")) {
      return RowErrorCode.INVALID_ENCODING;
    }
    return switch (column) {
      case 1 -> field.length() == 256 ? RowErrorCode.TOO_LONG : null;
      case 2 ->
          switch (field) {
            case "2021-11-07" -> null;
            case "0001-01-01" -> RowErrorCode.OUT_OF_RANGE;
            default -> RowErrorCode.INVALID_DATETIME;
          };
      default ->
          switch (field) {
            case "1", " 3", "7", "2.0" -> null;
            case "2147483648" -> RowErrorCode.OUT_OF_RANGE;
            default -> RowErrorCode.INVALID_INTEGER;
          };
    };
  }
}
