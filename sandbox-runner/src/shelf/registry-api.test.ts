import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { get, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordImages, recordServiceImages } from './images.ts';
import { shelfLayout, type ShelfLayout } from './layout.ts';
import { isOnShelf } from './registry-api.ts';
import { storeImage } from './registry-blobs.ts';
import { serveShelf } from './server.ts';

const sha256 = (content: Buffer | string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
/** Blobs in a sandbox's engine, by digest. */
const built = new Map<string, Buffer>();
const own: ImageStore = { blob: (digest) => Readable.from(built.has(digest) ? [built.get(digest)!] : []) };
const layer = Buffer.from('a layer of the base');

let layout: ShelfLayout;
let manifest: string;
let server: AsyncDisposable;
let socketPath: string;

/** Writes an image in the format of `docker save`. */
async function saved(path: string): Promise<void> {
  const tar = pack();
  tar.entry({ name: 'config.json' }, '{"rootfs":{}}');
  tar.entry({ name: 'first/layer.tar' }, layer);
  // Older engines save a repeated layer as a link.
  tar.entry({ name: 'again/layer.tar', type: 'symlink', linkname: '../first/layer.tar' });
  tar.entry(
    { name: 'manifest.json' },
    JSON.stringify([{ Config: 'config.json', Layers: ['first/layer.tar', 'again/layer.tar'] }]),
  );
  tar.finalize();
  await writeFile(path, await buffer(tar as AsyncIterable<Buffer>));
}

beforeAll(async () => {
  layout = shelfLayout(await mkdtemp(join(tmpdir(), 'dfm-registry-')));
  await mkdir(layout.www);
  await mkdir(layout.work);
  await saved(join(layout.work, 'saved.tar'));
  manifest = await storeImage(layout, join(layout.work, 'saved.tar'));
  await recordImages(layout, [
    { reference: 'python:3.11-slim', aliases: ['python:3'], standIn: true, manifest },
  ]);
  socketPath = join(layout.work, 'shelf.sock');
  server = await serveShelf({ layout, own }, socketPath);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(join(layout.www, '..'), { recursive: true });
});

async function answerTo(
  path: string,
  method = 'GET',
): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: Buffer }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath, path, method, agent: false }, resolve).once('error', reject).end();
  });
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

const json = (body: Buffer) =>
  JSON.parse(body.toString()) as { layers: { digest: string; size: number }[]; config: { digest: string } };

test('serves the images of services as soon as they are recorded, and the base images as before', async () => {
  const service = '/v2/prom/prometheus/manifests/v2';
  expect((await answerTo(service)).status).toBe(404);
  await recordServiceImages(layout, [
    { reference: 'prom/prometheus:v2', aliases: [], standIn: true, manifest },
  ]);
  expect((await answerTo(service)).headers['docker-content-digest']).toBe(manifest);
  expect((await answerTo('/v2/library/python/manifests/3')).status).toBe(200);
});

test('identifies itself as a registry', async () => {
  expect(await answerTo('/v2/')).toMatchObject({ status: 200 });
});

test.each([
  'library/python/manifests/3.11-slim',
  'library/python/manifests/3',
  'python/manifests/3.11-slim',
  'library/python/manifests/3.11-slim?ns=docker.io',
])('serves a base image under the names that Dockerfiles use: %s', async (path) => {
  const { status, headers, body } = await answerTo(`/v2/${path}`);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'application/vnd.oci.image.manifest.v1+json',
    'docker-content-digest': manifest,
    'content-length': String(body.length),
  });
  expect(sha256(body)).toBe(manifest);
});

test.each([
  ['python:3.11-slim', true],
  ['python:3', true],
  ['library/python:3', true],
  ['python:3.1', false],
  ['python', false],
])('whether %s is on the shelf: %s', async (reference, isThere) =>
  expect(await isOnShelf(layout, reference)).toBe(isThere),
);

test('serves configuration and layers by digest, with the saved content', async () => {
  const { layers, config } = json((await answerTo(`/v2/any/manifests/${manifest}`)).body);
  expect((await answerTo(`/v2/any/blobs/${config.digest}`)).body.toString()).toBe('{"rootfs":{}}');
  expect(layers).toHaveLength(2);
  for (const { digest, size } of layers) {
    const { headers, body } = await answerTo(`/v2/any/blobs/${digest}`);
    expect(headers['content-length']).toBe(String(size));
    expect(sha256(body)).toBe(digest);
    expect(gunzipSync(body)).toEqual(layer);
  }
});

test('HEAD returns the same without the body', async () => {
  const { status, headers, body } = await answerTo('/v2/library/python/manifests/3', 'HEAD');
  expect({ status, digest: headers['docker-content-digest'], bytes: body.length }).toEqual({
    status: 200,
    digest: manifest,
    bytes: 0,
  });
});

test('lists tags, and has no referrers', async () => {
  expect(json((await answerTo('/v2/library/python/tags/list')).body)).toEqual({
    name: 'library/python',
    tags: ['3.11-slim', '3'],
  });
  expect(json((await answerTo(`/v2/library/python/referrers/${manifest}`)).body)).toMatchObject({
    manifests: [],
  });
});

test.each([
  ['a tag of a different image', 'library/debian/manifests/3.11-slim', 'MANIFEST_UNKNOWN'],
  ['an unknown tag', 'library/python/manifests/3.12', 'MANIFEST_UNKNOWN'],
  ['an unknown digest', `library/python/manifests/sha256:${'0'.repeat(64)}`, 'MANIFEST_UNKNOWN'],
  ['an unknown blob', `library/python/blobs/sha256:${'0'.repeat(64)}`, 'BLOB_UNKNOWN'],
  ['a digest that leads elsewhere', 'library/python/blobs/sha256:..%2f..%2fimages.json', 'NAME_UNKNOWN'],
  ['a listing of all repositories', '_catalog', 'NAME_UNKNOWN'],
])('answers 404 to %s', async (_, path, code) => {
  const { status, body } = await answerTo(`/v2/${path}`);
  expect(status).toBe(404);
  expect(JSON.parse(body.toString())).toMatchObject({ errors: [{ code }] });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('rejects writes: %s', async (method) => {
  expect((await answerTo('/v2/library/python/blobs/uploads/', method)).status).toBe(405);
});

test('serves images built in the sandbox, as if they had been pushed', async () => {
  const content = Buffer.from(
    JSON.stringify({ mediaType: 'application/vnd.docker.distribution.manifest.v2+json', config: {} }),
  );
  built.set(sha256(content), content);
  const { status, headers, body } = await answerTo(`/v2/own/manifests/${sha256(content)}`);
  expect({ status, type: headers['content-type'], body }).toEqual({
    status: 200,
    type: 'application/vnd.docker.distribution.manifest.v2+json',
    body: content,
  });
  expect((await answerTo(`/v2/own/blobs/${sha256(content)}`)).body).toEqual(content);
  // The shelf's images are not in this repository, and the sandbox's are not in the shelf's repositories.
  expect((await answerTo(`/v2/own/manifests/${manifest}`)).status).toBe(404);
  expect((await answerTo(`/v2/library/python/manifests/${sha256(content)}`)).status).toBe(404);
});

test.each([
  ['not JSON', Buffer.from('not JSON')],
  ['a different kind of document', Buffer.from('[1]')],
  ['longer than a manifest may be', Buffer.alloc(5 * 1024 * 1024, ' ')],
])('rejects a manifest that is %s', async (_, content) => {
  built.set(sha256(content), content);
  expect((await answerTo(`/v2/own/manifests/${sha256(content)}`)).status).toBe(404);
});

test('a client that disconnects in the middle of a layer leaves no file open', async () => {
  // More than the kernel buffers for a socket.
  await writeFile(join(layout.blobs, 'f'.repeat(64)), Buffer.alloc(8 * 1024 * 1024));
  const open = async () => {
    const files = await readdir('/proc/self/fd');
    const targets = await Promise.all(
      files.map((file) => readlink(join('/proc/self/fd', file)).catch(() => '')),
    );
    return targets.filter((target) => target.startsWith(layout.blobs)).length;
  };
  const response = await new Promise<IncomingMessage>(
    (resolve, reject) =>
      void get({ socketPath, path: `/v2/any/blobs/sha256:${'f'.repeat(64)}`, agent: false }, resolve).once(
        'error',
        reject,
      ),
  );
  expect(await open()).toBe(1);
  response.destroy();
  await expect.poll(open).toBe(0);
});
