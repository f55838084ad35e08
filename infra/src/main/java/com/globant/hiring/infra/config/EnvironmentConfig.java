package com.globant.hiring.infra.config;

/**
 * The account, region and name of a deployment.
 *
 * @param name such as {@code dev}
 * @param account 12 digits
 */
public record EnvironmentConfig(String name, String account, String region, String projectName) {
  static final String DEVELOPMENT = "dev";
  static final String PRODUCTION = "prod";

  static EnvironmentConfig of(ConfigSection root) {
    ConfigSection section = root.section("Environment", EnvironmentConfig.class, Names::pascal);
    return new EnvironmentConfig(
        section.text("Name", Names.SHORT, Names.SHORT_ALLOWED),
        section.text("Account", Names.ACCOUNT, Names.ACCOUNT_ALLOWED),
        section.text("Region", Names.REGION, Names.REGION_ALLOWED),
        section.text("ProjectName", Names.SHORT, Names.SHORT_ALLOWED));
  }

  /** Whether deletion protection is on: in every environment except dev. */
  public boolean isProtected() {
    return !name.equals(DEVELOPMENT);
  }

  public boolean isProduction() {
    return name.equals(PRODUCTION);
  }
}
