package com.globant.hiring.infra.config;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline; {@code configs.yaml} gives the meaning of each value.
 *
 * @param repository owner/name
 * @param githubTokenSecret name of an existing secret; unused if there is a {@code connectionArn}
 * @param connectionArn of a CodeConnections connection to GitHub; null to use the token
 * @param apiTestKeySecret name of an existing secret
 * @param productionAccount null if there is no production
 * @param productionRegion null if there is no production
 */
public record PipelineConfig(
    String repository,
    String branch,
    String githubTokenSecret,
    @Nullable String connectionArn,
    String apiTestKeySecret,
    boolean manualApproval,
    @Nullable String productionAccount,
    @Nullable String productionRegion) {
  private static final Predicate<String> REPOSITORY =
      Pattern.compile("[\\w.-]+/[\\w.-]+").asMatchPredicate();
  private static final Predicate<String> BRANCH =
      Pattern.compile("[\\w./-]{1,255}").asMatchPredicate();

  static PipelineConfig of(ConfigSection stacks, EnvironmentConfig environment) {
    ConfigSection section =
        stacks.section(StacksConfig.PIPELINE, PipelineConfig.class, Names::snake);
    PipelineConfig config =
        new PipelineConfig(
            section.text("repository", REPOSITORY, "a GitHub repository as owner/name"),
            section.text("branch", BRANCH, "the name of a branch"),
            section.text("github_token_secret", Names.SECRET, Names.SECRET_ALLOWED),
            section.optionalArn(
                "connection_arn",
                "(codeconnections|codestar-connections)",
                "connection/[0-9a-f-]+",
                "the ARN of a connection of CodeConnections",
                environment),
            section.text("api_test_key_secret", Names.SECRET, Names.SECRET_ALLOWED),
            section.flag("manual_approval"),
            section.optionalText("production_account", Names.ACCOUNT, Names.ACCOUNT_ALLOWED),
            section.optionalText("production_region", Names.REGION, Names.REGION_ALLOWED));
    section.check(
        (config.productionAccount() == null) == (config.productionRegion() == null),
        "production_region",
        "given together with production_account, or both null");
    // Stack names are the same in every environment, so two would collide.
    section.check(
        !environment.account().equals(config.productionAccount())
            || !environment.region().equals(config.productionRegion()),
        "production_account",
        "another account, or production_region another region, than that of Environment");
    section.check(
        config.productionAccount() == null || !environment.isProduction(),
        "production_account",
        "null if Environment.Name is prod");
    return config;
  }

  /** Whether the pipeline deploys to production after the first environment. */
  public boolean hasProduction() {
    return productionAccount != null;
  }

  /**
   * The environment of production.
   *
   * @throws NullPointerException if there is no production
   */
  EnvironmentConfig production(EnvironmentConfig first) {
    return new EnvironmentConfig(
        EnvironmentConfig.PRODUCTION,
        Objects.requireNonNull(productionAccount),
        Objects.requireNonNull(productionRegion),
        first.projectName());
  }
}
