import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { importRoot } from '../src/engine/host.ts';
import { holdImage, releaseImages } from '../src/engine/image-holds.ts';
import { imageReferences, removeImage } from '../src/engine/images.ts';
import { retireOld } from '../src/sandbox/docker/retire.ts';
import { clearAbandoned } from '../src/sandbox/docker/sandbox-dirs.ts';
import { useTemplate } from '../src/sandbox/docker/template-use.ts';

const host = connectEngine(readRunnerEnv().DOCKER_SOCKET);
const repository = `dfm-test-retire-${process.pid}`;
const image = (tag: string) => `${repository}:${tag}`;
const anyTime = Infinity;
let dataDir: string;
let dir: string;
const template = (name: string) => join(dir, 'disks', `template-${name}.ext4`);

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfm-retire-'));
  dir = join(dataDir, 'sandboxes');
  for (const name of ['old', 'current']) {
    await mkdir(dirname(template(name)), { recursive: true });
    await writeFile(template(name), name);
    const root = pack();
    root.entry({ name: 'of' }, `${repository} ${name}`);
    root.finalize();
    await importRoot(host, Readable.from(root), image(name), ['CMD ["none"]']);
  }
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
  await releaseImages(host, async (path) => path.startsWith(dataDir));
  for (const tag of await ownTags()) await removeImage(host, tag);
});

const ownTags = async () => (await imageReferences(host)).filter((tag) => tag.startsWith(repository));
const templates = async () =>
  (await readdir(join(dir, 'disks'))).filter((name) => /template-/.test(name)).sort();
const current = () => ({ path: template('current'), image: image('current') });

test('an unused template and image are removed, current ones stay', async () => {
  await holdImage(host, image('old'), template('old'));
  await retireOld(host, current(), anyTime);
  expect(await templates()).toEqual(['template-current.ext4']);
  expect(await ownTags()).toEqual([image('current')]);
  await retireOld(host, current(), anyTime);
  expect(await ownTags()).toEqual([image('current')]);
});

test('the template with the course’s layers stays with the one it was created from, and older ones are removed', async () => {
  for (const name of ['course-old', 'course-new']) await writeFile(template(name), name);
  await retireOld(host, { ...current(), courseLayers: template('course-new') }, anyTime);
  expect(await templates()).toEqual(['template-course-new.ext4', 'template-current.ext4']);
});

test('a template that a process uses stays with its image until the process ends the use', async () => {
  await holdImage(host, image('old'), template('old'));
  const end = await useTemplate(template('old'));
  await retireOld(host, current(), anyTime);
  expect(await templates()).toEqual(['template-current.ext4', 'template-old.ext4']);
  expect(await ownTags()).toEqual([image('current'), image('old')]);
  await end();
  await retireOld(host, current(), anyTime);
  expect([await templates(), await ownTags()]).toEqual([['template-current.ext4'], [image('current')]]);
});

test('the use by a dead process is removed', async () => {
  await writeFile(join(dir, 'uses-4194304-0'), 'template-old.ext4');
  await clearAbandoned(host, dataDir);
  await retireOld(host, current(), anyTime);
  expect(await templates()).toEqual(['template-current.ext4']);
});

test('an image that another data folder’s template needs stays', async () => {
  const other = join(dataDir, 'other-sandboxes/disks/template-old.ext4');
  await mkdir(dirname(other), { recursive: true });
  await writeFile(other, '');
  await retireOld(host, { path: other, image: image('old') }, 0);
  await retireOld(host, current(), anyTime);
  expect(await ownTags()).toEqual([image('current'), image('old')]);
});

test('an image for a template in an unmounted file system stays', async () => {
  const other = join(dataDir, 'other-sandboxes/disks/template-old.ext4');
  await mkdir(dirname(other), { recursive: true });
  await writeFile(`${dirname(other)}.xfs`, '');
  await holdImage(host, image('old'), other);
  await retireOld(host, current(), anyTime);
  expect(await ownTags()).toEqual([image('current'), image('old')]);
  await rm(`${dirname(other)}.xfs`);
  await retireOld(host, current(), anyTime);
  expect(await ownTags()).toEqual([image('current')]);
});

test('an image with a container stays, and so does a new one', async () => {
  const { id } = await host.createContainer({ Image: image('old') });
  await retireOld(host, current(), anyTime);
  expect(await ownTags()).toEqual([image('current'), image('old')]);
  await host.getContainer(id).remove();
  await retireOld(host, current());
  expect(await ownTags()).toEqual([image('current'), image('old')]);
});
