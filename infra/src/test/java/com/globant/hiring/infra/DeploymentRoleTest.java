package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Compares the rights in {@code deployment-role.yaml} with the resources in the stacks. */
final class DeploymentRoleTest {
  private static final Path TEMPLATE = Path.of("deployment-role.yaml");

  /** Services whose action prefix differs from their name in lower case. */
  private static final Map<String, String> PREFIXES =
      Map.of(
          "ElasticLoadBalancingV2", "elasticloadbalancing",
          "EMRServerless", "emr-serverless",
          "Serverless", "serverlessrepo",
          "DatabaseAccount", "lambda");

  /** Limit of a managed policy without white space (IAM User Guide, "IAM and AWS STS quotas"). */
  private static final int MAX_CHARACTERS = 6144;

  private final Map<?, ?> resources = resources();

  @Test
  void policyCoversAllServicesInTheStacks() {
    Set<String> allowed = new TreeSet<>();
    statements("Policy")
        .forEach(
            statement ->
                texts(statement, "Action")
                    .forEach(action -> allowed.add(action.substring(0, action.indexOf(':')))));

    Set<String> wanted = new TreeSet<>();
    for (Synthesis synthesis : List.of(Synthesis.defaults(), Synthesis.other())) {
      for (String stack : synthesis.stacks()) {
        synthesis.resources(stack).forEach(resource -> wanted.add(prefix(resource)));
      }
    }

    assertThat(allowed).containsAll(wanted);
  }

  private static String prefix(Resource resource) {
    String service = resource.type().split("::", 3)[1];
    return PREFIXES.getOrDefault(service, service.toLowerCase(Locale.ROOT));
  }

  /** Generated names of buckets, roles and users begin with the name of their stack. */
  @Test
  void policyIsLimitedToIdentitiesAndBucketsOfTheStacks() {
    List<String> identities = resourcesOf("Identities");
    List<String> buckets = resourcesOf("Buckets");
    for (String stack : Synthesis.other().stacks()) {
      for (Resource resource : Synthesis.other().resources(stack)) {
        if (resource.type().matches("AWS::IAM::(Role|User)")) {
          assertThat(resource.properties().containsKey("RoleName")).isFalse();
          assertThat(identities).anyMatch(arn -> covers(arn, ":role/" + stack + "-x"));
        }
        if (resource.type().equals("AWS::S3::Bucket")) {
          String name = ":s3:::" + (stack + "-x").toLowerCase(Locale.ROOT);
          assertThat(buckets).anyMatch(arn -> covers(arn, name));
        }
      }
    }
    assertThat(statements("Policy"))
        .filteredOn(statement -> texts(statement, "Resource").contains("*"))
        .flatExtracting(statement -> texts(statement, "Action"))
        .doesNotContain("*", "iam:*", "s3:*", "kms:*", "secretsmanager:*", "lambda:*")
        .noneMatch(action -> action.startsWith("iam:"));
  }

  private static boolean covers(String arn, String end) {
    String pattern =
        arn.substring(arn.lastIndexOf(':')).replace("*/", ".*/").replaceAll("\\*$", ".*");
    return end.substring(end.lastIndexOf(':')).matches(pattern);
  }

  private List<String> resourcesOf(String sid) {
    return statements("Policy").stream()
        .filter(statement -> sid.equals(statement.get("Sid")))
        .flatMap(statement -> texts(statement, "Resource").stream())
        .toList();
  }

  @Test
  void onlyCloudFormationOfTheAccountMayAssumeTheRole() {
    Map<?, ?> role = Synthesis.mapping(Synthesis.mapping(resources, "Role"), "Properties");

    assertThat(String.valueOf(role.get("AssumeRolePolicyDocument")))
        .contains("Service=cloudformation.amazonaws.com", "aws:SourceAccount=AWS::AccountId");
    assertThat(texts(role, "ManagedPolicyArns")).containsExactly("Policy");
  }

  @Test
  void deployRoleOfTheBootstrapMayPassTheRole() {
    Map<?, ?> pass = Synthesis.mapping(Synthesis.mapping(resources, "Pass"), "Properties");

    assertThat(pass.get("RoleName"))
        .isEqualTo("cdk-${Qualifier}-deploy-role-${AWS::AccountId}-${AWS::Region}");
    assertThat(statements("Pass"))
        .singleElement()
        .asString()
        .contains(
            "Action=iam:PassRole",
            "Resource=Role.Arn",
            "iam:PassedToService=cloudformation.amazonaws.com");
  }

  @Test
  void policyIsBelowTheSizeLimit() {
    String policy =
        String.valueOf(Synthesis.mapping(Synthesis.mapping(resources, "Policy"), "Properties"));

    // Substituted values lengthen the policy by less than half.
    assertThat(policy.replaceAll("\\s", "").length()).isLessThan(MAX_CHARACTERS * 2 / 3);
  }

  private List<Map<?, ?>> statements(String id) {
    Map<?, ?> properties = Synthesis.mapping(Synthesis.mapping(resources, id), "Properties");
    return Synthesis.mappings(Synthesis.mapping(properties, "PolicyDocument"), "Statement");
  }

  private static List<String> texts(Map<?, ?> node, String key) {
    return node.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(node.get(key)));
  }

  /** The template with CloudFormation functions replaced by their arguments. */
  private static Map<?, ?> resources() {
    try {
      String text = Files.readString(TEMPLATE).replaceAll("!(Sub|Ref|GetAtt|Equals) ", "");
      return Synthesis.mapping(new Yaml().load(text), "Resources");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
