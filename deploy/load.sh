#!/bin/sh
# Loads the images of a release into the engine of this machine and unpacks the source, without a network. Part
# of each release. It detects damaged files, but not forged ones: check the signature before you unpack the
# bundle. docs/operators/releases.md, "Check a release", has the command.
set -eu
cd "$(dirname "$0")"
sha256sum --check --strict --quiet SHA256SUMS
# Only what the checksums cover.
for image in $(sed -n 's/^[0-9a-f]*  \(.*\.oci\.tar\)$/\1/p' SHA256SUMS); do
  docker load --input "$image"
done
source=$(sed -n 's/^[0-9a-f]*  \(docker-for-ml-.*\)-source\.tar\.gz$/\1/p' SHA256SUMS)
version=${source#docker-for-ml-}
tar -xzf "$source-source.tar.gz"
cat <<END

The images are loaded. Next, in $PWD/$source/deploy:

First installation:
  (umask 077 && cp .env.example .env)
  for name in AUTH_SECRET RUNNER_TOKEN POSTGRES_PASSWORD; do echo "\$name=\$(openssl rand -hex 32)" >> .env; done
  for name in SITE RUNNER; do echo "\${name}_IMAGE=docker-for-ml-\$(echo \$name | tr A-Z a-z):$version" >> .env; done
  docker compose up --detach --no-build

Update, which needs the secrets of the installed version. Set old to its deploy folder:
  old=/path/to/deploy
  for name in .env site.env runner.env certificates; do if [ -e "\$old/\$name" ]; then cp -a "\$old/\$name" .; fi; done
  sed -i '/^SITE_IMAGE=/d; /^RUNNER_IMAGE=/d' .env
  for name in SITE RUNNER; do echo "\${name}_IMAGE=docker-for-ml-\$(echo \$name | tr A-Z a-z):$version" >> .env; done
  docker compose up --detach --no-build
END
