package com.globant.hiring.mysql.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.mysql.summary.HireCells.Cell;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CellGroupTest {
  private static final int YEAR = 2021;
  private static final int DEPARTMENT = -7;

  @Property
  void whatIsWrittenIsReadAgain(@ForAll("cells") List<Cell> cells) {
    StringBuilder text = new StringBuilder();
    CellGroup.write(cells, text);

    assertThat(CellGroup.read(YEAR, DEPARTMENT, text.toString())).isEqualTo(cells);
  }

  @Property
  void sumsAreThoseOfEachJobWithoutZeros(
      @ForAll("cells") List<Cell> one, @ForAll("cells") List<Cell> other) {
    Map<Long, Cell> expected = new TreeMap<>();
    one.forEach(cell -> expected.put(cell.jobId(), cell));
    other.forEach(cell -> expected.merge(cell.jobId(), cell, Cell::plus));
    expected.values().removeIf(Cell::isZero);

    assertThat(CellGroup.sum(one, other)).isEqualTo(List.copyOf(expected.values()));
  }

  @Property
  void nothingIsLeftOfCellsThatAreTakenAway(@ForAll("cells") List<Cell> cells) {
    List<Cell> negative = new ArrayList<>();
    for (Cell cell : cells) {
      negative.add(cell(cell.jobId(), -cell.q1(), -cell.q2(), -cell.q3(), -cell.q4()));
    }

    assertThat(CellGroup.sum(cells, negative)).isEmpty();
  }

  @Example
  void neighboursAreInOneGroupAlsoBelowZero() {
    List<Cell> cells = new ArrayList<>();
    for (long job : new long[] {-33, -32, -1, 0, 31, 32, HireCells.NO_JOB}) {
      cells.add(cell(job, 1, 0, 0, 0));
    }

    assertThat(CellGroup.grouped(cells))
        .isEqualTo(
            Map.of(
                new CellGroup(YEAR, DEPARTMENT, -2), cells.subList(0, 1),
                new CellGroup(YEAR, DEPARTMENT, -1), cells.subList(1, 3),
                new CellGroup(YEAR, DEPARTMENT, 0), cells.subList(3, 5),
                new CellGroup(YEAR, DEPARTMENT, 1), cells.subList(5, 6),
                new CellGroup(YEAR, DEPARTMENT, 1L << 26), cells.subList(6, 7)));
  }

  @Example
  void blanksThatADatabaseHasAddedDoNotMatter() {
    assertThat(CellGroup.read(YEAR, DEPARTMENT, "[ [-3, 1, 2, 3, 4],\n[5,0,0,0,6] ]"))
        .containsExactly(cell(-3, 1, 2, 3, 4), cell(5, 0, 0, 0, 6));
  }

  @Example
  void whatIsCutOrNoNumberIsNotTakenForCells() {
    for (String text : new String[] {"[[1,2,3,4", "[[1,2,3,4]]", "[[1,2,3,4,\"5\"]]", "[[1,2"}) {
      assertThatThrownBy(() -> CellGroup.read(YEAR, DEPARTMENT, text))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(text);
    }
  }

  @Provide
  Arbitrary<List<Cell>> cells() {
    Arbitrary<Long> count = Arbitraries.longs().between(-3, 1L << 40);
    return Combinators.combine(Arbitraries.longs().between(-16, 15), count, count, count, count)
        .as(CellGroupTest::cell)
        .filter(cell -> !cell.isZero())
        .list()
        .uniqueElements(Cell::jobId)
        .ofMaxSize(CellGroup.JOBS)
        .map(cells -> cells.stream().sorted(Cell::compare).toList());
  }

  private static Cell cell(long job, long q1, long q2, long q3, long q4) {
    return new Cell(YEAR, DEPARTMENT, job, q1, q2, q3, q4);
  }
}
