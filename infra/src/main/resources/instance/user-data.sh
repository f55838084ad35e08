#!/bin/bash
# Makes an instance of Amazon Linux 2023 run the service. cloud-init runs it once; again does no harm.
# Succeeds only when the service is ready.
set -euo pipefail
export AWS_DEFAULT_REGION='@REGION@' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=10

agent=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
# Before the agent runs, as when packages cannot be installed, nothing else sends the log of this script.
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

# Amazon Linux 2023 stays at the release of its image unless it is told otherwise.
echo latest >/etc/dnf/vars/releasever
dnf upgrade -y
dnf install -y @PACKAGE@ amazon-cloudwatch-agent dnf-automatic

# Security updates from then on; those of the kernel come with the next instance, within 30 days, and so
# do those of Java and Docker, whose files must not change under the service.
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

# Whole or not at all: what an interrupted run has left has another name.
curl -fsS --retry 10 --retry-all-errors -o /etc/hiring/rds-ca.pem.new \
  https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
chmod 0644 /etc/hiring/rds-ca.pem.new
mv -f /etc/hiring/rds-ca.pem.new /etc/hiring/rds-ca.pem
@FILE install-@RUNTIME@.sh@

cat >/etc/hiring/hiring.env <<'END'
@FILE hiring.env@
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

# The agent first, so that it sends the log of a service that does not start.
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
