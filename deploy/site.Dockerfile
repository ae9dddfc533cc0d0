# The site, and the commands that apply its migrations, make backups and restore them. From the root of the repository:
#   docker build --file deploy/site.Dockerfile --tag docker-for-ml-site --build-arg SITE_URL=https://course.example .
# What it needs to run: docs/operators/compose.md and docs/operators/kubernetes.md.
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
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
# Prerendered pages contain the address, for the pictures of link previews.
ARG SITE_URL
RUN node scripts/build-site.ts
RUN node scripts/copy-modules.ts /site launcher/site-server.ts lib/regrade/recompute.process.ts \
        scripts/admin-link.ts scripts/backup.ts scripts/migrate.ts scripts/restore.ts \
    && rm -rf .next/cache .next/trace* \
    && cp -a .next cli content launcher lib packages prisma public sandbox-runner scripts next.config.mjs package.json /site/ \
    # Source maps, and the lists of files from which the command above copied.
    && find /site/.next \( -name '*.map' -o -name '*.nft.json' \) -delete

FROM ${DEBIAN}
# git stores the drafts of the content.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/*
COPY --from=build /usr/local/bin/node /usr/local/bin/
WORKDIR /app
COPY --from=build /site ./
RUN --mount=type=bind,from=build,source=/app,target=/mnt/app node /mnt/app/scripts/write-sbom.ts > /sbom.cdx.json \
    # The group of a user that has no entry in /etc/passwd, so that any user can write there.
    && install -d -o 10001 -g 0 -m 770 /data
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 CONTENT_STORE=/data/content-store DATA_DIR=/data
USER 10001:0
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "launcher/site-server.ts"]
