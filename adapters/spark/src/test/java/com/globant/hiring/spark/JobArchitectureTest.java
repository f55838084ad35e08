package com.globant.hiring.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
                  .or(resideInAPackage(BASE + ".application.bulk"))
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

  /** Files and database, their rows, the check, the writing; each stands on those before it. */
  @ArchTest
  static final ArchRule packagesStandOnEachOtherInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("run")
          .definedBy(BASE + ".spark")
          .layer("write")
          .definedBy(BASE + ".spark.write")
          .layer("check")
          .definedBy(BASE + ".spark.check")
          .layer("slice")
          .definedBy(BASE + ".spark.slice")
          .layer("job")
          .definedBy(BASE + ".spark.job")
          .whereLayer("run")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("write")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("check")
          .mayOnlyBeAccessedByLayers("run", "write")
          .whereLayer("slice")
          .mayOnlyBeAccessedByLayers("run", "write", "check");

  @ArchTest
  static final ArchRule onlyTheJobKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage(JOB)
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.spark.."));
}
