package com.globant.hiring.bootstrap.settings;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The settings of a YAML file by their paths, such as {@code http.port}.
 *
 * <p>Scalars keep their text: a password that looks like an octal number must not change.
 */
final class YamlSettings {
  private final String origin;
  private final List<String> problems;
  private final Map<String, SettingValue> values = new LinkedHashMap<>();

  private YamlSettings(String origin, List<String> problems) {
    this.origin = origin;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param origin its name, for messages
   * @param problems receives the faults of the file, without its text, which may be secret
   */
  static Map<String, SettingValue> read(Reader yaml, String origin, List<String> problems)
      throws IOException {
    YamlSettings settings = new YamlSettings(origin, problems);
    try (yaml) {
      settings.root(new Yaml(new LoaderOptions()).compose(yaml));
    } catch (MarkedYAMLException e) {
      problems.add(origin + line(e.getProblemMark()) + ": this is no valid YAML");
    } catch (YAMLException e) {
      problems.add(origin + ": this is no valid YAML");
    }
    return settings.values;
  }

  private void root(@Nullable Node root) {
    if (root instanceof MappingNode mapping) {
      enter("", mapping);
    } else if (root != null && !root.getTag().equals(Tag.NULL)) {
      problems.add(origin + ": must be a mapping, such as \"http: {port: 8080}\"");
    }
  }

  private void enter(String prefix, MappingNode mapping) {
    for (NodeTuple entry : mapping.getValue()) {
      String name =
          entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(no name)";
      String path = prefix + name;
      Node value = entry.getValueNode();
      if (value instanceof MappingNode below) {
        enter(path + ".", below);
      } else {
        add(path, value);
      }
    }
  }

  private void add(String path, Node node) {
    String where = origin + line(node.getStartMark());
    if (values.put(path, value(node, where)) != null) {
      problems.add("%s (%s): given twice".formatted(path, where));
    }
  }

  private static SettingValue value(Node node, String where) {
    if (node instanceof ScalarNode scalar) {
      String text = node.getTag().equals(Tag.NULL) ? null : scalar.getValue();
      return new SettingValue(text, false, where);
    }
    String items =
        ((SequenceNode) node)
            .getValue().stream()
                .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : "")
                .collect(Collectors.joining(","));
    return new SettingValue(items, true, where);
  }

  private static String line(@Nullable Mark mark) {
    return mark == null ? "" : ", line " + (mark.getLine() + 1);
  }
}
