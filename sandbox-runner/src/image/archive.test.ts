import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import { expect, test } from 'vitest';
import { ImageArchiveError } from './archive-error.ts';
import { readImageArchive } from './archive.ts';

type File = [path: string, content: string | Buffer, more?: Partial<Header>];

async function tarOf(files: File[]): Promise<Buffer> {
  const tar = pack();
  for (const [name, content, more] of files) {
    if (more?.type !== undefined && more.type !== 'file') tar.entry({ name, ...more });
    else tar.entry({ name, ...more }, content as string);
  }
  tar.finalize();
  return buffer(tar as AsyncIterable<Buffer>);
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
const chunked = (archive: Buffer, size = 700) => Readable.from(Array.from({ length: Math.ceil(archive.length / size) }, (_, index) => archive.subarray(index * size, (index + 1) * size)));

interface Planned {
  layers: Buffer[];
  stored?: (layer: Buffer) => Buffer;
  config?: object;
  diffIds?: string[];
}

/** An archive as engine 26 writes it: blobs first, then index.json and manifest.json. */
async function saved({ layers, stored = (layer) => layer, config = {}, diffIds }: Planned, format: 'docker' | 'oci' = 'docker'): Promise<Buffer> {
  const blobs = layers.map(stored);
  const configJson = JSON.stringify({
    config,
    history: [...layers.map((_, index) => ({ created_by: `RUN step ${index} # buildkit` })), { created_by: 'CMD ["x"]', empty_layer: true }],
    rootfs: { type: 'layers', diff_ids: diffIds ?? layers.map((layer) => `sha256:${sha256(layer)}`) },
  });
  const descriptor = (content: Buffer | string) => ({ mediaType: 'application/octet-stream', digest: `sha256:${sha256(content)}`, size: content.length });
  const manifest = JSON.stringify({ schemaVersion: 2, config: descriptor(configJson), layers: blobs.map(descriptor) });
  const all: File[] = [...new Map([...blobs, configJson, manifest].map((blob): [string, File] => [sha256(blob), [`blobs/sha256/${sha256(blob)}`, blob]])).values()];
  all.push(['oci-layout', '{"imageLayoutVersion":"1.0.0"}'], ['index.json', JSON.stringify({ schemaVersion: 2, manifests: [descriptor(manifest)] })]);
  if (format === 'docker') all.push(['manifest.json', JSON.stringify([{ Config: `blobs/sha256/${sha256(configJson)}`, RepoTags: null, Layers: blobs.map((blob) => `blobs/sha256/${sha256(blob)}`) }])]);
  return tarOf(all);
}

const code = async (reading: Promise<unknown>) => {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ImageArchiveError ? error.code : error;
};

test.each([
  ['docker save, plain layers', 'docker', undefined],
  ['OCI layout, plain layers', 'oci', undefined],
  ['OCI layout, gzip layers', 'oci', (layer: Buffer) => gzipSync(layer)],
  ['OCI layout, zstd layers', 'oci', (layer: Buffer) => zstdCompressSync(layer)],
] as const)('%s', async (_, format, stored) => {
  const layer = await tarOf([
    ['./srv/', '', { type: 'directory' }],
    ['/srv/a', 'hello', { mode: 0o4755, uid: 1000, gid: 50 }],
    ['srv/b', '', { type: 'link', linkname: 'srv/a' }],
    ['srv/c', '', { type: 'symlink', linkname: '../../etc/passwd' }],
    [`${'long/'.repeat(60)}x`, 'y'],
  ]);
  const image = await readImageArchive(chunked(await saved({ layers: [layer, await tarOf([['srv/.wh.a', '']])], config: { User: 'app', Env: ['A=b'], Healthcheck: { Test: ['NONE'] }, ExposedPorts: { '9090/tcp': {}, '53/udp': {} } }, stored }, format)));
  expect(image.config).toMatchObject({ user: 'app', env: ['A=b'], healthcheck: ['NONE'], entrypoint: null, workdir: '', ports: ['53/udp', '9090/tcp'] });
  expect(image.layers.map((one) => one.createdBy)).toEqual(['RUN step 0 # buildkit', 'RUN step 1 # buildkit']);
  expect(image.layers[0]!.entries).toEqual([
    { path: 'srv', type: 'dir', bytes: 0, mode: 0o755, uid: 0, gid: 0 },
    { path: 'srv/a', type: 'file', bytes: 5, mode: 0o4755, uid: 1000, gid: 50, sha256: sha256('hello') },
    { path: 'srv/b', type: 'hardlink', bytes: 0, mode: 0o644, uid: 0, gid: 0, linkname: 'srv/a' },
    { path: 'srv/c', type: 'symlink', bytes: 0, mode: 0o644, uid: 0, gid: 0, linkname: '../../etc/passwd' },
    { path: `${'long/'.repeat(60)}x`, type: 'file', bytes: 1, mode: 0o644, uid: 0, gid: 0, sha256: sha256('y') },
  ]);
  expect(image.layers[1]!.entries.map((entry) => entry.path)).toEqual(['srv/.wh.a']);
});

test('an older engine stores a repeated layer once, as a link', async () => {
  const layer = await tarOf([['a', 'x']]);
  const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(layer)}`, `sha256:${sha256(layer)}`] } });
  const archive = await tarOf([
    ['one/VERSION', '1.0'],
    ['one/layer.tar', layer],
    ['two/layer.tar', '', { type: 'symlink', linkname: '../one/layer.tar' }],
    ['config.json', config],
    ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: ['one/layer.tar', 'two/layer.tar'] }])],
  ]);
  expect((await readImageArchive(chunked(archive))).layers).toHaveLength(2);
});

test('the base is the shared prefix of diff ids, and its secrets are not the learner\'s', async () => {
  const token = `hf_${'aB3dE6gH9k'.repeat(4).slice(0, 34)}`;
  const base = await tarOf([['base.txt', token]]);
  const own = await tarOf([['own.txt', token]]);
  const gone = await tarOf([['.wh.own.txt', '']]);
  const archive = await saved({ layers: [base, own, gone], config: { Env: [`HF_TOKEN=${token}`], Labels: { note: 'none' } } });
  const image = await readImageArchive(chunked(archive), { baseDiffIds: [`sha256:${sha256(base)}`, 'sha256:other'] });
  expect(image.baseLayers).toBe(1);
  expect(image.secrets).toEqual([
    { rule: 'hugging-face-token', where: 'layer', layer: 1, path: 'own.txt' },
    { rule: 'hugging-face-token', where: 'env', name: 'HF_TOKEN' },
  ]);
});

test('hostile and broken archives end in a named error', async () => {
  const layer = await tarOf([['a', 'x'.repeat(5000)]]);
  const whole = await saved({ layers: [layer] });
  const leaving = await tarOf([['../../etc/passwd', 'x']]);
  const linkOut = await tarOf([['x', '', { type: 'link', linkname: '../../etc/shadow' }]]);
  const forgedSize = Buffer.from(layer);
  forgedSize.write('77777777777\0', 124, 'latin1');
  const longName = await tarOf([[`${'n'.repeat(5000)}`, 'x']]);
  expect(await code(readImageArchive(chunked(whole.subarray(0, whole.length - 3000))))).toBe('truncated');
  expect(await code(readImageArchive(chunked(whole.subarray(0, 1200))))).toBe('truncated');
  expect(await code(readImageArchive(chunked(Buffer.from('no tar at all '.repeat(200)))))).toBe('bad-archive');
  expect(await code(readImageArchive(chunked(await tarOf([['a', 'x']]))))).toBe('not-an-image');
  expect(await code(readImageArchive(chunked(await saved({ layers: [leaving] }))))).toBe('bad-entry');
  expect(await code(readImageArchive(chunked(await saved({ layers: [linkOut] }))))).toBe('bad-entry');
  expect(await code(readImageArchive(chunked(await saved({ layers: [longName] }))))).toBe('bad-entry');
  expect(await code(readImageArchive(chunked(await saved({ layers: [forgedSize] }))))).toBe('bad-archive');
  expect(await code(readImageArchive(chunked(await saved({ layers: [layer], diffIds: [`sha256:${'0'.repeat(64)}`] }))))).toBe('digest-mismatch');
  expect(await code(readImageArchive(chunked(await saved({ layers: [layer], diffIds: [] }))))).toBe('digest-mismatch');
  expect(await code(readImageArchive(chunked(await saved({ layers: [layer], stored: (tar) => gzipSync(tar).subarray(0, -20) }, 'oci'))))).toBe('truncated');
  expect(await code(readImageArchive(chunked(await tarOf([['manifest.json', '[{"Config":"/etc/passwd","Layers":["../../../etc/passwd"]}]']]))))).toBe('missing-blob');
  expect(await code(readImageArchive(chunked(await tarOf([['manifest.json', '[{']]))))).toBe('bad-archive');
  expect(await code(readImageArchive('/nowhere/at/all.tar'))).toBe('unreadable');
});

test('a decompression bomb, too many entries and huge manifests stop at their limits', async () => {
  const limits = { uncompressedBytes: 100_000, entries: 100, jsonBytes: 50_000 };
  const bomb = await tarOf([['zeros', Buffer.alloc(5_000_000)]]);
  const many = await tarOf(Array.from({ length: 200 }, (_, index): File => [`f${index}`, '']));
  expect(await code(readImageArchive(chunked(await saved({ layers: [bomb], stored: (layer) => gzipSync(layer) }, 'oci')), { limits }))).toBe('too-large');
  expect(await code(readImageArchive(chunked(await saved({ layers: [many] })), { limits: { ...limits, uncompressedBytes: 1e9 } }))).toBe('too-many-entries');
  expect(await code(readImageArchive(chunked(await tarOf([['manifest.json', `["${'x'.repeat(60_000)}"]`]])), { limits }))).toBe('too-large');
});

test('a blob that is not what its name says is refused', async () => {
  const base = await tarOf([['base.txt', 'x']]);
  const other = await tarOf([['other.txt', 'x']]);
  const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(other)}`] } });
  const name = `blobs/sha256/${sha256(base)}`;
  const archive = await tarOf([[name, other], ['config.json', config], ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: [name] }])]]);
  expect(await code(readImageArchive(chunked(archive), { baseDiffIds: [`sha256:${sha256(base)}`] }))).toBe('digest-mismatch');
});

test('a layer read before gives the same again, and another in its place is refused', async () => {
  const layer = await tarOf([['own.txt', `hf_${'aB3dE6gH9k'.repeat(4).slice(0, 34)}`]]);
  const archive = await saved({ layers: [layer] });
  // First as the base's, whose files are not searched: that reading must not hide the secret from the next.
  expect((await readImageArchive(chunked(archive), { baseDiffIds: [`sha256:${sha256(layer)}`] })).secrets).toEqual([]);
  const first = await readImageArchive(chunked(archive));
  expect(first.secrets).toHaveLength(1);
  expect(await readImageArchive(chunked(archive))).toEqual(first);
  const other = await tarOf([['other.txt', 'harmless']]);
  const name = `blobs/sha256/${sha256(layer)}`;
  const forged = await tarOf([[name, other], ['config.json', JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(layer)}`] } })], ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: [name] }])]]);
  expect(await code(readImageArchive(chunked(forged)))).toBe('digest-mismatch');
});
