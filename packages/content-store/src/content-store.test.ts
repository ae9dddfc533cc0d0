import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContentStore, type NewFile, RefusedContent } from './content-store.ts';
import type { Author } from './write-commit.ts';

const ada: Author = { id: 'u-ada', name: 'Ada' };
const ben: Author = { id: 'u-ben', name: 'Ben <b@x> \n' };
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const ten = lines('1', '2', '3', '4', '5', '6', '7', '8', '9', '10');

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-store-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bytes = (written: string) => Buffer.from(written);
const first: Record<string, string> = {
  'lessons/a.mdx': ten,
  'lessons/b.mdx': 'b\n',
  'data/picture.png': 'png\0one',
};

async function opened(): Promise<{ store: ContentStore; path: string }> {
  const path = join(folder, `store-${++count}`);
  const store = await ContentStore.open(path, {
    author: ada,
    files: async function* (): AsyncGenerator<NewFile> {
      for (const [name, written] of Object.entries(first)) yield { path: name, contents: bytes(written) };
      yield { path: 'run.sh', contents: bytes('#!/bin/sh\n'), executable: true };
    },
  });
  return { store, path };
}

/** Saves and returns the new commit. */
async function saved(store: ContentStore, id: string, files: Record<string, string | null>, author = ada) {
  const seen = (await store.draft(id))!;
  const result = await store.save(
    id,
    new Map(Object.entries(files).map(([path, written]) => [path, written === null ? null : bytes(written)])),
    { author, message: 'Change', seen },
  );
  expect(result?.kind).toBe('saved');
  return result!.commit;
}

async function text(store: ContentStore, commit: string, path: string) {
  return (await store.read(commit, path))?.toString();
}

describe('a new store', () => {
  test('has the first content as version 1', async () => {
    const { store } = await opened();
    const [version, ...others] = await store.versions();
    expect(others).toEqual([]);
    expect(version).toEqual({ number: 1, commit: await store.main() });
    const { files, problems } = await store.tree(version!.commit);
    expect(problems).toEqual([]);
    expect(files.map(({ path, executable }) => [path, executable])).toEqual([
      ['data/picture.png', false],
      ['lessons/a.mdx', false],
      ['lessons/b.mdx', false],
      ['run.sh', true],
    ]);
  });

  test('is opened again as it is', async () => {
    const { store, path } = await opened();
    await store.createDraft('one');
    const again = await ContentStore.open(path, {
      author: ada,
      // oxlint-disable-next-line require-yield -- must not be called
      files: async function* () {
        throw new Error('read again');
      },
    });
    expect((await again.drafts()).map(({ id }) => id)).toEqual(['one']);
  });

  test('is not there after a failure', async () => {
    const path = join(folder, 'failed');
    const failing = ContentStore.open(path, {
      author: ada,
      // oxlint-disable-next-line require-yield
      files: async function* () {
        throw new Error('unreadable');
      },
    });
    await expect(failing).rejects.toThrow('unreadable');
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });
});

describe('saving', () => {
  test('changes, adds and deletes, and keeps the rest', async () => {
    const { store } = await opened();
    const base = await store.createDraft('one');
    const commit = await saved(store, 'one', {
      'lessons/b.mdx': 'B\n',
      'new/c.txt': 'c',
      'data/picture.png': null,
    });
    expect(await store.changes(base, commit)).toEqual([
      { path: 'data/picture.png', change: 'deleted' },
      { path: 'lessons/b.mdx', change: 'changed' },
      { path: 'new/c.txt', change: 'added' },
    ]);
    expect(await text(store, commit, 'lessons/b.mdx')).toBe('B\n');
    expect((await store.tree(commit)).files.find(({ path }) => path === 'run.sh')?.executable).toBe(true);
  });

  test('makes files executable, and leaves the others as they are', async () => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    const files = new Map(
      ['new.sh', 'new.txt', 'run.sh', 'lessons/b.mdx'].map((path) => [path, bytes(path)]),
    );
    const executable = new Set(['new.sh', 'lessons/b.mdx']);
    await store.save('one', files, { author: ada, message: 'Change', seen, executable });
    const tree = await store.tree((await store.draft('one'))!);
    expect(tree.files.flatMap(({ path, executable: is }) => (is ? [path] : []))).toEqual([
      'lessons/b.mdx',
      'new.sh',
      'run.sh',
    ]);
  });

  test('records the author without an address', async () => {
    const { store } = await opened();
    await store.createDraft('one');
    const commit = await saved(store, 'one', { 'lessons/b.mdx': 'B\n' }, ben);
    const [newest, ...older] = await store.history(commit);
    expect(newest).toMatchObject({
      id: commit,
      authorId: 'u-ben',
      authorName: 'Ben  b@x',
      subject: 'Change',
    });
    expect(older).toHaveLength(1);
  });

  test('of what is already there makes no commit', async () => {
    const { store } = await opened();
    const base = await store.createDraft('one');
    expect(await saved(store, 'one', { 'lessons/b.mdx': 'b\n' })).toBe(base);
  });

  test('keeps what others changed in other files', async () => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    await saved(store, 'one', { 'lessons/a.mdx': 'A\n' }, ben);
    const mine = await store.save('one', new Map([['lessons/b.mdx', bytes('B\n')]]), {
      author: ada,
      message: 'Mine',
      seen,
    });
    expect(mine?.kind).toBe('saved');
    expect(await text(store, mine!.commit, 'lessons/a.mdx')).toBe('A\n');
  });

  test.each([
    ['changed', 'A\n'],
    ['deleted', null],
  ])('refuses a file that someone else %s', async (_, theirs) => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    const head = await saved(store, 'one', { 'lessons/a.mdx': theirs }, ben);
    const mine = await store.save('one', new Map([['lessons/a.mdx', bytes('mine')]]), {
      author: ada,
      message: 'Mine',
      seen,
    });
    expect(mine).toEqual({ kind: 'conflict', commit: head, paths: ['lessons/a.mdx'] });
    expect(await store.draft('one')).toBe(head);
  });

  test('loses nothing when 12 people save at the same moment', async () => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        store.save('one', new Map([[`lessons/${index}.mdx`, bytes(String(index))]]), {
          author: ada,
          message: `Save ${index}`,
          seen,
        }),
      ),
    );
    expect(results.map((result) => result?.kind)).toEqual(results.map(() => 'saved'));
    const { files } = await store.tree((await store.draft('one'))!);
    expect(files.filter(({ path }) => /\/\d+\.mdx$/.test(path))).toHaveLength(12);
  });

  test.each([
    ['../outside', '“.” and “..”'],
    ['/absolute', 'single slashes'],
    ['a//b', 'single slashes'],
    ['.git/config', 'git uses for itself'],
    ['x/.GIT', 'git uses for itself'],
    ['git~1/config', 'git uses for itself'],
    ['.gitattributes', 'git uses for itself'],
    ['a\nb', 'control characters'],
    ['a\u202Eb', 'control characters'],
    ['a\\b', 'control characters'],
    ['end.', 'end with a space or a dot'],
    ['x'.repeat(201), 'longer than 200 bytes'],
    ['LESSONS/A.mdx', 'only in case'],
  ])('refuses the path %j', async (path, message) => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    const saving = store.save('one', new Map([[path, bytes('x')]]), { author: ada, message: 'x', seen });
    await expect(saving).rejects.toThrow(RefusedContent);
    await expect(saving).rejects.toThrow(message);
    expect(await store.draft('one')).toBe(seen);
  });

  test.each(
    ['.dockerignore', 'a/.env', 'a b/ü.txt', '-rf', ':(glob)**', '.github', 'git~', '...a'].filter(
      (path) => !path.includes(':'),
    ),
  )('accepts the path %j', async (path) => {
    const { store } = await opened();
    await store.createDraft('one');
    expect(await text(store, await saved(store, 'one', { [path]: 'x' }), path)).toBe('x');
  });

  test('refuses a file of more than 5 MB, and accepts one of 5 MB', async () => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    const save = (size: number) =>
      store.save('one', new Map([['big', Buffer.alloc(size)]]), { author: ada, message: 'x', seen });
    await expect(save(5_000_001)).rejects.toThrow('larger than 5 MB');
    expect((await save(5_000_000))?.kind).toBe('saved');
  });

  test('refuses to start from a commit that the draft never had', async () => {
    const { store } = await opened();
    const before = await store.createDraft('one');
    await store.createDraft('two');
    const others = await saved(store, 'two', { 'a.txt': 'x' });
    for (const seen of ['f'.repeat(40), others, 'main'])
      await expect(
        store.save('one', new Map([['a.txt', bytes('x')]]), { author: ada, message: 'x', seen }),
      ).rejects.toThrow('There is no such version.');
    expect(await store.draft('one')).toBe(before);
  });

  test('in a draft that is gone is undefined', async () => {
    const { store } = await opened();
    const seen = await store.createDraft('one');
    expect(await store.deleteDraft('one')).toBe(true);
    expect(await store.deleteDraft('one')).toBe(false);
    expect(await store.save('one', new Map(), { author: ada, message: 'x', seen })).toBeUndefined();
  });

  test.each(['--upload-pack=x', 'HEAD', 'main', 'a'.repeat(39), `${'a'.repeat(39)}Z`])(
    'takes no commit that is called %s',
    async (seen) => {
      const { store } = await opened();
      await expect(store.tree(seen)).rejects.toThrow(RefusedContent);
    },
  );
});

test.each(['', '-x', 'x-', 'a--b', 'A', 'a/b', '..', 'a b', 'x'.repeat(41)])('%j is no draft', async (id) => {
  const { store } = await opened();
  await expect(store.createDraft(id)).rejects.toThrow(RefusedContent);
  expect(await store.draft(id)).toBeUndefined();
});

test('two drafts cannot have one name', async () => {
  const { store } = await opened();
  await store.createDraft('one');
  await expect(store.createDraft('one')).rejects.toThrow('There is a draft with this name already.');
});

/** Two drafts from one version; `theirs` is published, `ours` is still open. */
async function parted(ours: Record<string, string | null>, theirs: Record<string, string | null>) {
  const { store } = await opened();
  await store.createDraft('ours');
  await store.createDraft('theirs');
  await saved(store, 'ours', ours);
  const published = await store.publish(await saved(store, 'theirs', theirs, ben));
  expect(published?.number).toBe(2);
  return store;
}

describe('merging what was published', () => {
  test('puts changes to different files and different lines together', async () => {
    const store = await parted(
      { 'lessons/a.mdx': ten.replace('2', 'two'), 'lessons/b.mdx': 'B\n' },
      { 'lessons/a.mdx': ten.replace('9', 'nine'), 'new.txt': 'new' },
    );
    const result = await store.mergeMain('ours', ada);
    expect(result?.kind).toBe('merged');
    const { commit } = result as { commit: string };
    expect(await text(store, commit, 'lessons/a.mdx')).toBe(ten.replace('2', 'two').replace('9', 'nine'));
    expect(await text(store, commit, 'new.txt')).toBe('new');
    expect(await text(store, commit, 'lessons/b.mdx')).toBe('B\n');
    expect((await store.publish(commit))?.number).toBe(3);
  });

  test('takes the same change twice once', async () => {
    const store = await parted({ 'lessons/b.mdx': 'same\n' }, { 'lessons/b.mdx': 'same\n' });
    expect((await store.mergeMain('ours', ada))?.kind).toBe('merged');
  });

  test('shows both versions of a line that both changed', async () => {
    const store = await parted(
      { 'lessons/a.mdx': ten.replace('5', 'five') },
      { 'lessons/a.mdx': ten.replace('5', 'FIVE') },
    );
    const before = await store.draft('ours');
    const result = await store.mergeMain('ours', ada);
    expect(result).toMatchObject({
      kind: 'conflicts',
      conflicts: [
        {
          kind: 'text',
          path: 'lessons/a.mdx',
          hunks: [
            { kind: 'same', text: lines('1', '2', '3', '4') },
            { kind: 'conflict', ours: 'five\n', base: '5\n', theirs: 'FIVE\n' },
            { kind: 'same', text: lines('6', '7', '8', '9', '10') },
          ],
        },
      ],
    });
    expect(await store.draft('ours')).toBe(before);
  });

  test('a text with lines like marks of git stays whole', async () => {
    const marks = lines('<<<<<<<', '=======', '>>>>>>>');
    const store = await parted({ 'lessons/b.mdx': `${marks}x\n` }, { 'lessons/b.mdx': `${marks}y\n` });
    const result = await store.mergeMain('ours', ada);
    const { hunks } = (result as { conflicts: { hunks: { ours?: string; text?: string }[] }[] })
      .conflicts[0]!;
    expect(hunks.map((hunk) => hunk.text ?? hunk.ours).join('')).toBe(`${marks}x\n`);
  });

  test.each([
    [
      'deleted',
      { 'lessons/b.mdx': null },
      { 'lessons/b.mdx': 'B\n' },
      { kind: 'deleted', by: 'ours', text: 'B\n' },
    ],
    [
      'changed',
      { 'lessons/b.mdx': 'B\n' },
      { 'lessons/b.mdx': null },
      { kind: 'deleted', by: 'theirs', text: 'B\n' },
    ],
    ['picture', { 'data/picture.png': 'x\0' }, { 'data/picture.png': 'y\0' }, { kind: 'binary' }],
    ['no text any more', { 'lessons/b.mdx': 'x\0' }, { 'lessons/b.mdx': 'y' }, { kind: 'binary' }],
    ['new in both', { 'n.txt': 'x\n' }, { 'n.txt': 'y\n' }, { kind: 'text' }],
  ])('names the conflict: %s', async (_, ours, theirs, conflict) => {
    const store = await parted(ours, theirs);
    const result = await store.mergeMain('ours', ada);
    expect(result).toMatchObject({ kind: 'conflicts', conflicts: [conflict] });
  });

  test.each([
    [{ text: 'both\n' }, 'both\n'],
    ['ours' as const, 'B\n'],
    ['theirs' as const, undefined],
  ])('a decision %j about a deleted file is carried out', async (decision, expected) => {
    const store = await parted({ 'lessons/b.mdx': 'B\n' }, { 'lessons/b.mdx': null });
    const shown = await store.mergeMain('ours', ada);
    if (shown?.kind !== 'conflicts') throw new Error('no conflict');
    const files = new Map([['lessons/b.mdx', decision]]);
    const merged = await store.mergeMain('ours', ada, { with: shown.with, files });
    expect(merged?.kind).toBe('merged');
    expect(await text(store, (await store.draft('ours'))!, 'lessons/b.mdx')).toBe(expected);
  });

  test.each([
    [['ours', 'theirs'], 'two', 'NINE'],
    [['theirs', 'ours then theirs'], 'TWO', 'nine\nNINE'],
  ] as const)('sides %j are put together', async (sides, two, nine) => {
    const change = (a: string, b: string) => ({ 'lessons/a.mdx': ten.replace('2', a).replace('9', b) });
    const store = await parted(change('two', 'nine'), change('TWO', 'NINE'));
    const plan = (await store.planMerge('ours'))!;
    const files = new Map([['lessons/a.mdx', { sides }]]);
    expect((await store.mergeMain('ours', ada, { with: plan.with, files }))?.kind).toBe('merged');
    const merged = ten.replace('2', two).replace('9', nine);
    expect(await text(store, (await store.draft('ours'))!, 'lessons/a.mdx')).toBe(merged);
  });

  test('as many sides as conflicts are needed', async () => {
    const store = await parted({ 'lessons/b.mdx': 'B\n' }, { 'lessons/b.mdx': 'C\n' });
    const { with: commits } = (await store.planMerge('ours'))!;
    const files = new Map([['lessons/b.mdx', { sides: ['ours', 'ours'] as const }]]);
    expect((await store.mergeMain('ours', ada, { with: commits, files }))?.kind).toBe('conflicts');
  });

  test('is planned without a change, and says what overlaps', async () => {
    const store = await parted(
      { 'lessons/a.mdx': ten.replace('2', 'two'), 'lessons/b.mdx': 'B\n' },
      { 'lessons/a.mdx': ten.replace('9', 'nine'), 'lessons/b.mdx': 'C\n', 'new.txt': 'x' },
    );
    const before = await store.draft('ours');
    const plan = await store.planMerge('ours');
    expect(plan).toMatchObject({
      isUpToDate: false,
      with: { draft: before, main: await store.main() },
      overlapping: ['lessons/a.mdx', 'lessons/b.mdx'],
      conflicts: [{ path: 'lessons/b.mdx' }],
    });
    expect([...plan!.changes.keys()]).toEqual(['lessons/a.mdx', 'new.txt']);
    expect(await store.draft('ours')).toBe(before);
    expect(await store.planMerge('none')).toBeUndefined();
    expect(await store.planMerge('theirs')).toMatchObject({ isUpToDate: true, conflicts: [] });
  });

  test('the ID of a conflict changes with its files only', async () => {
    const store = await parted({ 'lessons/b.mdx': 'B\n' }, { 'lessons/b.mdx': 'C\n' });
    const idNow = async () => (await store.planMerge('ours'))!.conflicts[0]!.id;
    const before = await idNow();
    await saved(store, 'ours', { 'other.txt': 'x' });
    expect(await idNow()).toBe(before);
    await saved(store, 'ours', { 'lessons/b.mdx': 'D\n' });
    expect(await idNow()).not.toBe(before);
  });

  test('needs the approval of what it would be', async () => {
    const store = await parted({ 'lessons/b.mdx': 'B\n' }, { 'new.txt': 'x' });
    const before = (await store.draft('ours'))!;
    const declined = await store.mergeMain('ours', ada, undefined, async ({ commit, overlapping }) => {
      expect(overlapping).toEqual([]);
      expect(await text(store, commit, 'new.txt')).toBe('x');
      return false;
    });
    expect(declined?.kind).toBe('declined');
    expect(await store.draft('ours')).toBe(before);
    // Someone saves while the approval is being found.
    let asked = 0;
    const merged = await store.mergeMain('ours', ada, undefined, async () => {
      asked += 1;
      if (asked === 1) await saved(store, 'ours', { 'lessons/a.mdx': 'meanwhile' });
      return true;
    });
    expect(merged?.kind).toBe('merged');
    expect(asked).toBe(2);
    expect(await text(store, (await store.draft('ours'))!, 'lessons/a.mdx')).toBe('meanwhile');
  });

  test('a decision about versions of before has no effect', async () => {
    const store = await parted({ 'lessons/b.mdx': 'B\n' }, { 'lessons/b.mdx': 'C\n' });
    const shown = await store.mergeMain('ours', ada);
    if (shown?.kind !== 'conflicts') throw new Error('no conflict');
    await saved(store, 'ours', { 'lessons/b.mdx': 'newer\n' });
    const files = new Map([['lessons/b.mdx', 'theirs' as const]]);
    expect((await store.mergeMain('ours', ada, { with: shown.with, files }))?.kind).toBe('conflicts');
    expect(await text(store, (await store.draft('ours'))!, 'lessons/b.mdx')).toBe('newer\n');
  });
});

describe('publishing', () => {
  test('needs everything that was published before', async () => {
    const store = await parted({ 'lessons/b.mdx': 'B\n' }, { 'n.txt': 'x' });
    expect(await store.publish((await store.draft('ours'))!)).toBeUndefined();
    expect(await store.versions()).toHaveLength(2);
  });

  test('of ten drafts at once makes one version', async () => {
    const { store } = await opened();
    const commits: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      await store.createDraft(`d${index}`);
      commits.push(await saved(store, `d${index}`, { [`${index}.txt`]: 'x' }));
    }
    const published = await Promise.all(commits.map((commit) => store.publish(commit)));
    expect(published.filter(Boolean)).toHaveLength(1);
    expect((await store.versions()).map(({ number }) => number)).toEqual([2, 1]);
  });

  test('a version is written to a folder once, with its modes', async () => {
    const { store } = await opened();
    const { commit } = (await store.versions())[0]!;
    const parent = join(folder, `versions-${count}`);
    const [one, two] = await Promise.all([store.checkOut(commit, parent), store.checkOut(commit, parent)]);
    expect(one).toBe(two);
    expect(await readFile(join(one, 'lessons/a.mdx'), 'utf8')).toBe(ten);
    expect((await stat(join(one, 'run.sh'))).mode & 0o111).toBe(0o111);
    expect((await stat(join(one, 'lessons/a.mdx'))).mode & 0o111).toBe(0);
  });
});

describe('taking back', () => {
  test('removes one change and keeps later ones', async () => {
    const { store } = await opened();
    await store.createDraft('one');
    const undone = await saved(store, 'one', { 'lessons/a.mdx': ten.replace('2', 'two') });
    await saved(store, 'one', { 'lessons/a.mdx': ten.replace('2', 'two').replace('9', 'nine') });
    const result = await store.revert('one', undone, ben);
    expect(result?.kind).toBe('merged');
    const head = (await store.draft('one'))!;
    expect(await text(store, head, 'lessons/a.mdx')).toBe(ten.replace('9', 'nine'));
    expect((await store.history(head))[0]).toMatchObject({
      subject: 'Take back “Change”',
      authorId: 'u-ben',
    });
  });

  test('shows a conflict with a later change', async () => {
    const { store } = await opened();
    await store.createDraft('one');
    const undone = await saved(store, 'one', { 'lessons/b.mdx': 'x\n' });
    await saved(store, 'one', { 'lessons/b.mdx': 'y\n' });
    expect((await store.revert('one', undone, ada))?.kind).toBe('conflicts');
  });

  test('the first version cannot be taken back', async () => {
    const { store } = await opened();
    const base = await store.createDraft('one');
    expect(await store.revert('one', base, ada)).toBeUndefined();
  });
});

test('files are read together, without those that are missing', async () => {
  const { store } = await opened();
  await store.createDraft('one');
  const commit = await saved(store, 'one', { empty: '', 'last.txt': 'no line break' });
  const paths = ['data/picture.png', 'empty', 'last.txt', 'lessons/a.mdx', 'missing'];
  const files = await store.readAll(commit, paths);
  expect(Object.fromEntries([...files].map(([path, contents]) => [path, contents.toString()]))).toEqual({
    'data/picture.png': 'png\0one',
    empty: '',
    'last.txt': 'no line break',
    'lessons/a.mdx': ten,
  });
  expect(await store.readAll(commit, [])).toEqual(new Map());
});

test('a draft contains its own commits and those before, and no others', async () => {
  const store = await parted({ 'lessons/a.mdx': 'x' }, { 'lessons/b.mdx': 'y' });
  const [ours, theirs] = [(await store.draft('ours'))!, (await store.draft('theirs'))!];
  expect(await store.contains(ours, ours)).toBe(true);
  expect(await store.contains(ours, (await store.versions())[1]!.commit)).toBe(true);
  expect(await store.contains(ours, theirs)).toBe(false);
  expect(await store.contains(ours, 'a'.repeat(40))).toBe(false);
});

test('the size on the disk grows with what is saved, and stays after a draft is deleted', async () => {
  const { store } = await opened();
  await store.createDraft('one');
  const before = await store.bytesOnDisk();
  await store.save('one', new Map([['big', randomBytes(1_000_000)]]), {
    author: ada,
    message: 'x',
    seen: (await store.draft('one'))!,
  });
  await store.deleteDraft('one');
  expect((await store.bytesOnDisk()) - before).toBeGreaterThan(1_000_000);
});

test('history of one file has only its changes, in pages', async () => {
  const { store } = await opened();
  await store.createDraft('one');
  for (const index of [1, 2, 3]) await saved(store, 'one', { 'lessons/b.mdx': `${index}\n` });
  const head = await saved(store, 'one', { 'lessons/a.mdx': 'x\n' });
  expect(await store.history(head, { path: 'lessons/b.mdx' })).toHaveLength(4);
  expect(await store.history(head, { perPage: 2, page: 2 })).toHaveLength(1);
});

describe('someone who pushes with git', () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Eve', '-c', 'user.email=e@x', ...args], {
      cwd,
      stdio: 'pipe',
    }).toString();

  async function cloned() {
    const { store, path } = await opened();
    const clone = `${path}-clone`;
    git(folder, 'clone', '-q', path, clone);
    return { store, clone };
  }

  test('adds a draft', async () => {
    const { store, clone } = await cloned();
    await writeFile(join(clone, 'lessons/b.mdx'), 'pushed\n');
    git(clone, 'commit', '-qam', 'Pushed');
    git(clone, 'push', '-q', 'origin', 'HEAD:refs/heads/draft/from-outside');
    const [draft] = await store.drafts();
    expect(draft?.id).toBe('from-outside');
    expect(await text(store, draft!.commit, 'lessons/b.mdx')).toBe('pushed\n');
    expect((await store.history(draft!.commit))[0]).toMatchObject({ authorId: undefined, authorName: 'Eve' });
  });

  test.each([
    ['rewrite a branch', ['push', '-q', '--force', 'origin', 'HEAD:refs/heads/main']],
    ['delete a branch', ['push', '-q', 'origin', ':refs/heads/main']],
    ['make a version', ['push', '-q', 'origin', 'HEAD:refs/published/2']],
    ['move a version', ['push', '-q', '--force', 'origin', 'HEAD:refs/published/1']],
  ])('cannot %s', async (_, push) => {
    const { store, clone } = await cloned();
    const before = [await store.main(), await store.versions()];
    git(clone, 'commit', '-q', '--amend', '--allow-empty', '-m', 'Rewritten');
    expect(() => git(clone, ...push)).toThrow();
    expect([await store.main(), await store.versions()]).toEqual(before);
  });

  test('a link is no file of the content', async () => {
    const { store, clone } = await cloned();
    execFileSync('ln', ['-s', '/etc/passwd', join(clone, 'lessons/link.mdx')]);
    git(clone, 'add', '.');
    git(clone, 'commit', '-qm', 'Link');
    git(clone, 'push', '-q', 'origin', 'HEAD:refs/heads/draft/link');
    const commit = (await store.draft('link'))!;
    expect((await store.tree(commit)).problems).toEqual([
      { path: 'lessons/link.mdx', problem: expect.stringContaining('no links') },
    ]);
    expect(await store.read(commit, 'lessons/link.mdx')).toBeUndefined();
  });
});

describe('an update of what the installation brings', () => {
  async function* updated(change: Record<string, string | null>): AsyncGenerator<NewFile> {
    for (const [name, written] of Object.entries({ ...first, ...change }))
      if (written !== null) yield { path: name, contents: bytes(written) };
    yield { path: 'run.sh', contents: bytes('#!/bin/sh\n'), executable: true };
  }

  test('changes nothing if the files are the same', async () => {
    const { store } = await opened();
    expect(await store.updateInstalled(updated({}), ada)).toEqual({ kind: 'unchanged' });
    expect(await store.versions()).toHaveLength(1);
  });

  test('is the next version if authors published nothing', async () => {
    const { store } = await opened();
    const result = await store.updateInstalled(
      updated({ 'lessons/a.mdx': null, 'lessons/c.mdx': 'c\n' }),
      ada,
    );
    expect(result).toEqual({ kind: 'published', version: { number: 2, commit: await store.main() } });
    expect(await store.installed()).toBe(await store.main());
    const { files } = await store.tree(await store.main());
    expect(files.map(({ path }) => path)).toEqual([
      'data/picture.png',
      'lessons/b.mdx',
      'lessons/c.mdx',
      'run.sh',
    ]);
    expect(
      await store.updateInstalled(updated({ 'lessons/a.mdx': null, 'lessons/c.mdx': 'c\n' }), ada),
    ).toEqual({
      kind: 'unchanged',
    });
  });

  test('is a draft to merge if authors published something, and their version stays', async () => {
    const { store } = await opened();
    await store.createDraft('one');
    const commit = await saved(store, 'one', { 'lessons/b.mdx': 'theirs\n' });
    await store.publish(commit);
    expect(await store.updateInstalled(updated({ 'lessons/a.mdx': 'new\n' }), ada)).toEqual({
      kind: 'draft',
      id: 'course-update',
    });
    expect(await store.main()).toBe(commit);
    const merged = await store.mergeMain('course-update', ada);
    expect(merged?.kind).toBe('merged');
    const head = (await store.draft('course-update'))!;
    expect(await text(store, head, 'lessons/a.mdx')).toBe('new\n');
    expect(await text(store, head, 'lessons/b.mdx')).toBe('theirs\n');
    // The next update finds the draft of the last one.
    expect(await store.updateInstalled(updated({}), ada)).toEqual({ kind: 'draft', id: 'course-update-2' });
  });

  test('a change of the executable bit alone is a change', async () => {
    const { store } = await opened();
    const files = async function* (): AsyncGenerator<NewFile> {
      for await (const file of updated({})) yield { ...file, executable: false };
    };
    expect((await store.updateInstalled(files(), ada)).kind).toBe('published');
  });
});
