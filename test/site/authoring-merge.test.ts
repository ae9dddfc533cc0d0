/** Bringing the newest version into a draft, and the history of drafts, files and versions. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentStore } from '@dfm/content-store/content-store';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContentAccess } from '../../lib/authoring/content-access.ts';
import { contentStore } from '../../lib/authoring/content-store.ts';
import { draftFile } from '../../lib/authoring/draft-file.ts';
import {
  draftChanges,
  fileHistory,
  restoreFile,
  saveOf,
  textAfter,
} from '../../lib/authoring/draft-history.ts';
import { draftTree } from '../../lib/authoring/drafts.ts';
import { bringIn, mergePlan } from '../../lib/authoring/merge.ts';
import { versionList, versionPage } from '../../lib/authoring/versions.ts';
import { type AuthoringSite, newAuthor, newDraft, openAuthoringSite, saveDraft } from './authoring-site.ts';

const lesson = 'lessons/build-cache.mdx';
let site: AuthoringSite;
let access: ContentAccess;
let store: ContentStore;
let source: string;
let draft: string;

beforeAll(async () => {
  site = await openAuthoringSite();
  access = await newAuthor(site, 'Ada');
  store = await contentStore(access);
  source = await readFile(join(site.installed, lesson), 'utf8');
});
afterAll(() => site.close());
beforeEach(async () => {
  if ((await store.read(await store.main(), lesson))!.toString() !== source)
    await publish({ [lesson]: source });
  draft = await newDraft(access);
});

const save = async (path: string, text: string | null, id = draft): Promise<string> =>
  (await saveDraft(access, id, path, text)).commit;

/** Changes made in a different draft and published. */
async function publish(files: Record<string, string | null>): Promise<void> {
  const id = await newDraft(access);
  for (const [path, text] of Object.entries(files)) await save(path, text, id);
  expect(await store.publish((await store.draft(id))!)).toBeDefined();
}

const undecided = { files: [], despiteProblems: false };

describe('bringing in what was published', () => {
  test('merges by one save of the author what needs no decision', async () => {
    await save(lesson, source.replace('You add', 'You write'));
    await publish({ 'words.txt': `${await readFile(join(site.installed, 'words.txt'), 'utf8')}zzyzx\n` });
    expect((await draftTree(access, draft)).isBehind).toBe(true);
    const plan = await mergePlan(access, draft);
    expect(plan).toMatchObject({ isUpToDate: false, merged: ['words.txt'], conflicts: [] });
    expect(await bringIn(access, draft, { with: plan.with, ...undecided })).toEqual({ kind: 'merged' });
    const tree = await draftTree(access, draft);
    expect(tree).toMatchObject({ isBehind: false, changes: [{ path: lesson, change: 'changed' }] });
    expect(tree.history).toMatchObject([{ by: 'Ada', subject: 'Merge what was published' }, {}]);
    expect(await mergePlan(access, draft)).toMatchObject({ isUpToDate: true });
  });

  test('returns conflicts until they are decided, and changes nothing', async () => {
    const kept = await save(lesson, source.replace('You add', 'You write'));
    await publish({ [lesson]: source.replace('You add', 'Someone adds') });
    const { with: commits, conflicts } = await mergePlan(access, draft);
    expect(conflicts).toMatchObject([{ kind: 'text', path: lesson }]);
    const open = await bringIn(access, draft, { with: commits, ...undecided });
    expect(open).toMatchObject({ kind: 'conflicts', merge: { conflicts: [{ path: lesson }] } });
    expect((await draftTree(access, draft)).commit).toBe(kept);

    const files = [[lesson, { sides: ['theirs'] }]] as const;
    expect(await bringIn(access, draft, { with: commits, files, despiteProblems: false })).toEqual({
      kind: 'merged',
    });
    expect((await draftFile(access, draft, lesson))?.text).toBe(source.replace('You add', 'Someone adds'));
  });

  test('ignores decisions about a draft that someone has saved since', async () => {
    await save(lesson, source.replace('You add', 'You write'));
    await publish({ [lesson]: source.replace('You add', 'Someone adds') });
    const { with: commits } = await mergePlan(access, draft);
    const newest = await save(lesson, source.replace('You add', 'We add'));
    const files = [[lesson, { sides: ['theirs'] }]] as const;
    const outcome = await bringIn(access, draft, { with: commits, files, despiteProblems: false });
    expect(outcome).toMatchObject({ kind: 'conflicts', merge: { with: { draft: newest } } });
    expect((await draftTree(access, draft)).commit).toBe(newest);
  });

  test('holds back a result with problems, unless the author wants it', async () => {
    await save(lesson, source.replace('You add', 'You write'));
    await publish({ [lesson]: source.replace('You add', 'Someone adds') });
    const { with: commits } = await mergePlan(access, draft);
    const kept = (await draftTree(access, draft)).commit;
    const files = [[lesson, { text: source.replace('You add', 'You zzyyxx <Note') }]] as const;
    const outcome = await bringIn(access, draft, { with: commits, files, despiteProblems: false });
    expect(outcome).toMatchObject({
      kind: 'problems',
      problems: [{ path: lesson, line: expect.any(Number) }],
    });
    expect((await draftTree(access, draft)).commit).toBe(kept);
    expect(await bringIn(access, draft, { with: commits, files, despiteProblems: true })).toEqual({
      kind: 'merged',
    });
  });

  test('can leave a lesson deleted, which has no problems', async () => {
    const extra = 'exercises/stop-signal/notes.txt';
    await save(extra, 'mine\n');
    await publish({ [extra]: 'theirs\n' });
    const { with: commits } = await mergePlan(access, draft);
    await save(extra, null);
    const current = await mergePlan(access, draft);
    expect(current.conflicts).toMatchObject([]);
    expect(commits).not.toEqual(current.with);
    expect(await bringIn(access, draft, { with: current.with, ...undecided })).toEqual({ kind: 'merged' });
  });

  test('of a draft that is gone is refused', async () => {
    await expect(mergePlan(access, 'none')).rejects.toMatchObject({ code: 'not-found' });
    const commits = { draft: 'x', main: 'y' };
    await expect(bringIn(access, 'none', { with: commits, ...undecided })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('history', () => {
  test('of a draft compares it with the version it is based on', async () => {
    await save(lesson, source.replace('You add', 'You write'));
    await save('new.txt', 'new\n');
    await save('data.bin', 'now\0');
    expect(await draftChanges(access, draft)).toEqual([
      { path: 'data.bin', change: 'added', content: { kind: 'no text' } },
      {
        path: lesson,
        change: 'changed',
        content: { kind: 'text', before: source, after: source.replace('You add', 'You write') },
      },
      { path: 'new.txt', change: 'added', content: { kind: 'text', before: '', after: 'new\n' } },
    ]);
    expect(await draftChanges(access, draft, 'new.txt')).toHaveLength(1);
  });

  test('names files of which there are too many, and shows one of them alone', async () => {
    const files = Array.from(
      { length: 31 },
      (_, n) => [`many/${String(n).padStart(2, '0')}`, Buffer.from('x\n')] as const,
    );
    const { commit: seen } = await draftTree(access, draft);
    await store.save(draft, new Map(files), { author: { id: 'a', name: 'A' }, message: 'Many', seen });
    const changes = await draftChanges(access, draft);
    expect(changes.map(({ content }) => content.kind)).toEqual([...Array(30).fill('text'), 'not shown']);
    expect(await draftChanges(access, draft, 'many/30')).toMatchObject([{ content: { kind: 'text' } }]);
  });

  test('of a file goes back before the draft, and has its own saves only', async () => {
    await save('words.txt', 'x\n');
    const commit = await save(lesson, source.replace('You add', 'You write'));
    const [newest, ...older] = await fileHistory(access, draft, lesson);
    expect(newest).toMatchObject({ id: commit, by: 'Ada' });
    expect(older.length).toBeGreaterThan(0);
    expect(older.map(({ subject }) => subject)).not.toContain('Change words.txt');
    expect(await fileHistory(access, draft, 'none')).toEqual([]);
  });

  test('of a save has what it changed, and the text after it', async () => {
    await save('new.txt', 'one\n');
    const commit = await save('new.txt', 'two\n');
    await save('new.txt', 'three\n');
    expect(await saveOf(access, draft, commit)).toMatchObject({
      id: commit,
      by: 'Ada',
      subject: 'Change new.txt',
      files: [{ path: 'new.txt', content: { before: 'one\n', after: 'two\n' } }],
    });
    expect(await textAfter(access, draft, commit, 'new.txt')).toBe('two\n');
    expect(await textAfter(access, draft, commit, 'none')).toBeUndefined();
  });

  test('begins with everything', async () => {
    const first = (await store.versions()).at(-1)!.commit;
    const { files } = await saveOf(access, draft, first);
    const installed = await readdir(site.installed, { recursive: true, withFileTypes: true });
    expect(files).toHaveLength(installed.filter((entry) => entry.isFile()).length);
    expect(new Set(files.map(({ change }) => change))).toEqual(new Set(['added']));
  });

  test('does not show saves of other drafts', async () => {
    const other = await newDraft(access);
    const foreign = await save('secret.txt', 'x', other);
    const notFound = { code: 'not-found' };
    for (const commit of [foreign, 'HEAD', '--all', 'a'.repeat(40)]) {
      await expect(saveOf(access, draft, commit)).rejects.toMatchObject(notFound);
      await expect(textAfter(access, draft, commit, 'secret.txt')).rejects.toMatchObject(notFound);
      const restored = restoreFile(access, draft, { commit, path: 'secret.txt', seen: foreign });
      await expect(restored).rejects.toMatchObject(notFound);
    }
  });
});

describe('a file is restored', () => {
  const restore = async (commit: string, seen?: string) =>
    restoreFile(access, draft, {
      commit,
      path: 'new.txt',
      seen: seen ?? (await draftTree(access, draft)).commit,
    });

  test('as it was after a save, by a new save', async () => {
    const first = await save('new.txt', 'one\n');
    await save('new.txt', 'two\n');
    expect((await restore(first)).kind).toBe('saved');
    expect((await draftFile(access, draft, 'new.txt'))?.text).toBe('one\n');
    const [newest] = (await draftTree(access, draft)).history;
    expect(newest?.subject).toBe('Restore new.txt from “Change new.txt”');
  });

  test('that a save deleted, as it was before', async () => {
    await save('new.txt', 'one\n');
    const deleted = await save('new.txt', null);
    expect((await restore(deleted)).kind).toBe('saved');
    expect((await draftFile(access, draft, 'new.txt'))?.text).toBe('one\n');
  });

  test('not over a save that the page did not show', async () => {
    const first = await save('new.txt', 'one\n');
    const seen = await save('new.txt', 'two\n');
    await save('new.txt', 'three\n');
    expect((await restore(first, seen)).kind).toBe('conflict');
    expect((await draftFile(access, draft, 'new.txt'))?.text).toBe('three\n');
  });

  test('near miss: a file that never was', async () => {
    const commit = await save('other.txt', 'one\n');
    await expect(restore(commit)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('versions', () => {
  test('are listed, each with what it changed', async () => {
    await publish({ 'published.txt': `${draft}\n` });
    const [newest, before] = await versionList(access);
    expect(newest).toMatchObject({ number: before!.number + 1, by: 'Ada', changedFiles: 1 });
    expect(await versionPage(access, newest!.number)).toMatchObject({
      saves: [{ by: 'Ada', subject: 'Change published.txt' }],
      files: [{ path: 'published.txt', content: { kind: 'text' } }],
    });
    expect(await versionPage(access, 1)).toEqual({ saves: [], files: [] });
  });

  test.each([0, 1_000, Number.NaN, 1.5])('%d is none', async (number) => {
    await expect(versionPage(access, number)).rejects.toMatchObject({ code: 'not-found' });
  });
});
