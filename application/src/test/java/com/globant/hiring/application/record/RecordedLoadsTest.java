package com.globant.hiring.application.record;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.eventually;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.ScriptedBody;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.InMemoryLoadObserver;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.domain.report.HiringTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The records of loads, and what happens if loads are repeated or cancelled. */
class RecordedLoadsTest {
  private static final String SCHEMA = "hiring";

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final Workers workers = new Workers("load-test", 4);
  private final MigrateCsv migrateCsv =
      new MigrateCsv(
          workers,
          tables.records(),
          tables,
          new ListRowReader(3),
          spools,
          store,
          new InMemoryLoadObserver(),
          Duration.ofMillis(5),
          null);

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(tables.underWay()).isZero();
    assertThat(spools.open()).isZero();
  }

  @Test
  void recordOfALoadEqualsItsAnswer() {
    Loaded loaded = loaded(submission(null), "1,Sales\nx,Bad\n");

    LoadRecord kept = found(loaded.loadId());
    assertThat(kept.status()).isEqualTo(LoadStatus.COMMITTED);
    assertThat(kept.result().rows()).isEqualTo(loaded.rows());
    assertThat(kept.result().bytes()).isEqualTo(loaded.bytes());
    assertThat(kept.result().sha256()).isEqualTo(loaded.sha256());
    assertThat(kept.result().errors()).isEqualTo(loaded.errors());
    assertThat(kept.result().rejectsStored()).isTrue();
    assertThat(store.files()).containsOnlyKeys(LoadSubmission.rejectsKey(loaded.loadId(), false));
  }

  @Test
  void dryRunIsRecordedAsValidated() {
    Loaded loaded = loaded(submission(parameters(true, true), null), "1,Sales\n");

    assertThat(found(loaded.loadId()).status()).isEqualTo(LoadStatus.VALIDATED);
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS)).isEmpty();
  }

  @Test
  void refusedLoadIsRecordedWithItsProblem() {
    NotLoaded refused = notLoaded(submission(null), new TextBody("x,Bad\n"));

    LoadRecord kept = found(refused.loadId());
    assertThat(kept.status()).isEqualTo(LoadStatus.FAILED);
    assertThat(kept.problem()).isEqualTo(new Problem("no_rows_accepted", refused.detail()));
    assertThat(kept.result().rows().rejected()).isEqualTo(1);
    assertThat(kept.result().rejectsStored()).isTrue();
  }

  @Test
  void refusedRowsOfALoadWhoseCommitFailsAreNamedInItsRecord() {
    LoadSubmission load = submission(null);
    store.onStored(() -> tables.records().crash(load.loadId()));

    NotLoaded refused = notLoaded(load, new TextBody("1,Sales\nx,Bad\n"));

    assertThat(refused.code()).isEqualTo(RefusalCode.ABORTED);
    assertThat(refused.rejectsUrl()).isNotNull();
    LoadRecord kept = found(load.loadId());
    assertThat(kept.result().rejectsStored()).isTrue();
    assertThat(kept.result().rejectsKept()).isOne();
  }

  @Test
  void loadWhoseClientGoesAwayIsRecordedAsAborted() {
    LoadSubmission load = submission("key");
    ScriptedBody body = ScriptedBody.csv("1,Sales\n").thenFails(new BodyInterrupted("gone"));

    assertThatThrownBy(() -> await(migrateCsv.run(load, body))).isInstanceOf(BodyInterrupted.class);

    assertThat(found(load.loadId()).status()).isEqualTo(LoadStatus.ABORTED);
    assertThat(loaded(submission("key"), "1,Sales\n").replayed()).isFalse();
  }

  @Test
  void loadWhoseConnectionDiedEndsWhileItsClientPauses() {
    ScriptedBody stalled = ScriptedBody.csv("1,Sales\n").thenStalls();
    LoadSubmission load = submission(null);
    CompletionStage<LoadOutcome> running = migrateCsv.run(load, stalled);
    stalled.awaitStalled();

    tables.records().crash(load.loadId());

    assertThat(await(running))
        .isInstanceOfSatisfying(
            NotLoaded.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.ABORTED));
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS)).isEmpty();
  }

  @Test
  void repeatedRequestGivesTheFirstAnswerAndLoadsNothing() {
    Loaded first = loaded(submission("key"), "1,Sales\nx,Bad\n");
    Loaded second = loaded(submission("key"), "1,Sales\nx,Bad\n");

    assertThat(second.replayed()).isTrue();
    assertThat(second.loadId()).isEqualTo(first.loadId());
    assertThat(second.rows()).isEqualTo(first.rows());
    assertThat(second.errors()).isEqualTo(first.errors());
    assertThat(second.elapsedMillis()).isEqualTo(first.elapsedMillis());
    assertThat(read(second)).isEqualTo(read(first));
    assertThat(tables.commits(SCHEMA)).containsOnlyKeys(first.loadId());
  }

  @Test
  void differentBodyUnderTheSameKeyIsRefused() {
    loaded(submission("key"), "1,Sales\n");

    NotLoaded refused = notLoaded(submission("key"), new TextBody("1,Sales"));

    assertThat(refused.code()).isEqualTo(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(tables.commits(SCHEMA)).hasSize(1);
  }

  @Test
  void repeatedBodyIsReadToItsEndAndClosed() {
    String csv = "1,Sales\n2,Legal\n".repeat(5000);
    loaded(submission("key"), csv);

    ScriptedBody again = ScriptedBody.csv(csv);

    assertThat(await(migrateCsv.run(submission("key"), again)).rows().read()).isEqualTo(10_000);
    assertThat(again.pulled()).isEqualTo(csv.length());
    again.awaitClosed();
  }

  @Test
  void repeatedBodyThatBreaksOffIsAnInterruption() {
    loaded(submission("key"), "1,Sales\n");
    IOException reset = new IOException("reset by peer");
    ScriptedBody again = ScriptedBody.csv("1,Sales\n").thenFails(reset);

    assertThatThrownBy(() -> await(migrateCsv.run(submission("key"), again)))
        .isInstanceOf(BodyInterrupted.class)
        .hasCause(reset);
    again.awaitClosed();
  }

  @Test
  void otherParametersUnderTheSameKeyAreRefusedBeforeTheBodyIsRead() {
    loaded(submission("key"), "1,Sales\n");
    TextBody body = new TextBody("1,Sales\n");

    NotLoaded refused = notLoaded(submission(parameters(false, false), "key"), body);

    assertThat(refused.code()).isEqualTo(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(body.opened()).isFalse();
    assertThat(body.abandoned()).isTrue();
  }

  @Test
  void keyOfARunningLoadIsInUse() {
    ScriptedBody stalled = ScriptedBody.csv("1,Sales\n").thenStalls();
    LoadSubmission first = submission("key");
    CompletionStage<LoadOutcome> running = migrateCsv.run(first, stalled);
    stalled.awaitStalled();

    NotLoaded refused = notLoaded(submission("key"), new TextBody("1,Sales\n"));

    assertThat(refused.code()).isEqualTo(RefusalCode.IDEMPOTENCY_KEY_IN_USE);
    assertThat(refused.detail()).contains(first.loadId());
    stalled.abandon();
    assertThatThrownBy(() -> await(running)).isInstanceOf(BodyInterrupted.class);
  }

  @Test
  void loadCancelledWhileItsClientPausesIsRolledBack() {
    ScriptedBody stalled = ScriptedBody.csv("1,Sales\n").thenStalls();
    LoadSubmission load = submission("key");
    CompletionStage<LoadOutcome> running = migrateCsv.run(load, stalled);
    stalled.awaitStalled();

    assertThat(await(tables.records().requestCancel(load.loadId()))).isTrue();

    assertThat(await(running))
        .isInstanceOfSatisfying(
            NotLoaded.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.CANCELLED));
    assertThat(found(load.loadId()).status()).isEqualTo(LoadStatus.CANCELLED);
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS)).isEmpty();
  }

  @Test
  void progressIsRecordedAgainAfterFailures() {
    tables.records().failProgress(3);
    ScriptedBody stalled = ScriptedBody.csv("1,Sales\n2,Legal\n3,IT\n4,HR\n").thenStalls();
    LoadSubmission load = submission(null);
    CompletionStage<LoadOutcome> running = migrateCsv.run(load, stalled);

    stalled.awaitStalled();
    eventually(() -> assertThat(found(load.loadId()).result().bytes()).isEqualTo(26));

    assertThat(await(tables.records().requestCancel(load.loadId()))).isTrue();
    assertThat(await(running)).isInstanceOf(NotLoaded.class);
  }

  @Test
  void loadDoesNotBeginWithoutItsRecord() {
    tables.records().setUnavailable(true);
    TextBody body = new TextBody("1,Sales\n");

    assertThat(notLoaded(submission(null), body).code())
        .isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);

    assertThat(body.opened()).isFalse();
    assertThat(tables.commits(SCHEMA)).isEmpty();
  }

  private String read(Loaded loaded) {
    return new String(
        store.read(Objects.requireNonNull(loaded.rejectsUrl())).orElseThrow(),
        StandardCharsets.UTF_8);
  }

  private LoadRecord found(String loadId) {
    return await(tables.records().find(loadId)).orElseThrow();
  }

  private Loaded loaded(LoadSubmission submission, String csv) {
    LoadOutcome outcome = await(migrateCsv.run(submission, new TextBody(csv)));
    assertThat(outcome).isInstanceOf(Loaded.class);
    return (Loaded) outcome;
  }

  private NotLoaded notLoaded(LoadSubmission submission, Body body) {
    LoadOutcome outcome = await(migrateCsv.run(submission, body));
    assertThat(outcome).isInstanceOf(NotLoaded.class);
    return (NotLoaded) outcome;
  }

  private static LoadSubmission submission(@Nullable String key) {
    return submission(parameters(true, false), key);
  }

  private static LoadSubmission submission(LoadRequest request, @Nullable String key) {
    return new LoadSubmission(UUID.randomUUID().toString(), request, "ana", "request", key);
  }

  private static LoadRequest parameters(boolean append, boolean dryRun) {
    return request(HiringTables.DEPARTMENTS).append(append).dryRun(dryRun).build();
  }
}
