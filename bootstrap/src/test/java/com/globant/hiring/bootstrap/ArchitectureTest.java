package com.globant.hiring.bootstrap;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** Which package may depend on which, in all modules but tests and the client. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ArchitectureTest.Product.class)
class ArchitectureTest {
  static final String BASE = "com.globant.hiring";

  private static final String DOMAIN = BASE + ".domain..";
  private static final String APPLICATION = BASE + ".application..";
  private static final String BOOTSTRAP = BASE + ".bootstrap..";
  private static final String OPENAPI = BASE + ".openapi..";
  private static final String[] PLAIN_JAVA = {"java..", "org.jspecify.annotations.."};

  /** Each adapter with the public classes of its root package: all that others may use. */
  private static final Map<String, List<String>> ADAPTERS =
      Map.of(
          "http", List.of("HttpAdapter", "HttpSettings", "ApiKey"),
          "mysql", List.of("MySqlAdapter", "MySqlSettings"),
          "s3", List.of("S3Adapter", "S3Settings"),
          "secrets", List.of("SecretsAdapter", "SecretsSettings", "LiveSecret", "SecretUnusable"),
          "bulk", List.of("BulkAdapter", "EmrServerlessSettings", "SparkSubmitSettings"),
          "metrics", List.of("MetricsAdapter"),
          "datapackage", List.of("DataPackages", "Definitions", "Finding"),
          "embedded", List.of("EmbeddedMariaDb", "EmbeddedS3", "DirectoryLock", "Directories"));

  /** What local/app and the command line use. */
  private static final Map<String, List<String>> PUBLIC_IN_BOOTSTRAP =
      Map.of(
          "bootstrap",
          List.of("Main"),
          "bootstrap.command",
          List.of("Commands", "ConfigOption", "Termination", "TextTable"),
          "bootstrap.service",
          List.of(
              "AdapterSettings",
              "BackingServices",
              "ConfiguredServices",
              "NamedSecrets",
              "Resources",
              "Service",
              "StartFailed",
              "TableDefinitions"));

  /** So that no rule passes because its package is empty or misspelt. */
  private static final Map<String, Integer> LEAST_CLASSES =
      Map.ofEntries(
          Map.entry("domain", 15),
          Map.entry("application", 25),
          Map.entry("http", 15),
          Map.entry("csv", 10),
          Map.entry("mysql", 10),
          Map.entry("s3", 5),
          Map.entry("secrets", 5),
          Map.entry("bulk", 5),
          Map.entry("metrics", 5),
          Map.entry("datapackage", 10),
          Map.entry("embedded", 10),
          Map.entry("bootstrap", 15));

  private static final DescribedPredicate<JavaClass> ARE_PUBLIC =
      describe(
          "are public",
          type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass());

  private static final DescribedPredicate<JavaClass> ARE_SETTINGS =
      describe(
          "are the settings of an adapter",
          type ->
              ADAPTERS.keySet().stream()
                      .map(ArchitectureTest::root)
                      .anyMatch(type.getPackageName()::equals)
                  && outermost(type).getSimpleName().endsWith("Settings"));

  /** Without test classes, test jars, the client and what makes its document. */
  static final class Product implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return new ImportOption.DoNotIncludeTests().includes(location)
          && !location.contains("-tests.jar")
          && !location.contains("/hiring/client/")
          && !location.contains("/hiring/openapi/");
    }
  }

  @ArchTest
  static void thePackagesOfTheRulesAreNotEmpty(JavaClasses classes) {
    assertThat(LEAST_CLASSES.keySet()).containsAll(ADAPTERS.keySet());
    LEAST_CLASSES.forEach(
        (name, least) ->
            assertThat(classes.that(resideInAPackage(packages(name))))
                .as(name)
                .hasSizeGreaterThanOrEqualTo(least));
    assertThat(classes)
        .allMatch(
            resideInAnyPackage(
                LEAST_CLASSES.keySet().stream()
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new)));
  }

  @ArchTest
  static final ArchRule theDomainDependsOnTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(resideInAPackage(DOMAIN).or(resideInAnyPackage(PLAIN_JAVA)));

  @ArchTest
  static final ArchRule theApplicationDependsOnTheJdkAndTheDomainOnly =
      classes()
          .that()
          .resideInAPackage(APPLICATION)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(APPLICATION, DOMAIN).or(resideInAnyPackage(PLAIN_JAVA)));

  @ArchTest
  static void onlyBootstrapDependsOnAdapters(JavaClasses classes) {
    for (String adapter : ADAPTERS.keySet()) {
      noClasses()
          .that(resideOutsideOfPackages(packages(adapter), BOOTSTRAP))
          .should()
          .dependOnClassesThat(resideInAPackage(packages(adapter)))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule csvKnowsTheDomainAndItsParsersOnly =
      classes()
          .that()
          .resideInAPackage(packages("csv"))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(DOMAIN, packages("csv"), "de.siegmar..", "com.fasterxml.jackson..")
                  .or(resideInAnyPackage(PLAIN_JAVA)));

  @ArchTest
  static final ArchRule onlyBootstrapAndTheFilesOfS3KnowCsv =
      noClasses()
          .that(resideOutsideOfPackages(packages("csv"), packages("s3"), BOOTSTRAP))
          .should()
          .dependOnClassesThat(resideInAPackage(root("csv")));

  @ArchTest
  static final ArchRule onlyMySqlWritesTheTextOfLoadData =
      noClasses()
          .that(resideOutsideOfPackages(root("csv") + ".loaddata", packages("mysql")))
          .should()
          .dependOnClassesThat(resideInAPackage(root("csv") + ".loaddata"));

  @ArchTest
  static final ArchRule nothingDependsOnBootstrap =
      noClasses()
          .that(resideOutsideOfPackages(BOOTSTRAP))
          .should()
          .dependOnClassesThat(resideInAPackage(BOOTSTRAP));

  @ArchTest
  static final ArchRule bootstrapDoesNotDependOnTheEmbeddedServers =
      noClasses()
          .that(resideInAPackage(BOOTSTRAP))
          .should()
          .dependOnClassesThat(resideInAPackage(packages("embedded")));

  @ArchTest
  static final ArchRule onlyHttpDependsOnTheContract =
      noClasses()
          .that(resideOutsideOfPackages(packages("http"), OPENAPI))
          .should()
          .dependOnClassesThat(resideInAnyPackage(OPENAPI, "io.vertx.ext.web.."));

  @ArchTest
  static final ArchRule onlyHttpMySqlMetricsAndBootstrapDependOnVertx =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  packages("http"), packages("mysql"), packages("metrics"), BOOTSTRAP))
          .should()
          .dependOnClassesThat(resideInAPackage("io.vertx.."));

  @ArchTest
  static final ArchRule onlyMetricsDependOnMicrometer =
      noClasses()
          .that(resideOutsideOfPackages(packages("metrics")))
          .should()
          .dependOnClassesThat(resideInAPackage("io.micrometer.."));

  /** The packages below the root of an adapter use its settings, which use none of them. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching(BASE + ".(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(alwaysTrue(), ARE_SETTINGS);

  @ArchTest
  static void settingsUseNothingBelowTheRootOfTheirAdapter(JavaClasses classes) {
    for (String adapter : ADAPTERS.keySet()) {
      noClasses()
          .that(ARE_SETTINGS)
          .should()
          .dependOnClassesThat(
              resideInAPackage(packages(adapter)).and(not(resideInAPackage(root(adapter)))))
          .check(classes);
    }
  }

  @ArchTest
  static void onlyTheRootPackageOfAnAdapterIsUsedFromOutside(JavaClasses classes) {
    for (String adapter : ADAPTERS.keySet()) {
      noClasses()
          .that(resideOutsideOfPackages(packages(adapter)))
          .should()
          .dependOnClassesThat(
              resideInAPackage(packages(adapter)).and(not(resideInAPackage(root(adapter)))))
          .check(classes);
    }
  }

  @ArchTest
  static void theRootPackageOfAnAdapterShowsOneFactoryAndItsSettings(JavaClasses classes) {
    ADAPTERS.forEach(
        (adapter, shown) ->
            assertThat(classes.that(resideInAPackage(root(adapter))).that(ARE_PUBLIC))
                .extracting(JavaClass::getSimpleName)
                .as(adapter)
                .containsExactlyInAnyOrderElementsOf(shown));
  }

  @ArchTest
  static void thePackagesOfBootstrapShowWhatOthersUse(JavaClasses classes) {
    PUBLIC_IN_BOOTSTRAP.forEach(
        (name, shown) ->
            assertThat(classes.that(resideInAPackage(root(name))).that(ARE_PUBLIC))
                .extracting(JavaClass::getSimpleName)
                .as(name)
                .containsExactlyInAnyOrderElementsOf(shown));
  }

  @ArchTest
  static final ArchRule onlyCommandsPrint =
      noClasses().that(resideOutsideOfPackages(BOOTSTRAP)).should(ACCESS_STANDARD_STREAMS);

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static String root(String name) {
    return BASE + "." + name;
  }

  private static String packages(String name) {
    return BASE + "." + name + "..";
  }
}
