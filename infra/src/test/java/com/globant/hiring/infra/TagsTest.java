package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TagsTest {
  /** Types without tags in their CloudFormation resource schemas, or that the CDK does not tag. */
  private static final Set<String> UNTAGGABLE =
      Set.of(
          "AWS::AutoScaling::LifecycleHook",
          "AWS::AutoScaling::ScalingPolicy",
          "AWS::Budgets::Budget",
          "AWS::EC2::Route",
          "AWS::EC2::SecurityGroupEgress",
          "AWS::EC2::SecurityGroupIngress",
          "AWS::EC2::SubnetRouteTableAssociation",
          "AWS::EC2::VPCGatewayAttachment",
          "AWS::IAM::AccessKey",
          "AWS::IAM::InstanceProfile",
          "AWS::IAM::Policy",
          "AWS::Logs::MetricFilter",
          "AWS::Route53::RecordSet",
          "AWS::S3::BucketPolicy",
          "AWS::SNS::Subscription",
          "AWS::SNS::TopicPolicy",
          "AWS::SecretsManager::ResourcePolicy",
          "AWS::SecretsManager::RotationSchedule",
          "AWS::SecretsManager::SecretTargetAttachment",
          "Custom::DatabaseAccount");

  @Test
  void everyTaggableResourceHasAllTags() {
    Map<String, String> tags = Map.of("Owner", "Data Team", "Cost/Center", "0042");

    List<Resource> untagged =
        Synthesis.other().stacks().stream()
            .flatMap(stack -> Synthesis.other().resources(stack).stream())
            .filter(resource -> !UNTAGGABLE.contains(resource.type()))
            .filter(resource -> !hasAll(tags, tagSets(resource.properties())))
            .toList();

    assertThat(untagged).isEmpty();
  }

  @Test
  void instancesAndTheirVolumesAreTagged() {
    Map<?, ?> data =
        Synthesis.mapping(
            Synthesis.other().resource(Synthesis.SERVICE, "AWS::EC2::LaunchTemplate").properties(),
            "LaunchTemplateData");

    List<Map<String, String>> sets = tagSets(data);
    assertThat(sets).hasSize(2);
    assertThat(sets)
        .allSatisfy(
            set ->
                assertThat(set)
                    .containsEntry("Owner", "Data Team")
                    .containsEntry("Cost/Center", "0042"));
  }

  private static boolean hasAll(Map<String, String> tags, List<Map<String, String>> sets) {
    return !sets.isEmpty()
        && sets.stream().allMatch(set -> set.entrySet().containsAll(tags.entrySet()));
  }

  /**
   * The tags as a list of pairs, as a mapping, or in the tag specifications of a launch template.
   */
  private static List<Map<String, String>> tagSets(Map<?, ?> properties) {
    if (properties.containsKey("TagSpecifications")) {
      return Synthesis.mappings(properties, "TagSpecifications").stream()
          .map(TagsTest::tags)
          .toList();
    }
    return properties.containsKey("Tags") ? List.of(tags(properties)) : List.of();
  }

  private static Map<String, String> tags(Map<?, ?> node) {
    Map<String, String> tags = new HashMap<>();
    Synthesis.mappings(node, "Tags")
        .forEach(tag -> tags.put(String.valueOf(tag.get("Key")), String.valueOf(tag.get("Value"))));
    Synthesis.mapping(node, "Tags")
        .forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
    return tags;
  }
}
