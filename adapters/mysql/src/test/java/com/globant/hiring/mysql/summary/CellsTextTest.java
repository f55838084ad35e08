package com.globant.hiring.mysql.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.mysql.summary.HireCells.Cell;
import java.io.UncheckedIOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class CellsTextTest {
  private static final int YEAR = 2021;

  @Property
  void cellsAreReadAsTheyWereWritten(@ForAll("cells") List<Cell> cells) {
    assertThat(read(CellsText.of(cells))).isEqualTo(cells);
  }

  @Property
  void rowsAreSummedWithoutCellsOfZeros(
      @ForAll("cells") List<Cell> one, @ForAll("cells") List<Cell> other) {
    HireCells expected = new HireCells();
    one.forEach(expected::add);
    other.forEach(expected::add);

    assertThat(read(CellsText.of(one), CellsText.of(other))).isEqualTo(expected.drain());
  }

  @Property
  void cellsAndTheirNegativesSumToNothing(@ForAll("cells") List<Cell> cells) {
    List<Cell> negative =
        cells.stream()
            .map(
                cell ->
                    cell(
                        cell.departmentId(),
                        cell.jobId(),
                        -cell.q1(),
                        -cell.q2(),
                        -cell.q3(),
                        -cell.q4()))
            .toList();

    assertThat(read(CellsText.of(cells), CellsText.of(negative))).isEmpty();
  }

  @Example
  void blanksAddedByTheDatabaseAreAllowed() {
    assertThat(read("[ [-7, -3, 1, 2, 3, 4],\n[-7,5,0,0,0,6] ]"))
        .containsExactly(cell(-7, -3, 1, 2, 3, 4), cell(-7, 5, 0, 0, 0, 6));
  }

  @Example
  void invalidTextFails() {
    for (String text :
        List.of("[[0,1,2,3,4,5", "[[0,1,2,3,4,5]", "[[1,2,3,4,5]]", "[[0,1,2,3,4,\"5\"]]", "[[1")) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(text);
    }
  }

  private static List<Cell> read(String... rows) {
    HireCells sums = new HireCells();
    for (String row : rows) {
      CellsText.addTo(sums, YEAR, row);
    }
    return sums.drain();
  }

  @Provide
  Arbitrary<List<Cell>> cells() {
    Arbitrary<Integer> department = Arbitraries.integers().between(-2, 2);
    Arbitrary<Long> job =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.longs().between(-16, 15)),
            Tuple.of(1, Arbitraries.just(HireCells.NO_JOB)));
    Arbitrary<Long> count = Arbitraries.longs().between(-3, 1L << 40);
    return Combinators.combine(department, job, count, count, count, count)
        .as(CellsTextTest::cell)
        .filter(cell -> !cell.isZero())
        .list()
        .uniqueElements(cell -> List.of(cell.departmentId(), cell.jobId()))
        .ofMaxSize(30)
        .map(cells -> cells.stream().sorted(Cell::compare).toList());
  }

  private static Cell cell(int department, long job, long q1, long q2, long q3, long q4) {
    return new Cell(YEAR, department, job, q1, q2, q3, q4);
  }
}
