systemctl enable --now docker
aws s3 cp --only-show-errors 's3://@PROGRAM_BUCKET@/@PROGRAM_KEY@' /opt/hiring/hiring-image.tar
image=$(docker load --quiet --input /opt/hiring/hiring-image.tar | sed -n 's/^Loaded image: //p')
rm -f /opt/hiring/hiring-image.tar
built_for=$(docker image inspect --format '{{.Architecture}}' "$image")
[[ $built_for == "$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" ]] || {
  echo "The image is for $built_for, but this instance is $(uname -m): choose an instance_type of the image's architecture" >&2
  exit 1
}
docker tag "$image" hiring:deployed
# The user id in the image.
install -d -m 0700 -o 10001 -g 10001 /var/lib/hiring/spool
