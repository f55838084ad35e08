"""Deploys the synthesized stacks to moto, which simulates AWS, and tests the result.

moto's CloudFormation does not support Aurora, secrets, alarms and scaling policies. So RdsStack is reduced to its
exports, and the other stacks to the supported resources. moto enforces the rights of the instance role and of the
signing key.
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

UNSUPPORTED = {
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


def supported(whole):
    """The template without unsupported resources, and with invented ARNs instead of references to them."""
    removed = {id for id, resource in whole["Resources"].items() if resource["Type"] in UNSUPPORTED}

    def replaced(node):
        if isinstance(node, list):
            return [replaced(item) for item in node]
        if not isinstance(node, dict):
            return node
        referenced = node.get("Ref", node.get("Fn::GetAtt", [None])[0])
        if referenced in removed:
            return f"arn:aws:secretsmanager:us-east-1:111111111111:secret:{referenced}-AbCdEf"
        return {key: replaced(value) for key, value in node.items()}

    result = replaced(whole)
    result["Resources"] = {id: resource for id, resource in result["Resources"].items() if id not in removed}
    for resource in result["Resources"].values():
        if isinstance(resource.get("DependsOn"), list):
            resource["DependsOn"] = [id for id in resource["DependsOn"] if id not in removed]
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
        deploy("NetworkingStack", supported(template("NetworkingStack")))
        deploy("RdsStack", exports_of_database(secret["ARN"]))
        deploy("GlobantPruebaStack", supported(template("GlobantPruebaStack")))
        self.resources = {
            (one["LogicalResourceId"], one["ResourceType"]): one["PhysicalResourceId"]
            for stack in ("NetworkingStack", "GlobantPruebaStack")
            for one in boto3.client("cloudformation").list_stack_resources(StackName=stack)["StackResourceSummaries"]
        }

    def one(self, prefix, kind):
        """Name or ARN of the only resource of a type whose logical id has a prefix."""
        found = [made for (id, type), made in self.resources.items() if id.startswith(prefix) and type == kind]
        self.assertEqual(1, len(found), found)
        return found[0]

    def bucket(self):
        return self.one("StorageFiles", "AWS::S3::Bucket")

    def test_three_security_groups_may_connect_to_the_database(self):
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

    def test_instances_are_in_private_subnets_with_a_valid_start_script(self):
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

    def test_load_balancer_forwards_to_the_service(self):
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

    def test_signing_key_may_only_read_objects_of_the_service(self):
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

    def test_instance_role_may_only_write_under_its_prefix(self):
        bucket = self.bucket()
        role = boto3.client("iam").get_role(RoleName=self.one("InstanceRole", "AWS::IAM::Role"))["Role"]["Arn"]
        session = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="instance")["Credentials"]
        instance = self.s3(session)

        self.enforced(
            # The readiness check calls HeadBucket, which needs s3:ListBucket; moto enforces that only for listing.
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
