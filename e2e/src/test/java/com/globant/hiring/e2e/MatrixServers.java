package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.globant.hiring.mysql.TestDatabase;
import java.util.List;

/** The servers that {@code load-tests/servers} starts, by the system properties it prints. */
final class MatrixServers {
  private MatrixServers() {}

  /** Skips the test if there is no such server. */
  static TestDatabase named(String role) {
    String address = System.getProperty("servers." + role, "");
    assumeFalse(address.isEmpty(), "servers." + role + " is not set; see load-tests/servers");
    int colon = address.lastIndexOf(':');
    return new TestDatabase(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), "root", "");
  }

  static Sql sql(TestDatabase server) {
    return new Sql(server, "");
  }

  /** Runs a test with a global setting, and restores the setting. */
  static void under(Sql sql, String assignment, Runnable test) {
    String name = assignment.substring(0, assignment.indexOf('=')).strip();
    String before = sql.rows("SELECT @@GLOBAL." + name).get(0);
    sql.execute("SET GLOBAL " + assignment);
    try {
      test.run();
    } finally {
      sql.execute(
          "SET GLOBAL %s = %s"
              .formatted(name, before.matches("-?\\d+") ? before : "'" + before + "'"));
    }
  }

  static final String DEPARTMENTS = "1,Sales\n2,Legal\n";

  /** Loads and reports in all ways; the outcome must be the same on every server. */
  static void work(HiringServer server, Sql sql) {
    server.load("departments", DEPARTMENTS).assertLoaded(2, 2, 0, 0, 0);
    server.load("jobs", "1,Clerk\n2,Cook\n3,\n").assertLoaded(3, 3, 0, 0, 0);
    server.stream("hired_employees", () -> new GeneratedHires(30_000))
        .assertLoaded(30_000, 30_000, 0, 0, 0);
    server
        .load(
            "hired_employees",
            "30001,Ana,2021-05-05T01:02:03.456789Z,1,1\n30002,Zo\u00eb \ud83d\ude00,2021-11-30T23:30:00Z,2,2\n30003,x,2021-01-01,9,1\n1,again,2021-01-01,1,1\n",
            "append=true",
            "on_duplicate=ignore")
        .assertLoaded(4, 2, 0, 1, 1);
    server
        .load(
            "hired_employees",
            "30001,Ana Lena,2021-05-05,2,2\n",
            "append=true",
            "on_duplicate=update")
        .assertLoaded(1, 0, 1, 0, 0);
    assertThat(
            sql.rows(
                "SELECT name, DATE_FORMAT(`datetime`, '%Y-%m-%d %T.%f'), department_id, HEX(name) FROM hired_employees WHERE id > 30000 ORDER BY id"))
        .containsExactly(
            "Ana Lena|2021-05-05 00:00:00.000000|2|416E61204C656E61",
            "Zo\u00eb \ud83d\ude00|2021-11-30 23:30:00.000000|2|5A6FC3AB20F09F9880");
    List<String> report =
        server
            .get("/first_sql_requirement?year=2021", "Accept", "text/csv")
            .assertStatus(200)
            .text()
            .lines()
            .toList();
    assertThat(report.get(0)).isEqualTo("department,job,Q1,Q2,Q3,Q4");
    assertThat(report).anyMatch(line -> line.startsWith("Legal,Cook,"));
    assertThat(
            report.stream()
                .skip(1)
                .flatMap(line -> List.of(line.split(",", -1)).stream().skip(2))
                .mapToLong(Long::parseLong)
                .sum())
        .as("hires of 2021 in %s", report)
        .isEqualTo(
            Long.parseLong(
                sql.rows("SELECT COUNT(*) FROM hired_employees WHERE YEAR(`datetime`) = 2021")
                    .get(0)));
    server.load("departments", "3,Other\n").assertProblem(409, "referenced_rows");
    assertThat(sql.count("hired_employees")).isEqualTo(30_002);
  }
}
