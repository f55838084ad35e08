package com.globant.hiring.local.samples;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Rows of hires, over 2020 to 2022. */
final class SampleHires implements SampleRows {
  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
  private static final int DAYS = 366 + 365 + 365;
  private static final int SECONDS_A_DAY = 24 * 60 * 60;

  private static final byte[][] DATES =
      utf8(FIRST_DAY.datesUntil(FIRST_DAY.plusDays(DAYS)).map(LocalDate::toString));

  private static final byte[][] FIRST_NAMES =
      utf8(
          "Ana",
          "Aïcha",
          "André",
          "Beatriz",
          "Björn",
          "Camila",
          "Chloé",
          "Darío",
          "Elif",
          "Emeka",
          "Fátima",
          "Georg",
          "Hanna",
          "Inés",
          "Ivo",
          "Jean-Luc",
          "José",
          "Kofi",
          "Lucía",
          "Łukasz",
          "María José",
          "Mateo",
          "Nadia",
          "Noé",
          "Olga",
          "Pia",
          "Quentin",
          "Renée",
          "Sofía",
          "Søren",
          "Thiago",
          "Uma",
          "Víctor",
          "Wanda",
          "Xóchitl",
          "Yuki",
          "Zoë");

  private static final byte[][] LAST_NAMES =
      utf8(
          "Abate",
          "Álvarez",
          "Brandão",
          "Castañeda",
          "Čapek",
          "D'Angelo",
          "de la Cruz",
          "Dvořák",
          "Eriksson",
          "Fernández",
          "García",
          "Güneş",
          "Haddad",
          "Ibarra",
          "Jørgensen",
          "Kowalski",
          "L'Ecuyer",
          "López",
          "Müller",
          "N'Diaye",
          "Nakamura",
          "Núñez",
          "O'Brien",
          "O'Neill",
          "Okafor",
          "Peña",
          "Quispe",
          "Rodríguez",
          "Şahin",
          "Smith",
          "Tanaka",
          "Ueda",
          "Vega",
          "Weiß",
          "Ximénez",
          "Yılmaz",
          "Zúñiga");

  /** What makes a name need quotes: one in this many has a title, one in as many a nickname. */
  private static final int RARE = 25;

  private static final byte[][] TITLES = utf8("Jr.", "PhD", "MBA", "M.D.");
  private static final byte[][] NICKNAMES = utf8("Bo", "Chico", "Flaca", "Kit", "Nene", "Pepa");

  /** Out of four hires, three have a job of their department. */
  private static final int OWN_JOB = 4;

  /** One more than a name may have. */
  private static final byte[] LONG_NAME = CsvBytes.field("Ñ".repeat(256));

  /** What an incomplete row may lack. */
  private enum Lacking {
    NOTHING,
    NAME,
    MOMENT,
    DEPARTMENT,
    JOB
  }

  private static final List<Lacking> SOMETHING =
      List.of(Lacking.NAME, Lacking.MOMENT, Lacking.DEPARTMENT, Lacking.JOB);

  private final SplitMix64 random;
  private final CsvBytes csv;
  private final int departments;
  private final int jobs;
  private final int jobsOfOne;

  SampleHires(SplitMix64 random, CsvBytes csv, int departments, int jobs) {
    this.random = random;
    this.csv = csv;
    this.departments = departments;
    this.jobs = jobs;
    this.jobsOfOne = Math.max(1, jobs / departments);
  }

  @Override
  public void complete(int id) {
    row(id, Lacking.NOTHING);
  }

  @Override
  public void incomplete(int id) {
    row(id, SOMETHING.get(random.below(SOMETHING.size())));
  }

  @Override
  public void invalid(int id) {
    switch (random.below(8)) {
      case 0 -> csv.add("no integer,Ana Vega,2021-07-27,1,1");
      case 1 -> csv.add("9999999999,Out of Range,2021-07-27,1,1");
      case 2 -> csv.add(id).add(",Impossible Date,2021-02-30T08:00:00Z,1,1");
      case 3 -> csv.add(id).add(",Other Date,07/27/2021,1,1");
      case 4 -> csv.add(id).add(',').add(LONG_NAME).add(",2021-07-27,1,1");
      case 5 -> csv.add(id).add(",Unknown Department,2021-07-27,").add(departments + 1L).add(",1");
      case 6 -> csv.add(id).add(",Too Few,2021-07-27");
      default -> csv.add(id).add(",Too Many,2021-07-27,1,1,1");
    }
  }

  private void row(int id, Lacking lacking) {
    csv.add(id).add(',');
    if (lacking != Lacking.NAME) {
      name();
    }
    csv.add(',');
    if (lacking != Lacking.MOMENT) {
      moment();
    }
    csv.add(',');
    int department = department();
    if (lacking != Lacking.DEPARTMENT) {
      csv.add(department);
    }
    csv.add(',');
    if (lacking != Lacking.JOB) {
      csv.add(job(department));
    }
  }

  private void name() {
    byte[] first = one(FIRST_NAMES);
    byte[] last = one(LAST_NAMES);
    switch (random.below(RARE)) {
      case 0 -> csv.add('"').add(first).add(' ').add(last).add(", ").add(one(TITLES)).add('"');
      case 1 ->
          csv.add('"').add(first).add(" \"\"").add(one(NICKNAMES)).add("\"\" ").add(last).add('"');
      default -> csv.add(first).add(' ').add(last);
    }
  }

  private void moment() {
    int second = random.below(SECONDS_A_DAY);
    csv.add(one(DATES)).add('T').padded(second / 3600, 2);
    csv.add(':').padded(second / 60 % 60, 2).add(':').padded(second % 60, 2).add('Z');
  }

  /** The first ones hire more than the last ones. */
  private int department() {
    return 1 + Math.min(random.below(departments), random.below(departments));
  }

  private int job(int department) {
    if (random.below(OWN_JOB) == 0) {
      return 1 + random.below(jobs);
    }
    return 1 + (int) (((department - 1L) * jobsOfOne + random.below(jobsOfOne)) % jobs);
  }

  private byte[] one(byte[][] parts) {
    return parts[random.below(parts.length)];
  }

  private static byte[][] utf8(String... texts) {
    return utf8(Arrays.stream(texts));
  }

  private static byte[][] utf8(Stream<String> texts) {
    return texts.map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }
}
