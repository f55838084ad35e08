package com.globant.hiring.application.load;

import static com.globant.hiring.application.Stages.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link RowReader} does, whatever it knows of CSV beyond commas and line ends. */
public abstract class RowReaderContract {

  /** The reader under test. */
  protected abstract RowReader reader();

  @Test
  void rowsComeInTheOrderOfTheBodyWithTheirLines() {
    List<RawRow> rows = rowsOf(ScriptedBody.csv("1,Sales\n2,Support\n"));

    assertThat(rows).extracting(RawRow::line).containsExactly(1L, 2L);
    assertThat(rows).extracting(row -> row.field(0)).containsExactly("1", "2");
    assertThat(rows).extracting(row -> row.field(1)).containsExactly("Sales", "Support");
    assertThat(rows)
        .extracting(row -> row.raw().toString())
        .containsExactly("1,Sales", "2,Support");
  }

  @Test
  void whatHasNoCharactersIsMissing() {
    RawRow row = rowsOf(ScriptedBody.csv("1,\n")).get(0);

    assertThat(row.fieldCount()).isEqualTo(2);
    assertThat(row.field(1)).isNull();
  }

  @Test
  void everyRowComesOnceHoweverManyThereAre() {
    StringBuilder text = new StringBuilder();
    List<String> ids = new ArrayList<>();
    for (int id = 1; id <= 2500; id++) {
      text.append(id).append(",Sales\n");
      ids.add(String.valueOf(id));
    }

    assertThat(rowsOf(ScriptedBody.csv(text.toString())))
        .extracting(row -> row.field(0))
        .isEqualTo(ids);
  }

  @Test
  void anEmptyBodyHasNoBatch() {
    assertThat(rowsOf(ScriptedBody.csv(""))).isEmpty();
  }

  @Test
  void theEndStaysTheEnd() {
    RowBatches batches = opened(ScriptedBody.csv("1,Sales\n"));

    assertThat(resultOf(batches.next())).isPresent();
    assertThat(resultOf(batches.next())).isEmpty();
    assertThat(resultOf(batches.next())).isEmpty();
  }

  @Test
  void theStreamIsClosedByTheEnd() {
    ScriptedBody body = ScriptedBody.csv("1,Sales\n");
    rowsOf(body);

    body.awaitClosed();
  }

  @Test
  void theStreamIsClosedWithTheBatches() {
    ScriptedBody body = ScriptedBody.csv("1,Sales\n");

    opened(body).close();

    body.awaitClosed();
    assertThat(body.isAbandoned()).isTrue();
  }

  @Test
  void whatTheMediaTypeSaysOfAHeaderIsHandedOn() {
    ScriptedBody body =
        new ScriptedBody(
            BodyFormat.CSV, StandardCharsets.UTF_8, HeaderLine.PRESENT, List.of(new byte[] {'1'}));

    RowBatches batches = opened(body);

    assertThat(batches.declaredHeader()).isEqualTo(HeaderLine.PRESENT);
    assertThat(batches.inTableOrder()).isFalse();
    assertThat(opened(ScriptedBody.csv("1,Sales\n")).declaredHeader()).isNull();
  }

  @Test
  void theDelimiterIsTheOneAskedForElseTheDeclaredOneElseTheComma() {
    assertDelimiter(null, null, Delimiter.COMMA);
    assertDelimiter(null, Delimiter.TAB, Delimiter.TAB);
    assertDelimiter(Delimiter.SEMICOLON, null, Delimiter.SEMICOLON);
    assertDelimiter(Delimiter.PIPE, Delimiter.TAB, Delimiter.PIPE);
  }

  private void assertDelimiter(
      @Nullable Delimiter asked, @Nullable Delimiter declared, Delimiter used) {
    ScriptedBody body = ScriptedBody.csv("1" + used.character() + "Sales\n").declaring(declared);

    try (RowBatches batches = resultOf(reader().open(HiringTables.DEPARTMENTS, asked, body))) {
      assertThat(batches.delimiter()).isEqualTo(used);
      assertThat(resultOf(batches.next()).orElseThrow().get(0).field(1)).isEqualTo("Sales");
    }
  }

  @Test
  void aRefusalByTheBodyPassesUnchanged() {
    Refused refusal = new Refused(RefusalCode.CORRUPT_ENCODING, "the gzip stream is broken");
    ScriptedBody body = ScriptedBody.csv("1,Sales\n").thenFails(refusal);

    assertThatThrownBy(() -> rowsOf(body)).isSameAs(refusal);
    body.awaitClosed();
  }

  @Test
  void aBodyThatBreaksOffIsInterrupted() {
    ScriptedBody body = ScriptedBody.csv("1,Sales\n").thenFails(new IOException("reset by peer"));

    assertThatThrownBy(() -> rowsOf(body)).isInstanceOf(BodyInterrupted.class);
    body.awaitClosed();
  }

  @Test
  void closingEndsAReadThatIsUnderWay() {
    ScriptedBody body = ScriptedBody.csv("1,Sales\n".repeat(200)).thenStalls();
    RowBatches batches = opened(body);
    CompletableFuture<Optional<List<RawRow>>> next = batches.next().toCompletableFuture();
    body.awaitStalled();

    batches.close();

    assertThatThrownBy(() -> resultOf(next)).isInstanceOf(BodyInterrupted.class);
    body.awaitClosed();
  }

  @Test
  void abandoningTheBodyEndsItsOpening() {
    ScriptedBody body = ScriptedBody.csv("1").thenStalls();
    CompletableFuture<RowBatches> opening =
        reader().open(HiringTables.DEPARTMENTS, null, body).toCompletableFuture();
    body.awaitStalled();

    body.abandon();

    assertThatThrownBy(() -> resultOf(opening)).isInstanceOf(BodyInterrupted.class);
    body.awaitClosed();
  }

  @Test
  void nothingIsReadAfterClosing() {
    RowBatches batches = opened(ScriptedBody.csv("1,Sales\n"));

    batches.close();
    batches.close();

    assertThatThrownBy(() -> resultOf(batches.next())).isInstanceOf(BodyInterrupted.class);
  }

  @Test
  void aDrainedBodyIsReadToItsEndAndClosed() {
    ScriptedBody body = ScriptedBody.csv("1,Sales\n\"never closed\n".repeat(5000));

    resultOf(reader().drain(body));

    assertThat(body.pulled()).isEqualTo(22 * 5000);
    body.awaitClosed();
  }

  @Test
  void aBodyThatBreaksOffWhileItIsDrainedIsInterrupted() {
    ScriptedBody body = ScriptedBody.csv("1,Sales\n").thenFails(new IOException("reset by peer"));

    assertThatThrownBy(() -> resultOf(reader().drain(body))).isInstanceOf(BodyInterrupted.class);
    body.awaitClosed();
  }

  @Test
  void abandoningTheBodyEndsItsDraining() {
    ScriptedBody body = ScriptedBody.csv("1").thenStalls();
    CompletableFuture<Void> draining = reader().drain(body).toCompletableFuture();
    body.awaitStalled();

    body.abandon();

    assertThatThrownBy(() -> resultOf(draining)).isInstanceOf(BodyInterrupted.class);
    body.awaitClosed();
  }

  /** Opens a body of departments. */
  protected final RowBatches opened(Body body) {
    return resultOf(reader().open(HiringTables.DEPARTMENTS, null, body));
  }

  /** Reads a body of departments to its end. */
  protected final List<RawRow> rowsOf(Body body) {
    try (RowBatches batches = opened(body)) {
      List<RawRow> rows = new ArrayList<>();
      for (Optional<List<RawRow>> batch = resultOf(batches.next());
          batch.isPresent();
          batch = resultOf(batches.next())) {
        assertThat(batch.get()).isNotEmpty();
        rows.addAll(batch.get());
      }
      return rows;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
