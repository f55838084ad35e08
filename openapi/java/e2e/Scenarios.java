import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.HiringException;
import com.globant.hiring.client.LoadEvent;
import com.globant.hiring.client.LoadOptions;
import com.globant.hiring.client.ProblemException;
import com.globant.hiring.client.Report;
import com.globant.hiring.client.model.HiresByQuarterRow;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.client.model.LoadStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Uses the client against a service, as told by the end-to-end tests; ends with 0 if all is right. */
public final class Scenarios {
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "everything" -> everything(client(System.getenv("HIRING_API_KEY")).build());
      case "keys" -> keys(args[1]);
      case "tokens" -> tokens(args[1]);
      case "upload" -> upload(Path.of(args[1]));
      case "killed" -> killed(Path.of(args[1]));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println("OK");
  }

  private static HiringClient.Builder client(String key) {
    HiringClient.Builder builder =
        HiringClient.builder(URI.create(System.getenv("HIRING_URL")))
            .schema(System.getenv("HIRING_SCHEMA"));
    return key == null ? builder : builder.apiKey(key);
  }

  private static void everything(HiringClient client) throws Exception {
    equal(client.whoAmI().getName(), "anonymous");
    equal(
        client.tables().stream().map(table -> table.getTable()).toList(),
        List.of("departments", "jobs", "hired_employees"));
    LoadOutcome departments =
        client.loadRows(
            "departments",
            List.of(
                Map.of("id", 1, "department", "Sales"), Map.of("id", 2, "department", "Legal")),
            LoadOptions.append());
    equal(departments.getRows().getInserted(), 2L);

    Path jobs = Files.writeString(Files.createTempFile("jobs", ".csv"), "1,Recruiter\nx,bad\n");
    LoadOutcome loaded =
        client.load("jobs", jobs, LoadOptions.append().idempotencyKey("e2e-java"));
    equal(loaded.getStatus(), LoadStatus.COMMITTED);
    equal(loaded.getRows().getInserted(), 1L);
    equal(loaded.getErrors().get(0).getCode(), "invalid_integer");
    equal(
        client.load("jobs", jobs, LoadOptions.append().idempotencyKey("e2e-java")).getLoadId(),
        loaded.getLoadId());
    equal(client.rejects(loaded.getLoadId()).map(row -> row.getRaw()).toList(), List.of("x,bad"));

    Path many =
        Files.writeString(
            Files.createTempFile("departments", ".csv"), "3,IT\n" + "x,bad\n".repeat(1500));
    LoadOutcome refusedRows = client.load("departments", many, LoadOptions.append());
    equal(client.rejects(refusedRows.getLoadId()).count(), 1500L);

    LoadOutcome running =
        client.loadRows(
            "hired_employees",
            List.of(
                Map.of(
                    "id", 1, "name", "Ada", "datetime", "2021-01-01T00:00:00Z",
                    "department_id", 1, "job_id", 1)),
            LoadOptions.append().async());
    try (Stream<LoadEvent> events = client.watch(running.getLoadId())) {
      List<LoadEvent> all = events.toList();
      equal(all.get(all.size() - 1).ended(), true);
      equal(all.get(all.size() - 1).load().getStatus(), LoadStatus.COMMITTED);
    }

    equal(client.loads("jobs", null).findFirst().orElseThrow().getLoadId(), loaded.getLoadId());
    equal(client.loads().limit(60).count() >= 4, true);
    equal(client.get(loaded.getLoadId()).getStatus(), LoadStatus.COMMITTED);

    List<HiresByQuarterRow> rows = client.report(Report.HIRES_BY_QUARTER, 2021);
    equal(rows.size(), 1);
    equal(rows.get(0).getDepartment() + rows.get(0).getJob() + rows.get(0).getQ1(), "SalesRecruiter1");
    Path report = Files.createTempFile("report", ".csv");
    client.report(Report.HIRES_BY_QUARTER, 2021, report);
    equal(Files.readString(report), "department,job,Q1,Q2,Q3,Q4\r\nSales,Recruiter,1,0,0,0\r\n");

    List<Map<String, ?>> bad = List.of(Map.of("id", "x", "job", "y"));
    ProblemException noRows =
        refused("no_rows_accepted", () -> client.loadRows("jobs", bad, LoadOptions.append()));
    equal(noRows.problem().getErrors().get(0).getColumn(), "id");
    refused("unknown_table", () -> client.loadRows("users", bad, LoadOptions.append()));
    refused(
        "unknown_column",
        () -> client.loadRows("jobs", List.of(Map.of("salary", 1)), LoadOptions.append()));
    refused(
        "invalid_parameter",
        () -> client.loadRows("jobs", bad, LoadOptions.append().with("on_error", "stop")));
    refused(
        "idempotency_key_reused",
        () -> client.load("jobs", many, LoadOptions.append().idempotencyKey("e2e-java")));
    refused("unknown_load", () -> client.get("nobody"));
    refused("load_ended", () -> client.cancel(loaded.getLoadId()));
    refused("invalid_parameter", () -> client.report(Report.HIRES_BY_QUARTER, 21));
    HiringClient nowhere =
        HiringClient.builder(URI.create("http://127.0.0.1:9"))
            .schema("hiring")
            .patience(Duration.ZERO)
            .build();
    try {
      nowhere.whoAmI();
      throw new AssertionError("no service listens there");
    } catch (ProblemException wrong) {
      throw new AssertionError(wrong);
    } catch (HiringException expected) {
      // The connection was refused.
    }
  }

  /** With the key of a reader in the environment, and that of a loader. */
  private static void keys(String loader) {
    HiringClient reader = client(System.getenv("HIRING_API_KEY")).build();
    List<Map<String, ?>> rows = List.of(Map.of("id", 1, "job", "Recruiter"));
    equal(reader.whoAmI().getRoles().size(), 1);
    refused("forbidden", () -> reader.loadRows("jobs", rows, LoadOptions.append()));
    refused("unauthorized", () -> client("wrong.key").build().whoAmI());
    equal(
        client(loader).build().loadRows("jobs", rows, LoadOptions.append()).getRows().getInserted(),
        1L);
  }

  /** With the token of a loader. Each request asks for the token again. */
  private static void tokens(String loader) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HiringClient client =
        client(null)
            .bearerToken(
                () -> {
                  asked.incrementAndGet();
                  return loader;
                })
            .build();
    equal(client.whoAmI().getName(), "e2e");
    List<Map<String, ?>> rows = List.of(Map.of("id", 1, "job", "Cook"));
    LoadOutcome loaded = client.loadRows("jobs", rows, LoadOptions.append());
    equal(loaded.getRows().getInserted(), 1L);
    equal(client.get(loaded.getLoadId()).getStatus().getValue(), "committed");
    equal(asked.get() >= 3, true);
    refused("unauthorized", () -> client(null).bearerToken(() -> loader + "x").build().whoAmI());
  }

  private static void upload(Path file) throws Exception {
    long[] sent = new long[1];
    LoadOutcome outcome =
        client(null)
            .build()
            .load("jobs", file, LoadOptions.append().progress((bytes, total) -> sent[0] = bytes));
    equal(outcome.getRows().getInserted(), 1L);
    equal(outcome.getBytes(), Files.size(file));
    equal(sent[0], Files.size(file));
  }

  /** Waits for a line of input when half of the file is sent. */
  private static void killed(Path file) {
    AtomicBoolean waited = new AtomicBoolean();
    LoadOutcome outcome =
        client(null)
            .build()
            .load(
                "jobs",
                file,
                LoadOptions.append()
                    .progress(
                        (sent, total) -> {
                          if (sent > total / 2 && waited.compareAndSet(false, true)) {
                            System.out.println("HALF");
                            readLine();
                          }
                        }));
    System.out.println("inserted " + outcome.getRows().getInserted());
  }

  private static void readLine() {
    try {
      while (System.in.read() != '\n') {}
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ProblemException refused(String code, Runnable call) {
    try {
      call.run();
    } catch (ProblemException problem) {
      equal(problem.code(), code);
      return problem;
    }
    throw new AssertionError("not refused with " + code);
  }

  private static void equal(Object is, Object expected) {
    if (!expected.equals(is)) {
      throw new AssertionError("expected %s, but it is %s".formatted(expected, is));
    }
  }
}
