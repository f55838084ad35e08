package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Template;

/**
 * The templates of a synthesized app. Synthesis is offline, and uses placeholder files instead of
 * the jar and the image of the service.
 */
final class Synthesis {
  static final String NETWORKING = "NetworkingStack";
  static final String RDS = "RdsStack";
  static final String BULK = "BulkLoadsStack";
  static final String SERVICE = "GlobantPruebaStack";
  static final String PIPELINE = "GlobantAPICicdPipelineStack";

  /** Those of the default configuration. */
  static final List<String> STACKS = List.of(NETWORKING, RDS, SERVICE, PIPELINE);

  /** A copy of configs.yaml with the defaults, since users edit the file itself. */
  private static final Path DEFAULTS = Path.of("src/test/resources/default-configs.yaml");

  private static final Path DEPLOYED = Path.of("../config_files/configs.yaml");
  private static final Path OTHER = Path.of("src/test/resources/other-configs.yaml");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String TEMPLATE = ".template.json";

  private final Path directory;

  private Synthesis(Path directory) {
    this.directory = directory;
  }

  /** Shared by all tests, since synthesis takes seconds. */
  private static final class Defaults {
    static final Synthesis SHARED = of(defaultConfigs(text -> text));
  }

  private static final class Other {
    static final Synthesis SHARED = of(otherConfigs(text -> text));
  }

  private static final class Internal {
    static final Synthesis SHARED =
        of(
            defaultConfigs(
                text -> text.replace("allowed_cidrs: [0.0.0.0/0]", "allowed_cidrs: [10.0.0.0/8]")));
  }

  /** The app with the default configuration. */
  static Synthesis defaults() {
    return Defaults.SHARED;
  }

  /** The app with a configuration in which every value differs from the default. */
  static Synthesis other() {
    return Other.SHARED;
  }

  /** The app with the default configuration for private networks. */
  static Synthesis internal() {
    return Internal.SHARED;
  }

  static Synthesis of(Configs configs) {
    return of(configs, app -> {});
  }

  /**
   * @param additions adds constructs to the app
   */
  static Synthesis of(Configs configs, Consumer<App> additions) {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "cdk.out");
      App app =
          new App(
              AppProps.builder()
                  .outdir(directory.toString())
                  .context(context())
                  .analyticsReporting(false)
                  .build());
      additions.accept(app);
      InfraApp.assemble(app, configs);
      app.synth();
      return new Synthesis(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Configs defaultConfigs(UnaryOperator<String> change) {
    return configs(DEFAULTS, change);
  }

  /** The configuration in {@code config_files}. */
  static Configs deployedConfigs() {
    return configs(DEPLOYED, text -> text);
  }

  static Configs otherConfigs(UnaryOperator<String> change) {
    return configs(OTHER, change);
  }

  private static Configs configs(Path file, UnaryOperator<String> change) {
    try {
      Path jar = Files.writeString(Path.of("target/placeholder.jar"), "stand-in");
      Path image = Files.writeString(Path.of("target/placeholder.tar"), "stand-in");
      Path changed = Files.createTempFile(Path.of("target"), "configs", ".yaml");
      String text =
          Files.readString(file)
              .replaceAll("(?m)^    jar: .*$", "    jar: " + jar)
              .replaceAll("(?m)^    image: .*$", "    image: " + image);
      Files.writeString(changed, change.apply(text));
      return Configs.read(changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The context that the CDK command line passes to the app. */
  static Map<String, Object> context() throws IOException {
    Map<String, Object> context = new HashMap<>();
    // YAML includes JSON.
    Map<?, ?> file = new Yaml().load(Files.readString(Path.of("cdk.json")));
    mapping(file, "context").forEach((key, value) -> context.put(String.valueOf(key), value));
    return context;
  }

  /** The directory of the templates. */
  Path directory() {
    return directory;
  }

  /** The stacks that there are. */
  List<String> stacks() {
    return Stream.of(NETWORKING, RDS, BULK, SERVICE, PIPELINE)
        .filter(stack -> Files.exists(directory.resolve(stack + TEMPLATE)))
        .toList();
  }

  Template template(String stack) {
    return Template.fromString(text(stack));
  }

  /** The text of a template, without hashes of file contents. */
  String text(String stack) {
    return read(directory.resolve(stack + TEMPLATE));
  }

  /** The text of a template in a stage of the pipeline. */
  String textInStage(String stage, String stack) {
    Path stageDirectory = directory.resolve("assembly-GlobantAPICicdPipelineStack-" + stage);
    try (Stream<Path> files = Files.list(stageDirectory)) {
      return read(
          only(
              files
                  .filter(file -> file.getFileName().toString().contains(stack))
                  .filter(file -> file.getFileName().toString().endsWith(TEMPLATE))
                  .toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A resource of a template; missing mappings are empty. */
  record Resource(
      String id, String type, Map<?, ?> properties, Map<?, ?> metadata, String dependsOn) {
    static Resource of(Object id, Map<?, ?> node) {
      return new Resource(
          String.valueOf(id),
          String.valueOf(node.get("Type")),
          mapping(node, "Properties"),
          mapping(node, "Metadata"),
          String.valueOf(node.get("DependsOn")));
    }
  }

  /** The parsed template. */
  Map<?, ?> parsed(String stack) {
    return new Yaml().load(text(stack));
  }

  /** All resources of a stack. */
  List<Resource> resources(String stack) {
    return mapping(parsed(stack), "Resources").entrySet().stream()
        .map(entry -> Resource.of(entry.getKey(), (Map<?, ?>) entry.getValue()))
        .toList();
  }

  /** All resources of a type in a stack. */
  List<Resource> resources(String stack, String type) {
    return resources(stack).stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** The only resource of a type in a stack. */
  Resource resource(String stack, String type) {
    return only(resources(stack, type));
  }

  /**
   * The start script of the instances. References, which CloudFormation resolves, are replaced by
   * their function in parentheses, such as {@code (Ref)}.
   */
  String startScript() {
    Map<?, ?> template =
        mapping(resource(SERVICE, "AWS::EC2::LaunchTemplate").properties(), "LaunchTemplateData");
    Map<?, ?> encoded = mapping(mapping(template, "UserData"), "Fn::Base64");
    List<?> join = (List<?>) Objects.requireNonNull(encoded.get("Fn::Join"));
    return ((List<?>) join.get(1))
        .stream()
            .map(
                part ->
                    part instanceof Map<?, ?> reference
                        ? "(" + reference.keySet().iterator().next() + ")"
                        : String.valueOf(part))
            .collect(Collectors.joining());
  }

  /** The mapping under a key; empty if there is none. */
  static Map<?, ?> mapping(Map<?, ?> node, String key) {
    return node.get(key) instanceof Map<?, ?> below ? below : Map.of();
  }

  /** The mappings in the list under a key; empty if there is none. */
  static List<Map<?, ?>> mappings(Map<?, ?> node, String key) {
    List<Map<?, ?>> found = new ArrayList<>();
    if (node.get(key) instanceof List<?> items) {
      items.forEach(item -> found.add((Map<?, ?>) item));
    }
    return found;
  }

  /** The services that may publish to the topics of a stack. */
  List<String> publishers(String stack) {
    return resources(stack, "AWS::SNS::TopicPolicy").stream()
        .map(policy -> mapping(policy.properties(), "PolicyDocument"))
        .flatMap(document -> mappings(document, "Statement").stream())
        .filter(statement -> "Allow".equals(statement.get("Effect")))
        .filter(statement -> "sns:Publish".equals(statement.get("Action")))
        .map(statement -> String.valueOf(mapping(statement, "Principal").get("Service")))
        .toList();
  }

  /** The report of cdk-nag, with one line for each rule and resource. */
  List<String> findings(String stack) {
    return read(directory.resolve("AwsSolutions-" + stack + "-NagReport.csv")).lines().toList();
  }

  /** The findings of cdk-nag that are not accepted. */
  List<String> notCompliant(String stack) {
    return findings(stack).stream()
        .filter(line -> line.contains("\"Non-Compliant\"") || line.contains("\"UNKNOWN\""))
        .toList();
  }

  private static <T> T only(List<T> found) {
    if (found.size() != 1) {
      throw new AssertionError("not exactly one: " + found);
    }
    return found.get(0);
  }

  private static String read(Path file) {
    try {
      return HASH.matcher(Files.readString(file)).replaceAll("(hash)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
