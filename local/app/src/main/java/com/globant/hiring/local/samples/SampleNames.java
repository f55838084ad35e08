package com.globant.hiring.local.samples;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Rows of departments or of jobs: a key and a name. */
final class SampleNames implements SampleRows {
  private static final List<String> DEPARTMENTS =
      List.of(
          "Engineering",
          "Data & Analytics",
          "Product Design",
          "Customer Support",
          "Sales, Americas",
          "Field Marketing",
          "Finance",
          "People & Culture",
          "Legal",
          "Logística",
          "Research \"Skylab\"",
          "Workers' Health");

  /** Three for each department, in their order. */
  private static final List<String> ROLES =
      List.of(
          "Backend Developer",
          "Site Reliability Engineer",
          "Test Automation Engineer",
          "Data Engineer",
          "Machine Learning Engineer",
          "Analyst, Metrics",
          "Interaction Designer",
          "UX Researcher",
          "Illustrator",
          "Support Agent",
          "Support Agent (español)",
          "Escalation Manager",
          "Account Executive",
          "Pre-Sales Consultant",
          "Coordinator, LatAm",
          "Content Writer",
          "Campaign Planner",
          "Community Manager",
          "Accountant",
          "Payroll Specialist",
          "Treasury Analyst",
          "Recruiter",
          "Benefits Advisor",
          "Trainer",
          "Paralegal",
          "Contracts Counsel",
          "Workers' Rights Counsel",
          "Warehouse Coordinator",
          "Fleet Planner",
          "Buyer",
          "Research Scientist",
          "Lab Technician",
          "Prototype \"Maker\"",
          "Occupational Nurse",
          "Safety Inspector",
          "Ergonomist");

  private static final List<String> LEVELS =
      List.of("Junior ", "", "Senior ", "Lead ", "Principal ");

  private final SplitMix64 random;
  private final CsvBytes csv;
  private final List<String> names;

  SampleNames(SplitMix64 random, CsvBytes csv, Table table) {
    this.random = random;
    this.csv = csv;
    this.names = table.equals(HiringTables.DEPARTMENTS) ? DEPARTMENTS : jobs();
  }

  private static List<String> jobs() {
    List<String> jobs = new ArrayList<>();
    for (String role : ROLES) {
      for (String level : LEVELS) {
        jobs.add(level + role);
      }
    }
    return jobs;
  }

  @Override
  public void complete(int id) {
    csv.add(id).add(',').add(name(id));
  }

  @Override
  public void incomplete(int id) {
    csv.add(id).add(',');
  }

  @Override
  public void invalid(int id) {
    switch (random.below(3)) {
      case 0 -> csv.add("no integer,").add(name(id));
      case 1 -> csv.add(id);
      default -> csv.add(id).add(',').add(name(id)).add(",too many");
    }
  }

  /** The names, and when there are no more of them, again with a number. */
  private byte[] name(int id) {
    int round = (id - 1) / names.size();
    String name = names.get((id - 1) % names.size());
    return CsvBytes.field(round == 0 ? name : name + " " + (round + 1));
  }
}
