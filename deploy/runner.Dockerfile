# The sandbox-runner with everything that prepares its node. From the root of the repository:
#   docker build --file deploy/runner.Dockerfile --tag docker-for-ml-runner .
# It needs root, the socket of the host's Docker Engine and the options of deploy/compose.yaml:
# docs/operators/compose.md, “What a runner in a container needs”.
ARG DEBIAN=debian:bookworm-slim
# The version of Node in package.json.
ARG NODE=node:24.21.0-bookworm-slim

# Only what decides the installed packages, so that an edit of anything else does not install them again.
FROM ${NODE} AS manifests
WORKDIR /repository
COPY . .
RUN find . -name package.json -not -path '*/node_modules/*' -exec install -D -m 644 {} /manifests/{} \; \
    && cp package-lock.json .npmrc /manifests/

FROM ${NODE} AS build
WORKDIR /app
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN node scripts/copy-modules.ts /runner sandbox-runner/src/index.ts sandbox-runner/src/commands/prepare.ts \
        sandbox-runner/src/commands/start-node.ts sandbox-runner/src/bounded/learner-work.process.ts \
        sandbox-runner/src/terminals/screens.process.ts sandbox-runner/src/sandbox/docker/shift-owners.ts \
    && cp -a content packages sandbox-runner package.json /runner/

FROM ${DEBIAN}
# What makes base images, packages and disks for sandboxes.
RUN apt-get update && apt-get install -y --no-install-recommends apparmor debian-archive-keyring e2fsprogs mmdebstrap \
        python3-pip xfsprogs \
    && rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/*
COPY --from=build /usr/local/bin/node /usr/local/bin/
WORKDIR /app
COPY --from=build /runner ./
RUN --mount=type=bind,from=build,source=/app,target=/mnt/app node /mnt/app/scripts/write-sbom.ts > /sbom.cdx.json
ENV NODE_ENV=production RUNNER_HTTP=127.0.0.1:9464
# dfm ignore=root-user it mounts disks and controls the host's engine, which is equivalent to root on the host
USER 0:0
HEALTHCHECK --interval=10s --timeout=5s --start-period=60m \
    CMD ["node", "-e", "fetch('http://127.0.0.1:9464/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "sandbox-runner/src/commands/start-node.ts"]
