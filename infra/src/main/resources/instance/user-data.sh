#!/bin/bash
# Installs and starts the service on Amazon Linux 2023. cloud-init runs it at the first boot; it is idempotent.
# It succeeds only when the service is ready.
set -euo pipefail
export AWS_DEFAULT_REGION='@REGION@' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=10

agent=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
# Sends the log of this script if it fails before the CloudWatch agent runs, for example if packages cannot be installed.
send_log() {
  local stream event
  stream=$(cloud-init query instance_id)/failed-start-$(date +%s)
  event=$(tail -c 20000 /var/log/cloud-init-output.log |
    python3 -c 'import json, sys, time
print(json.dumps([{"timestamp": int(time.time() * 1000), "message": sys.stdin.buffer.read().decode("utf-8", "replace")}]))')
  aws logs create-log-stream --log-group-name '@LOG_GROUP@' --log-stream-name "$stream"
  aws logs put-log-events --log-group-name '@LOG_GROUP@' --log-stream-name "$stream" --log-events "$event" >/dev/null
}
trap '[[ $? == 0 ]] || "$agent" -a status 2>/dev/null | grep -q \"running\" || send_log' EXIT

# By default, Amazon Linux 2023 stays at the release of its image.
echo latest >/etc/dnf/vars/releasever
dnf upgrade -y
dnf install -y @PACKAGE@ amazon-cloudwatch-agent dnf-automatic

# Daily security updates. The kernel, Java and Docker are updated with the next instance, within 30 days, because the
# files of Java and Docker must not change while the service runs.
cat >/etc/dnf/automatic.conf <<'END'
[commands]
upgrade_type = security
apply_updates = yes
[base]
excludepkgs = java-* docker containerd runc
END
systemctl enable --now dnf-automatic.timer

getent passwd hiring >/dev/null ||
  useradd --system --user-group --home-dir /var/lib/hiring --no-create-home --shell /sbin/nologin hiring
install -d -m 0755 /opt/hiring /etc/hiring /var/log/hiring

# Written under another name first, so that an interrupted run leaves no partial file.
curl -fsS --retry 10 --retry-all-errors -o /etc/hiring/rds-ca.pem.new \
  https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
chmod 0644 /etc/hiring/rds-ca.pem.new
mv -f /etc/hiring/rds-ca.pem.new /etc/hiring/rds-ca.pem
@FILE install-@RUNTIME@.sh@

cat >/etc/hiring/hiring.env <<'END'
@FILE hiring.env@
@FILE bulk.env@
END
cat >/etc/systemd/system/hiring.service <<'END'
@FILE hiring-@RUNTIME@.service@
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

# The agent starts first, so that it sends the log of a service that fails to start.
"$agent" \
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
