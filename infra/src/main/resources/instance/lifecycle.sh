#!/bin/bash
# Waits until Auto Scaling terminates this instance, stops the service in order, and completes the lifecycle hook.
set -euo pipefail
imds=http://169.254.169.254/latest

metadata() {
  local token
  token=$(curl -sf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$imds/api/token") || return
  curl -sf -m 5 -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/$1"
}

until [[ $(metadata autoscaling/target-lifecycle-state) == Terminated ]]; do
  sleep 5
done
instance=$(metadata instance-id)

# The load balancer needs a moment to stop sending new requests.
sleep 15
systemctl stop hiring.service

# AWS refuses this while the load balancer still drains the instance, which precedes the hook.
until aws autoscaling complete-lifecycle-action --instance-id "$instance" \
  --auto-scaling-group-name '@AUTO_SCALING_GROUP@' --lifecycle-hook-name '@LIFECYCLE_HOOK@' \
  --lifecycle-action-result CONTINUE; do
  sleep 10
done
