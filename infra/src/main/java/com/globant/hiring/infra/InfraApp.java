package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.ConfigsRefused;
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

/** What the CDK command line runs, from the directory of this module. */
public final class InfraApp {
  private static final String CONFIGS = "../config_files/configs.yaml";

  private InfraApp() {}

  /** Writes the templates; ends with status 1 and a message where that cannot be. */
  @SuppressWarnings("SystemOut") // What the command line shows its user.
  public static void main(String[] args) {
    int status = run(new App(), System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Writes the templates, or a message; gives the status to end with. */
  static int run(App app, PrintStream errors) {
    Object configured = app.getNode().tryGetContext("configs");
    String file = configured instanceof String path ? path : CONFIGS;
    try {
      Configs configs = Configs.read(Path.of(file));
      ServiceConfig service = configs.stacks().service();
      if (!Files.isRegularFile(Path.of(service.program()))) {
        boolean jar = service.runtime() == ServiceConfig.Form.JAR;
        errors.printf(
            "%s: Stacks.%s.%s is \"%s\", which is not there; build it with %s%n",
            file,
            StacksConfig.SERVICE,
            jar ? "jar" : "image",
            service.program(),
            jar ? "./mvnw package" : "./hiring image");
        return 1;
      }
      assemble(app, configs);
      app.synth();
      return 0;
    } catch (ConfigsRefused refused) {
      errors.println(refused.getMessage());
      return 1;
    }
  }

  /** Puts all stacks into the app. */
  static void assemble(App app, Configs configs) {
    Deployment.into(app, configs);
    new GlobantAPICicdPipelineStack(app, configs);
    tagAndCheck(app, configs);
  }

  /** Tags and checks do not reach from an app into a pipeline's stages, which ask for them here. */
  static void tagAndCheck(Construct scope, Configs configs) {
    configs.tags().forEach((key, value) -> Tags.of(scope).add(key, value));
    Aspects.of(scope).add(new AwsSolutionsChecks());
  }
}
