package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Tests of the bucket, the load balancer and the signing key. */
final class GlobantPruebaStackTest {
  private static final String STACK = Synthesis.SERVICE;
  private static final String BUCKET = "AWS::S3::Bucket";
  private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
  private static final String LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";

  private final Template template = Synthesis.defaults().template(STACK);
  private final Template other = Synthesis.other().template(STACK);

  @Test
  void bucketsArePrivateEncryptedAndVersioned() {
    template.resourceCountIs(BUCKET, 2);
    template.allResourcesProperties(
        BUCKET,
        Map.of(
            "PublicAccessBlockConfiguration",
            Map.of(
                "BlockPublicAcls", true,
                "BlockPublicPolicy", true,
                "IgnorePublicAcls", true,
                "RestrictPublicBuckets", true),
            "BucketEncryption",
            Match.anyValue(),
            "VersioningConfiguration",
            Map.of("Status", "Enabled")));
  }

  @Test
  void bucketsRefuseConnectionsWithoutTls() {
    template.allResourcesProperties(
        "AWS::S3::BucketPolicy",
        Map.of(
            "PolicyDocument",
            Map.of(
                "Statement",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Action",
                                "s3:*",
                                "Effect",
                                "Deny",
                                "Condition",
                                Map.of("Bool", Map.of("aws:SecureTransport", "false")))))))));
  }

  @Test
  void filesExpire() {
    assertThat(expirations(Synthesis.defaults()))
        .containsExactly(
            "hiring/reports/ 30", "hiring/rejects/ 90", "hiring/sources/ 90", "backups/ 365");
    assertThat(expirations(Synthesis.other()))
        .containsExactly(
            "hiring/reports/ 60",
            "hiring/rejects/ 180",
            "hiring/sources/ 180",
            "backups/ 730",
            "hiring/bulk/ 180");
  }

  private static List<String> expirations(Synthesis synthesis) {
    return synthesis.resources(STACK).stream()
        .filter(resource -> resource.id().startsWith("StorageFiles"))
        .filter(resource -> resource.type().equals(BUCKET))
        .map(resource -> Synthesis.mapping(resource.properties(), "LifecycleConfiguration"))
        .flatMap(lifecycle -> Synthesis.mappings(lifecycle, "Rules").stream())
        .map(rule -> rule.get("Prefix") + " " + rule.get("ExpirationInDays"))
        .toList();
  }

  @Test
  void loadBalancerHasMaximumTimeoutsAndAccessLogs() {
    template.hasResourceProperties(
        LOAD_BALANCER,
        Map.of(
            "Scheme",
            "internet-facing",
            "LoadBalancerAttributes",
            attributes(
                "deletion_protection.enabled=false",
                "idle_timeout.timeout_seconds=4000",
                "routing.http.drop_invalid_header_fields.enabled=true",
                "access_logs.s3.enabled=true")));
    other.hasResourceProperties(
        LOAD_BALANCER,
        Map.of("LoadBalancerAttributes", attributes("deletion_protection.enabled=true")));
    template.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        Map.of(
            "HealthCheckPath",
            "/health/ready",
            "Port",
            8080,
            "TargetGroupAttributes",
            attributes("deregistration_delay.timeout_seconds=3600")));
  }

  private static Object attributes(String... pairs) {
    return Match.arrayWith(
        Stream.of(pairs)
            .map(pair -> pair.split("=", 2))
            .map(pair -> Map.of("Key", pair[0], "Value", pair[1]))
            .toList());
  }

  @Test
  void withoutCertificatePlainHttpIsForwarded() {
    template.resourceCountIs(LISTENER, 1);
    template.hasResourceProperties(
        LISTENER,
        Map.of(
            "Port", 80, "Protocol", "HTTP", "DefaultActions", List.of(Map.of("Type", "forward"))));
  }

  @Test
  void withCertificateHttpIsRedirectedToHttps() {
    other.resourceCountIs(LISTENER, 2);
    other.hasResourceProperties(
        LISTENER,
        Map.of(
            "Port",
            443,
            "Protocol",
            "HTTPS",
            "SslPolicy",
            Match.stringLikeRegexp("ELBSecurityPolicy-TLS13-1-2-Res-.*"),
            "Certificates",
            List.of(
                Map.of("CertificateArn", "arn:aws:acm:eu-central-1:222222222222:certificate/0f")),
            "DefaultActions",
            List.of(Map.of("Type", "forward"))));
    other.hasResourceProperties(
        LISTENER,
        Map.of(
            "Port",
            80,
            "DefaultActions",
            List.of(
                Map.of(
                    "Type",
                    "redirect",
                    "RedirectConfig",
                    Map.of("Protocol", "HTTPS", "Port", "443")))));
    assertThat(Synthesis.other().text(STACK)).contains("https://");
  }

  @Test
  void signingKeyMayOnlyReadObjectsOfTheService() {
    template.hasResourceProperties(
        "AWS::IAM::Policy",
        Map.of(
            "Users",
            Match.anyValue(),
            "PolicyDocument",
            Map.of(
                "Statement",
                List.of(
                    Map.of(
                        "Action",
                        "s3:GetObject",
                        "Effect",
                        "Allow",
                        "Resource",
                        Map.of(
                            "Fn::Join",
                            List.of(
                                "",
                                List.of(Map.of("Fn::GetAtt", Match.anyValue()), "/hiring/*"))))))));

    template.hasResourceProperties("AWS::IAM::AccessKey", Map.of("Serial", 1));
    assertThat(Synthesis.defaults().resources(STACK, "AWS::SecretsManager::Secret"))
        .singleElement()
        .satisfies(
            secret ->
                assertThat(String.valueOf(secret.properties().get("SecretString")))
                    .contains("access_key_id", "secret_access_key", "Fn::GetAtt"));
  }

  @Test
  void withoutSigningKeyThereIsNoUser() {
    other.resourceCountIs("AWS::IAM::User", 0);
    other.resourceCountIs("AWS::IAM::AccessKey", 0);
    other.resourceCountIs("AWS::SecretsManager::Secret", 0);
  }

  @Test
  void serviceLogExpires() {
    template.hasResourceProperties(
        "AWS::Logs::LogGroup", Map.of("LogGroupName", "/hiring/dev", "RetentionInDays", 30));
    other.hasResourceProperties(
        "AWS::Logs::LogGroup", Map.of("LogGroupName", "/archive/test-2", "RetentionInDays", 90));
  }

  @Test
  void withDomainNameUrlAndRecordUseIt() {
    assertThat(outputs(Synthesis.other()).get("ServiceUrl"))
        .asString()
        .contains("https://archive.example.com");
    other.hasResourceProperties(
        "AWS::Route53::RecordSet",
        Map.of(
            "HostedZoneId",
            "Z0123456789ABCDEFGHIJ",
            "Name",
            "archive.example.com",
            "Type",
            "A",
            "AliasTarget",
            Map.of(
                "DNSName",
                Map.of("Fn::GetAtt", List.of(Match.anyValue(), "DNSName")),
                "HostedZoneId",
                Map.of("Fn::GetAtt", List.of(Match.anyValue(), "CanonicalHostedZoneID")))));
  }

  @Test
  void withoutDomainNameUrlUsesNameOfLoadBalancer() {
    template.resourceCountIs("AWS::Route53::RecordSet", 0);
    assertThat(outputs(Synthesis.defaults()).get("ServiceUrl"))
        .asString()
        .contains("http://", "DNSName");
  }

  private static Map<?, ?> outputs(Synthesis synthesis) {
    return Synthesis.mapping(synthesis.parsed(STACK), "Outputs");
  }

  @Test
  void loadBalancerIsInternalForPrivateNetworks() {
    Synthesis.internal()
        .template(STACK)
        .hasResourceProperties(
            LOAD_BALANCER,
            Map.of(
                "Scheme",
                "internal",
                "Subnets",
                List.of(
                    Map.of("Fn::ImportValue", Match.stringLikeRegexp(".*PrivateSubnet1.*")),
                    Map.of("Fn::ImportValue", Match.stringLikeRegexp(".*PrivateSubnet2.*")))));
  }

  @Test
  void templateIsBelowTheSizeLimit() {
    assertThat(Synthesis.defaults().text(STACK).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(1_000_000);
  }
}
