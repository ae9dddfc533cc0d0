import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { readRunnerEnv } from '../src/config/env.ts';

const imageType = 'application/vnd.docker.distribution.manifest.v2+json';

export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:<port>`. The engine uses plain HTTP for loopback addresses. */
  host: string;
}

/** Starts the distribution's registry on a free port of the loopback interface, with its blobs in `dir`. */
export async function startRegistry(dir: string): Promise<Registry> {
  const port = await freePort();
  const config = join(dir, 'registry.yml');
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(dir, 'blobs') } },
      http: { addr: `127.0.0.1:${port}` },
    }),
  );
  const child = spawn(registryProgram(), ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-2_000)));
  const host = `127.0.0.1:${port}`;
  for (
    const until = Date.now() + 20_000;
    !(await fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    ));
    await delay(50)
  ) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`the registry did not start:\n${log}`);
  }
  return {
    host,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'close');
      child.kill();
      await ended;
    },
  };
}

/** Path to which `npm test` unpacks it. */
function registryProgram(): string {
  const program = join(readRunnerEnv().DATA_DIR, 'tools/docker-registry/usr/bin/docker-registry');
  if (!existsSync(program)) throw new Error(`${program} is missing: npm test unpacks it`);
  return program;
}

/** Starts a proxy to a registry that shuts down when the engine requests the blob. */
export async function startFailingRoute(host: string, blob: string): Promise<Registry> {
  const server: Server = createServer((incoming, response) => {
    if (incoming.url?.endsWith(`/blobs/${blob}`)) {
      server.close();
      server.closeAllConnections();
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request(`http://${host}`, { method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Creates an image with a single file `content` and pushes it without the engine, so that the engine has to
 * pull it.
 *
 * @returns its digest in the registry and the digest of its only layer
 */
export async function pushImage(
  host: string,
  name: string,
  tag: string,
  content: string,
  architecture = 'amd64',
): Promise<{ digest: string; layer: string }> {
  const files = pack();
  files.entry({ name: 'content' }, content);
  files.finalize();
  const tar = await buffer(files);
  const layer = await pushBlob(host, name, gzipSync(tar));
  const config = await pushBlob(
    host,
    name,
    Buffer.from(
      JSON.stringify({
        architecture,
        os: 'linux',
        config: { Cmd: ['/content'] },
        rootfs: { type: 'layers', diff_ids: [sha256(tar)] },
      }),
    ),
  );
  const manifest = {
    schemaVersion: 2,
    mediaType: imageType,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...layer }],
  };
  return { digest: await pushManifest(host, name, tag, manifest), layer: layer.digest };
}

/**
 * Pushes an index of images in the same repository, by platform.
 *
 * @returns its digest
 */
export async function pushIndex(
  host: string,
  name: string,
  tag: string,
  digests: Record<string, string>,
): Promise<string> {
  const manifests = await Promise.all(
    Object.entries(digests).map(async ([architecture, digest]) => {
      const manifest = await fetch(`http://${host}/v2/${name}/manifests/${digest}`, {
        headers: { accept: imageType },
      });
      return {
        mediaType: imageType,
        digest,
        size: (await manifest.arrayBuffer()).byteLength,
        platform: { architecture, os: 'linux' },
      };
    }),
  );
  return pushManifest(host, name, tag, {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifests,
  });
}

async function pushBlob(host: string, name: string, blob: Buffer): Promise<{ digest: string; size: number }> {
  const digest = sha256(blob);
  const upload = await fetch(`http://${host}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(upload.headers.get('location') ?? '', `http://${host}`);
  location.searchParams.set('digest', digest);
  await accepted(
    await fetch(location, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(blob),
    }),
  );
  return { digest, size: blob.byteLength };
}

async function pushManifest(
  host: string,
  name: string,
  tag: string,
  manifest: { mediaType: string; [key: string]: unknown },
): Promise<string> {
  const body = JSON.stringify(manifest);
  await accepted(
    await fetch(`http://${host}/v2/${name}/manifests/${tag}`, {
      method: 'PUT',
      headers: { 'content-type': manifest.mediaType },
      body,
    }),
  );
  return sha256(body);
}

async function accepted(answer: Response): Promise<void> {
  if (!answer.ok) throw new Error(`the registry rejected ${answer.url}: ${await answer.text()}`);
}

const sha256 = (data: string | Buffer) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
