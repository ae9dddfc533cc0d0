import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageName } from './image-name.ts';
import { packOciArchive } from './oci-archive.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dfm-oci-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const layers = ['first layer', 'second layer'];
const digestOf = (bytes: string | Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const config = JSON.stringify({ rootfs: { type: 'layers', diff_ids: layers.map(digestOf) } });

/** As Docker Engine 20 and 28 name the files in the output of `docker save`. */
const forms = {
  20: { configName: 'abc.json', nameOf: (n: number) => `${n}/layer.tar` },
  28: { configName: 'blobs/sha256/abc', nameOf: (n: number) => `blobs/sha256/${n}` },
};

async function packed(
  form: 20 | 28,
  name: string,
  { at = new Date(), reference = 'docker-for-ml-site:1.2.0' } = {},
): Promise<Buffer> {
  const { configName, nameOf } = forms[form];
  const saved = join(folder, `${name}-saved`);
  const files = new Map([
    [configName, config],
    ...layers.map((text, n) => [nameOf(n), text] as const),
    [
      'manifest.json',
      JSON.stringify([{ Config: configName, RepoTags: null, Layers: layers.map((_, n) => nameOf(n)) }]),
    ],
  ]);
  for (const [path, text] of files) {
    mkdirSync(join(saved, path, '..'), { recursive: true });
    writeFileSync(join(saved, path), text);
    utimesSync(join(saved, path), at, at);
  }
  const work = join(folder, `${name}-work`);
  mkdirSync(work);
  const archive = join(folder, `${name}.tar`);
  await packOciArchive(archive, { saved, work, name: imageName(reference), seconds: 1_000 });
  return readFileSync(archive);
}

test('the archive is an OCI image layout with the same layers, which an engine can load', async () => {
  await packed(20, 'image');
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xf', join(folder, 'image.tar'), '-C', unpacked]);
  const json = (path: string) => JSON.parse(readFileSync(join(unpacked, path), 'utf8'));
  const blob = (digest: string) => {
    const bytes = readFileSync(join(unpacked, 'blobs', digest.replace(':', '/')));
    expect(digestOf(bytes)).toBe(digest);
    return bytes;
  };

  expect(json('oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' });
  const [found] = json('index.json').manifests;
  expect(found.annotations['org.opencontainers.image.ref.name']).toBe('1.2.0');
  const manifest = JSON.parse(blob(found.digest).toString());
  expect(blob(manifest.config.digest).toString()).toBe(config);
  const contents = manifest.layers.map(({ digest }: { digest: string }) =>
    gunzipSync(blob(digest)).toString(),
  );
  expect(contents).toEqual(layers);

  const [forEngines] = json('manifest.json');
  expect(forEngines.RepoTags).toEqual(['docker-for-ml-site:1.2.0']);
  cpSync(join(unpacked, forEngines.Config), join(folder, 'config'));
  expect(readFileSync(join(folder, 'config'), 'utf8')).toBe(config);
});

test.each([
  ['postgres', 'postgres:latest', 'docker.io/library/postgres:latest'],
  ['host.example/x/y:1', 'host.example/x/y:1', 'host.example/x/y:1'],
])('engines load %s as %s', async (reference, short, full) => {
  await packed(28, 'image', { reference });
  const json = (file: string) =>
    JSON.parse(execFileSync('tar', ['-xOf', join(folder, 'image.tar'), file], { encoding: 'utf8' }));
  expect(json('manifest.json')[0].RepoTags).toEqual([short]);
  expect(json('index.json').manifests[0].annotations['io.containerd.image.name']).toBe(full);
});

test('the same image gives the same bytes, saved by different engines at different times', async () => {
  const first = await packed(20, 'first');
  expect((await packed(28, 'second', { at: new Date(0) })).equals(first)).toBe(true);
});
