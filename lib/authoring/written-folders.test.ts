import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WrittenFolders } from './written-folders.ts';

let parent: string;
let folders: WrittenFolders;
let made: number;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'written-folders-'));
  folders = new WrittenFolders(parent);
  made = 0;
});
afterEach(() => rm(parent, { recursive: true }));

const make = async (folder: string) => {
  made += 1;
  await mkdir(join(folder, 'lessons'));
  await writeFile(join(folder, 'lessons/a.mdx'), 'saved');
};

interface Use {
  draft?: string;
  commit?: string;
  path?: string;
  work?: (folder: string) => Promise<unknown>;
}

/** What the file contains while a text takes its place, and which files are there. */
async function use({ draft = 'one', commit = 'c1', path = 'lessons/a.mdx', work }: Use = {}) {
  return folders.use({ draft, commit }, { path, text: 'typed' }, make, async (folder, { saved, isNew }) => {
    await work?.(folder);
    const text = await readFile(join(folder, path), 'utf8');
    return { folder, saved, isNew, text, files: await readdir(folder, { recursive: true }) };
  });
}

test('a folder is used again, with the saved file in its place', async () => {
  const first = await use();
  expect(first).toMatchObject({ text: 'typed', isNew: false });
  expect(await readFile(join(first.folder, 'lessons/a.mdx'), 'utf8')).toBe('saved');
  const second = await use();
  expect(second).toMatchObject({ folder: first.folder, saved: first.saved });
  expect(made).toBe(1);
});

test('a new file leaves nothing behind, not even its folders', async () => {
  const written = await use({ path: 'exercises/new/exercise.yaml' });
  expect(written).toMatchObject({ text: 'typed', isNew: true });
  expect((await use()).files.toSorted()).toEqual(['lessons', 'lessons/a.mdx']);
});

test('a folder that another process has removed as left behind is made again', async () => {
  const { folder } = await use();
  const longAgo = new Date(Date.now() - 25 * 60 * 60_000);
  await utimes(folder, longAgo, longAgo);
  const other = new WrittenFolders(parent);
  await other.use({ draft: 'two', commit: 'c1' }, undefined, make, () => Promise.resolve());
  const again = await use();
  expect(again.folder).not.toBe(folder);
  expect(again.isNew).toBe(false);
});

test('two texts at the same time have a folder each', async () => {
  const [one, other] = await Promise.all([use(), use()]);
  expect(one.folder).not.toBe(other.folder);
  expect(one.saved).toBe(other.saved);
  expect(made).toBe(2);
});

test('a draft that was saved gets new folders, and the old ones are removed', async () => {
  const before = await use();
  const after = await use({ commit: 'c2' });
  expect(after.saved).not.toBe(before.saved);
  await expect.poll(() => readdir(parent)).toEqual([after.folder.slice(parent.length + 1)]);
});

test('a folder that is used while the draft is saved is removed afterwards', async () => {
  const { folder } = await use({ work: () => use({ commit: 'c2' }) });
  expect(await readdir(parent)).not.toContain(folder.slice(parent.length + 1));
});

test('a folder whose use failed is not used again', async () => {
  let failed: string | undefined;
  const work = async (folder: string) => {
    failed = folder;
    throw new Error('no');
  };
  await expect(use({ work })).rejects.toThrow('no');
  expect(await readdir(parent)).toEqual([]);
  expect((await use()).folder).not.toBe(failed);
});

test('only the drafts that were used last keep their folders', async () => {
  const all = [];
  for (let draft = 0; draft < 11; draft += 1) all.push((await use({ draft: String(draft) })).folder);
  await expect.poll(() => readdir(parent)).toHaveLength(10);
  expect(await readdir(parent)).not.toContain(all[0]!.slice(parent.length + 1));
});

test('folders of a process that was killed are removed, and younger ones are not', async () => {
  for (const name of ['old', 'young']) await mkdir(join(parent, name));
  await utimes(join(parent, 'old'), 0, 0);
  const { folder } = await use();
  expect((await readdir(parent)).toSorted()).toEqual([folder.slice(parent.length + 1), 'young'].toSorted());
});
