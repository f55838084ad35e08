package com.globant.hiring.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the job may depend on: the service's build does not contain it, so its rules are here. */
@AnalyzeClasses(
    packages = JobArchitectureTest.BASE,
    importOptions = ImportOption.DoNotIncludeTests.class)
class JobArchitectureTest {
  static final String BASE = "com.globant.hiring";

  private static final String JOB = BASE + ".spark..";

  @ArchTest
  static final ArchRule theJobStandsOnTheDomainCsvAndTheRootOfTheDefinitions =
      classes()
          .that()
          .resideInAPackage(JOB)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage(JOB)
                  .or(resideInAPackage(BASE + ".domain.."))
                  .or(resideInAPackage(BASE + ".csv.."))
                  .or(resideInAPackage(BASE + ".application"))
                  .or(resideInAPackage(BASE + ".application.body"))
                  .or(resideInAPackage(BASE + ".application.load"))
                  .or(resideInAPackage(BASE + ".application.record"))
                  .or(resideInAPackage(BASE + ".datapackage"))
                  .or(resideInAPackage("java.."))
                  .or(resideInAPackage("javax.sql.."))
                  .or(resideInAPackage("org.jspecify.."))
                  .or(resideInAPackage("org.slf4j"))
                  .or(resideInAPackage("scala"))
                  .or(resideInAPackage("org.apache.spark.."))
                  .or(resideInAPackage("org.apache.hadoop.."))
                  .or(resideInAPackage("org.mariadb.jdbc"))
                  .or(resideInAPackage("org.roaringbitmap.."))
                  .or(resideInAPackage("com.fasterxml.jackson.."))
                  .or(resideInAPackage("com.github.luben.zstd")));

  @ArchTest
  static final ArchRule onlyTheJobKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage(JOB)
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.spark.."));
}
