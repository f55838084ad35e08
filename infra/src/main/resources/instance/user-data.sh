#!/bin/bash
# Makes an instance of Amazon Linux 2023 run the service. cloud-init runs it once; again does no harm.
# Ends well only when the service is ready.
set -euo pipefail
export AWS_DEFAULT_REGION='@REGION@' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=10

dnf install -y java-17-amazon-corretto-headless amazon-cloudwatch-agent

getent passwd hiring >/dev/null ||
  useradd --system --user-group --home-dir /var/lib/hiring --no-create-home --shell /sbin/nologin hiring
install -d -m 0755 /opt/hiring /etc/hiring /var/log/hiring

# Whole or not at all: what an interrupted run has left has another name.
curl -fsS --retry 10 --retry-all-errors -o /etc/hiring/rds-ca.pem.new \
  https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
chmod 0644 /etc/hiring/rds-ca.pem.new
mv -f /etc/hiring/rds-ca.pem.new /etc/hiring/rds-ca.pem
aws s3 cp --only-show-errors 's3://@JAR_BUCKET@/@JAR_KEY@' /opt/hiring/hiring-service.jar.new
chmod 0644 /opt/hiring/hiring-service.jar.new
mv -f /opt/hiring/hiring-service.jar.new /opt/hiring/hiring-service.jar

cat >/etc/hiring/hiring.env <<'END'
@FILE hiring.env@
END
cat >/etc/systemd/system/hiring.service <<'END'
@FILE hiring.service@
END
cat >/opt/hiring/lifecycle.sh <<'END'
@FILE lifecycle.sh@
END
chmod 0755 /opt/hiring/lifecycle.sh
cat >/etc/systemd/system/hiring-lifecycle.service <<'END'
@FILE hiring-lifecycle.service@
END
cat >/etc/logrotate.d/hiring <<'END'
@FILE logrotate.conf@
END
cat >/etc/hiring/cloudwatch-agent.json <<'END'
@FILE cloudwatch-agent.json@
END

# First the log's way out, so that a service that does not start can be read about.
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl \
  -a fetch-config -m ec2 -s -c file:/etc/hiring/cloudwatch-agent.json
systemctl daemon-reload
systemctl enable hiring.service hiring-lifecycle.service
systemctl restart hiring.service hiring-lifecycle.service

curl -fsS --retry 60 --retry-delay 5 --retry-max-time 300 --retry-all-errors -o /dev/null \
  'http://127.0.0.1:@SERVICE_PORT@/health/ready' || {
  echo 'The service is not ready after five minutes. The end of its log:' >&2
  tail -n 30 /var/log/hiring/hiring.log >&2
  exit 1
}
