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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Template;

/**
 * The templates of an app, read from where it was synthesized to. Offline, and with a file of its
 * own in place of the service's jar, which need not be built.
 */
final class Synthesis {
  /** A copy, as whoever deploys the service changes the file itself. */
  private static final Path COMMITTED = Path.of("src/test/resources/default-configs.yaml");

  private static final Path OWN = Path.of("../config_files/configs.yaml");
  private static final Path OTHER = Path.of("src/test/resources/other-configs.yaml");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String TEMPLATE = ".template.json";

  private final Path directory;

  private Synthesis(Path directory) {
    this.directory = directory;
  }

  /** One app for all tests that only look at it: it takes seconds. */
  private static final class Committed {
    static final Synthesis SHARED = of(committedConfigs());
  }

  private static final class Other {
    static final Synthesis SHARED = of(otherConfigs(text -> text));
  }

  /** With the configuration as it is before anybody has changed it. */
  static Synthesis committed() {
    return Committed.SHARED;
  }

  /** With a configuration of which every value is another. */
  static Synthesis other() {
    return Other.SHARED;
  }

  static Synthesis of(Configs configs) {
    return of(configs, app -> {});
  }

  /**
   * @param more what is put into the app besides
   */
  static Synthesis of(Configs configs, Consumer<App> more) {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "cdk.out");
      App app =
          new App(
              AppProps.builder()
                  .outdir(directory.toString())
                  .context(context())
                  .analyticsReporting(false)
                  .build());
      more.accept(app);
      InfraApp.assemble(app, configs);
      app.synth();
      return new Synthesis(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Configs committedConfigs() {
    return committedConfigs(text -> text);
  }

  static Configs committedConfigs(UnaryOperator<String> change) {
    return configs(COMMITTED, change);
  }

  /** What is in fact deployed from here. */
  static Configs ownConfigs() {
    return configs(OWN, text -> text);
  }

  /** A configuration of which every value is another than in the committed one. */
  static Configs otherConfigs(UnaryOperator<String> change) {
    return configs(OTHER, change);
  }

  /** With a jar and an image that are there. */
  private static Configs configs(Path file, UnaryOperator<String> change) {
    try {
      Path jar = Path.of("target/stand-in.jar");
      Files.writeString(jar, "stand-in");
      Path image = Path.of("target/stand-in.tar");
      Files.writeString(image, "stand-in");
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

  /** What the CDK's command line passes to the app. */
  static Map<String, Object> context() throws IOException {
    Map<String, Object> context = new HashMap<>();
    mapping(json(Path.of("cdk.json")), "context")
        .forEach((key, value) -> context.put(String.valueOf(key), value));
    return context;
  }

  /** JSON is YAML. */
  private static Map<?, ?> json(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }

  /** Of the templates. */
  Path directory() {
    return directory;
  }

  Template template(String stack) {
    return Template.fromString(text(stack));
  }

  /** The template as it was written, but for what changes with the content of files. */
  String text(String stack) {
    return read(directory.resolve(stack + TEMPLATE));
  }

  /** The template of a stack as a stage of the pipeline deploys it. */
  String textInStage(String stage, String stack) {
    Path stageDirectory = directory.resolve("assembly-GlobantAPICicdPipelineStack-" + stage);
    return read(only(stageDirectory, name -> name.contains(stack) && name.endsWith(TEMPLATE)));
  }

  /** A resource as its template has it; empty mappings where there are none. */
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

  /** The template as mappings. */
  Map<?, ?> whole(String stack) {
    return new Yaml().load(text(stack));
  }

  /** All resources of a stack. */
  List<Resource> resources(String stack) {
    return mapping(whole(stack), "Resources").entrySet().stream()
        .map(entry -> Resource.of(entry.getKey(), (Map<?, ?>) entry.getValue()))
        .toList();
  }

  /** What is in a mapping under a key, empty where there is none. */
  static Map<?, ?> mapping(Map<?, ?> node, String key) {
    return node.get(key) instanceof Map<?, ?> below ? below : Map.of();
  }

  /** The mappings of a list that is in a mapping under a key, none where there is none. */
  static List<Map<?, ?>> mappings(Map<?, ?> node, String key) {
    List<Map<?, ?>> found = new ArrayList<>();
    if (node.get(key) instanceof List<?> items) {
      items.forEach(item -> found.add((Map<?, ?>) item));
    }
    return found;
  }

  /** Services that may publish to the topics of a stack. */
  List<String> publishers(String stack) {
    return resources(stack).stream()
        .filter(resource -> resource.type().equals("AWS::SNS::TopicPolicy"))
        .map(policy -> mapping(policy.properties(), "PolicyDocument"))
        .flatMap(document -> mappings(document, "Statement").stream())
        .filter(statement -> "Allow".equals(statement.get("Effect")))
        .filter(statement -> "sns:Publish".equals(statement.get("Action")))
        .map(statement -> String.valueOf(mapping(statement, "Principal").get("Service")))
        .toList();
  }

  /** What cdk-nag has found in a stack, a line a rule and resource. */
  List<String> findings(String stack) {
    return read(directory.resolve("AwsSolutions-" + stack + "-NagReport.csv")).lines().toList();
  }

  /** Those findings that are not accepted. */
  List<String> notCompliant(String stack) {
    return findings(stack).stream()
        .filter(line -> line.contains("\"Non-Compliant\"") || line.contains("\"UNKNOWN\""))
        .toList();
  }

  private static Path only(Path directory, Predicate<String> wanted) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(file -> wanted.test(file.getFileName().toString())).toList();
      if (found.size() != 1) {
        throw new AssertionError(directory + " has " + found);
      }
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return HASH.matcher(Files.readString(file)).replaceAll("(hash)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
