package com.globant.hiring.infra.config;

/**
 * Where the stacks go.
 *
 * @param name of this deployment, such as {@code dev}
 * @param account its id, 12 digits
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

  /** Whether what is here must not be deleted by mistake: everywhere but in development. */
  public boolean isProtected() {
    return !name.equals(DEVELOPMENT);
  }

  /** Whether it is the one that people work with. */
  public boolean isProduction() {
    return name.equals(PRODUCTION);
  }
}
