#!/bin/bash
# Waits until Auto Scaling takes this instance away, stops the service in order, and says that it did.
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

# The load balancer takes a moment to send new requests elsewhere.
sleep 15
systemctl stop hiring.service

# Refused until the instance has come to the hook: the load balancer may still be letting go of it.
until aws autoscaling complete-lifecycle-action --instance-id "$instance" \
  --auto-scaling-group-name '@AUTO_SCALING_GROUP@' --lifecycle-hook-name '@LIFECYCLE_HOOK@' \
  --lifecycle-action-result CONTINUE; do
  sleep 10
done
