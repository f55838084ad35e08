"""Puts the synthesized stacks into moto, a stand-in for AWS, and asks it what came of them.

moto's CloudFormation knows no Aurora, secrets, alarms and scaling policies: of RdsStack it gets the exports
alone, and of the others what it knows. The rights of the instance role and of the signing key it enforces.
"""

import base64
import json
import os
import subprocess
import unittest

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    MOTO_ACCOUNT_ID="111111111111",
)

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core import set_initial_no_auth_action_count

UNKNOWN_TO_MOTO = {
    "AWS::AutoScaling::LifecycleHook",
    "AWS::AutoScaling::ScalingPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SecretsManager::Secret",
}


def template(stack):
    with open(f"cdk.out/{stack}.template.json", encoding="utf-8") as file:
        return json.load(file)


def known(whole):
    """A template without what moto does not know, and with made-up ARNs in place of references to that."""
    gone = {id for id, resource in whole["Resources"].items() if resource["Type"] in UNKNOWN_TO_MOTO}

    def named(node):
        if isinstance(node, list):
            return [named(item) for item in node]
        if not isinstance(node, dict):
            return node
        referenced = node.get("Ref", node.get("Fn::GetAtt", [None])[0])
        if referenced in gone:
            return f"arn:aws:secretsmanager:us-east-1:111111111111:secret:{referenced}-AbCdEf"
        return {key: named(value) for key, value in node.items()}

    result = named(whole)
    result["Resources"] = {id: resource for id, resource in result["Resources"].items() if id not in gone}
    for resource in result["Resources"].values():
        if isinstance(resource.get("DependsOn"), list):
            resource["DependsOn"] = [id for id in resource["DependsOn"] if id not in gone]
    return result


def exports_of_database(secret_arn):
    def value(name):
        return secret_arn if "Secret" in name else "hiring-dev.cluster.example" if "Endpoint" in name else "hiring-dev"

    outputs = {
        name: {"Value": value(name), "Export": output["Export"]}
        for name, output in template("RdsStack")["Outputs"].items()
        if "Export" in output
    }
    return {"Resources": {"Log": {"Type": "AWS::Logs::LogGroup"}}, "Outputs": outputs}


def deploy(name, body):
    boto3.client("cloudformation").create_stack(
        StackName=name, TemplateBody=json.dumps(body), Capabilities=["CAPABILITY_NAMED_IAM"]
    )


@mock_aws
class Stacks(unittest.TestCase):
    def setUp(self):
        boto3.client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String")
        secret = boto3.client("secretsmanager").create_secret(Name="database", SecretString="{}")
        deploy("NetworkingStack", known(template("NetworkingStack")))
        deploy("RdsStack", exports_of_database(secret["ARN"]))
        deploy("GlobantPruebaStack", known(template("GlobantPruebaStack")))
        self.resources = {
            (one["LogicalResourceId"], one["ResourceType"]): one["PhysicalResourceId"]
            for stack in ("NetworkingStack", "GlobantPruebaStack")
            for one in boto3.client("cloudformation").list_stack_resources(StackName=stack)["StackResourceSummaries"]
        }

    def one(self, prefix, kind):
        """Name or ARN of the one resource of a kind whose id begins so."""
        found = [made for (id, type), made in self.resources.items() if id.startswith(prefix) and type == kind]
        self.assertEqual(1, len(found), found)
        return found[0]

    def bucket(self):
        return self.one("StorageFiles", "AWS::S3::Bucket")

    def test_the_database_is_reached_from_three_groups_on_one_port(self):
        groups = boto3.client("ec2").describe_security_groups()["SecurityGroups"]
        names = {group["GroupId"]: group["Description"] for group in groups}
        database = next(group for group in groups if group["Description"] == "Database")

        flows = {
            (names[pair["GroupId"]].split(":")[0].split(",")[0], rule["FromPort"], rule["ToPort"])
            for rule in database["IpPermissions"]
            for pair in rule["UserIdGroupPairs"]
        }

        self.assertEqual(
            {
                ("Instances of the service", 3306, 3306),
                ("Function that changes the password of the database", 3306, 3306),
                ("Bastion host", 3306, 3306),
            },
            flows,
        )

    def test_instances_run_in_private_subnets_with_a_script_that_names_what_was_made(self):
        instances = boto3.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=["hiring-dev"])[
            "AutoScalingGroups"
        ][0]["Instances"]
        self.assertEqual(1, len(instances))
        ec2 = boto3.client("ec2")
        instance = ec2.describe_instances(InstanceIds=[instances[0]["InstanceId"]])["Reservations"][0]["Instances"][0]
        private = ec2.describe_subnets(Filters=[{"Name": "tag:aws-cdk:subnet-name", "Values": ["Private"]}])["Subnets"]
        self.assertIn(instance["SubnetId"], [subnet["SubnetId"] for subnet in private])

        data = ec2.describe_launch_template_versions(LaunchTemplateId=instances[0]["LaunchTemplate"]["LaunchTemplateId"])
        script = base64.b64decode(data["LaunchTemplateVersions"][0]["LaunchTemplateData"]["UserData"]).decode("utf-8")
        self.assertIn("HIRING_DATABASE_HOST=hiring-dev.cluster.example\n", script)
        self.assertIn(f"HIRING_STORAGE_BUCKET={self.bucket()}\n", script)
        self.assertEqual(0, subprocess.run(["bash", "-n"], input=script.encode("utf-8"), check=False).returncode)

    def test_the_load_balancer_hands_requests_to_the_service(self):
        elb = boto3.client("elbv2")
        balancer = self.one("PublicEndpoint", "AWS::ElasticLoadBalancingV2::LoadBalancer")
        listeners = elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
        self.assertEqual([80], [listener["Port"] for listener in listeners])
        targets = elb.describe_target_groups(TargetGroupArns=[listeners[0]["DefaultActions"][0]["TargetGroupArn"]])
        self.assertEqual(
            [(8080, "/health/ready")],
            [(group["Port"], group["HealthCheckPath"]) for group in targets["TargetGroups"]],
        )

    def s3(self, credentials):
        return boto3.client(
            "s3",
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"),
        )

    def refused(self, call):
        with self.assertRaises(ClientError) as refusal:
            call()
        self.assertIn(refusal.exception.response["Error"]["Code"], ("AccessDenied", "403"))

    def test_the_signing_key_reads_what_the_service_stores_and_does_nothing_else(self):
        bucket = self.bucket()
        for key in ("hiring/reports/a.csv", "backups/a.csv"):
            boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=b"a")
        user = self.one("UrlSigningKey", "AWS::IAM::User")
        signing = self.s3(boto3.client("iam").create_access_key(UserName=user)["AccessKey"])

        self.enforced(
            lambda: self.assertEqual(b"a", signing.get_object(Bucket=bucket, Key="hiring/reports/a.csv")["Body"].read()),
            lambda: self.refused(lambda: signing.get_object(Bucket=bucket, Key="backups/a.csv")),
            lambda: self.refused(lambda: signing.put_object(Bucket=bucket, Key="hiring/reports/a.csv", Body=b"b")),
            lambda: self.refused(lambda: signing.list_objects_v2(Bucket=bucket)),
        )

    def test_the_instance_role_stores_under_its_prefix_alone(self):
        bucket = self.bucket()
        role = boto3.client("iam").get_role(RoleName=self.one("InstanceRole", "AWS::IAM::Role"))["Role"]["Arn"]
        session = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="instance")["Credentials"]
        instance = self.s3(session)

        self.enforced(
            # The right that the readiness of the service takes: HeadBucket asks for s3:ListBucket, which
            # moto knows of listing only.
            lambda: instance.list_objects_v2(Bucket=bucket),
            lambda: instance.put_object(Bucket=bucket, Key="hiring/rejects/a.csv", Body=b"a"),
            lambda: self.refused(lambda: instance.put_object(Bucket=bucket, Key="backups/a.csv", Body=b"a")),
            lambda: self.refused(lambda: instance.delete_object(Bucket=bucket, Key="hiring/rejects/a.csv")),
        )

    @staticmethod
    @set_initial_no_auth_action_count(0)
    def enforced(*checks):
        for check in checks:
            check()


if __name__ == "__main__":
    unittest.main(verbosity=2)
