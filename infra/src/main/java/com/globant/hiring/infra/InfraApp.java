package com.globant.hiring.infra;

import com.globant.hiring.infra.config.BulkLoadsConfig;
import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.InvalidConfigException;
import com.globant.hiring.infra.config.ServiceConfig;
import com.globant.hiring.infra.config.StacksConfig;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/** The CDK app; the CDK command line runs it in the directory of this module. */
public final class InfraApp {
  private static final String CONFIGS = "../config_files/configs.yaml";

  private InfraApp() {}

  /** Writes the templates, or exits with status 1 and a message on standard error. */
  @SuppressWarnings("SystemOut") // The CDK command line shows it to the user.
  public static void main(String[] args) {
    int status = run(new App(), System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Writes the templates or a message, and returns the exit status. */
  static int run(App app, PrintStream errors) {
    Object configured = app.getNode().tryGetContext("configs");
    String file = configured instanceof String path ? path : CONFIGS;
    try {
      Configs configs = Configs.read(Path.of(file));
      ServiceConfig service = configs.stacks().service();
      if (!Files.isRegularFile(Path.of(service.program()))) {
        boolean jar = service.runtime() == ServiceConfig.Packaging.JAR;
        errors.printf(
            "%s: Stacks.%s.%s is \"%s\", which does not exist; build it with %s%n",
            file,
            StacksConfig.SERVICE,
            jar ? "jar" : "image",
            service.program(),
            jar ? "./mvnw -Dquick -pl bootstrap -am package" : "./hiring image");
        return 1;
      }
      BulkLoadsConfig bulk = configs.stacks().bulk();
      if (bulk.enabled() && !Files.isRegularFile(Path.of(bulk.jar()))) {
        errors.printf(
            "%s: Stacks.%s.jar is \"%s\", which does not exist; build it with ./mvnw -Dquick -pl adapters/spark -am package%n",
            file, StacksConfig.BULK, bulk.jar());
        return 1;
      }
      assemble(app, configs);
      app.synth();
      return 0;
    } catch (InvalidConfigException e) {
      errors.println(e.getMessage());
      return 1;
    }
  }

  /** Adds all stacks to the app. */
  static void assemble(App app, Configs configs) {
    Deployment.addTo(app, configs);
    new GlobantAPICicdPipelineStack(app, configs);
    tagAndCheck(app, configs);
  }

  /** Tags and checks of an app do not apply to the stages of a pipeline, which call this too. */
  static void tagAndCheck(Construct scope, Configs configs) {
    configs.tags().forEach((key, value) -> Tags.of(scope).add(key, value));
    Aspects.of(scope).add(new AwsSolutionsChecks());
  }
}
