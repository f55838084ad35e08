package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;

/** Tags for what can have them in CloudFormation, but gets none from the CDK. */
final class UntaggedResources {
  private UntaggedResources() {}

  static void tag(CfnResource resource, Configs configs) {
    resource.addPropertyOverride("Tags", tags(configs));
  }

  private static List<Map<String, String>> tags(Configs configs) {
    return configs.tags().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .<Map<String, String>>map(
            tag -> new TreeMap<>(Map.of("Key", tag.getKey(), "Value", tag.getValue())))
        .toList();
  }
}
