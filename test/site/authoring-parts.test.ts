/** Lessons and exercises of a draft as a whole: new ones, copies, imports, new paths, and what can be written. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarEnd, tarEntry } from '@dfm/image/tar/tar-blocks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkWritten, previewWritten } from '../../lib/authoring/check-written.ts';
import type { ContentAccess } from '../../lib/authoring/content-access.ts';
import { contentStore } from '../../lib/authoring/content-store.ts';
import { draftFile } from '../../lib/authoring/draft-file.ts';
import { deleteDraft, draftTree } from '../../lib/authoring/drafts.ts';
import { importFiles } from '../../lib/authoring/import/import-files.ts';
import { readUpload } from '../../lib/authoring/import/read-upload.ts';
import { addPart, copyPart, renameFile } from '../../lib/authoring/parts.ts';
import { vocabularyOf } from '../../lib/authoring/vocabulary.ts';
import { type AuthoringSite, newAuthor, newDraft, openAuthoringSite, saveDraft } from './authoring-site.ts';

let site: AuthoringSite;
let access: ContentAccess;
let draft: string;

beforeAll(async () => {
  site = await openAuthoringSite();
  access = await newAuthor(site, 'Ada');
});
afterAll(() => site.close());
beforeEach(async () => {
  draft = await newDraft(access);
});

const textOf = async (path: string) => (await draftFile(access, draft, path))?.text;
const changes = async () => (await draftTree(access, draft)).changes;
const subjects = async () => (await draftTree(access, draft)).history.map(({ subject }) => subject);
const save = (path: string, text: string) => saveDraft(access, draft, path, text);
async function executables(): Promise<string[]> {
  const store = await contentStore(access);
  const { files } = await store.tree((await store.draft(draft))!);
  return files.filter(({ executable }) => executable).map(({ path }) => path);
}
const refused = { code: 'bad-request' };

describe('a new part', () => {
  test('is the skeleton in one save, and listed in a module', async () => {
    const path = await addPart(access, draft, {
      ...{ kind: 'lesson', slug: 'copy-on-write', title: 'Copy: "on write"', module: 'hardening' },
    });
    expect(path).toBe('lessons/copy-on-write.mdx');
    expect(await textOf(path)).toContain('WRITE:');
    expect(parse((await textOf(path))!.split('---')[1]!)).toMatchObject({ title: 'Copy: "on write"' });
    const { modules } = parse((await textOf('course.yaml'))!) as {
      modules: { slug: string; lessons: string[] }[];
    };
    expect(modules.find(({ slug }) => slug === 'hardening')?.lessons).toEqual(['copy-on-write']);
    expect(await subjects()).toEqual(['Add the lesson copy-on-write']);
    expect(await changes()).toHaveLength(2);
  });

  test('that is an exercise has all of its files, and a preview', async () => {
    const path = await addPart(access, draft, {
      kind: 'exercise',
      slug: 'new-one',
      title: undefined,
      module: undefined,
    });
    const added = (await changes()).map((change) => change.path);
    expect(added).toContain('exercises/new-one/solution/Dockerfile');
    expect(added).not.toContain('course.yaml');
    const text = (await textOf(path))!;
    const { preview } = await previewWritten(access, draft, { path, text, draw: 0 });
    expect(preview).toMatchObject({ kind: 'exercise', page: { slug: 'new-one' } });
    const problems = await checkWritten(access, draft, { path, text });
    expect(problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('no module in course.yaml lists'),
    );
  });

  test.each([
    ['a slug that is none', { kind: 'lesson', slug: 'Two words', title: undefined, module: undefined }],
    ['a slug that is taken', { kind: 'exercise', slug: 'non-root', title: undefined, module: undefined }],
    ['a slug that leaves the folder', { kind: 'lesson', slug: '../x', title: undefined, module: undefined }],
    ['a module that does not exist', { kind: 'lesson', slug: 'x', title: undefined, module: 'nowhere' }],
  ] as const)('with %s is refused', async (_name, part) => {
    await expect(addPart(access, draft, part)).rejects.toMatchObject(refused);
    expect(await changes()).toEqual([]);
  });

  test('of a deleted draft is refused', async () => {
    await deleteDraft(access, draft);
    const gone = { code: 'not-found' };
    await expect(
      addPart(access, draft, { kind: 'lesson', slug: 'x', title: undefined, module: undefined }),
    ).rejects.toMatchObject(gone);
    await expect(vocabularyOf(access, draft)).rejects.toMatchObject(gone);
  });
});

describe('a copy', () => {
  test('of an exercise has its files, with its own slug and what is executable', async () => {
    const path = await copyPart(access, draft, {
      kind: 'exercise',
      from: 'stop-signal',
      slug: 'stop-again',
    });
    expect(path).toBe('exercises/stop-again/exercise.yaml');
    const text = (await textOf(path))!;
    expect(text).toContain('slug: stop-again');
    expect(await executables()).toContain('exercises/stop-again/starter/start.sh');
    const tree = await draftTree(access, draft);
    const below = (slug: string) =>
      tree.files
        .filter((file) => file.startsWith(`exercises/${slug}/`))
        .map((file) => file.split('/').slice(2).join('/'));
    expect(below('stop-again')).toEqual(below('stop-signal'));
    const { preview } = await previewWritten(access, draft, { path, text, draw: 0 });
    expect(preview).toMatchObject({ page: { slug: 'stop-again' } });
  });

  test('of a lesson is compiled', async () => {
    const path = await copyPart(access, draft, {
      kind: 'lesson',
      from: 'build-cache',
      slug: 'cache-again',
    });
    const { preview } = await previewWritten(access, draft, { path, text: (await textOf(path))!, draw: 0 });
    expect(preview).toMatchObject({ kind: 'lesson' });
  });

  test('of nothing, or to a slug that is taken, is refused', async () => {
    await expect(
      copyPart(access, draft, { kind: 'lesson', from: 'nothing', slug: 'x' }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      copyPart(access, draft, { kind: 'exercise', from: 'stop-signal', slug: 'non-root' }),
    ).rejects.toMatchObject(refused);
    expect(await changes()).toEqual([]);
  });
});

describe('a new path', () => {
  const from = 'exercises/stop-signal/starter/start.sh';
  const to = 'exercises/stop-signal/starter/begin.sh';
  const seen = async () => (await draftTree(access, draft)).commit;

  test('keeps the contents and whether the file is executable', async () => {
    const before = await textOf(from);
    await renameFile(access, draft, { from, to, seen: await seen() });
    expect(await textOf(to)).toBe(before);
    expect(await textOf(from)).toBeUndefined();
    expect(await executables()).toContain(to);
  });

  test('is refused if it is taken or no path', async () => {
    for (const path of ['words.txt', '../x', 'Words.txt'])
      await expect(renameFile(access, draft, { from, to: path, seen: await seen() })).rejects.toMatchObject(
        refused,
      );
    expect(await changes()).toEqual([]);
  });

  test('is refused if someone else saved the file since', async () => {
    const old = await seen();
    await save(from, '#!/bin/sh\n');
    await expect(renameFile(access, draft, { from, to, seen: old })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await textOf(from)).toBe('#!/bin/sh\n');
  });
});

describe('an import', () => {
  const archive = () =>
    readUpload(
      Buffer.from(
        gzipSync(
          Buffer.concat([
            tarEntry({ name: 'new/exercise.yaml' }, 'slug: new\n'),
            tarEntry({ name: 'new/starter/run.sh', mode: 0o755 }, '#!/bin/sh\n'),
            tarEntry({ name: '../escape' }, 'x'),
            tarEntry({ name: 'link', type: '2', linkname: '/etc/passwd' }),
            tarEnd,
          ]),
        ),
      ),
      null,
    );

  test('is planned without a change, and then saved at once', async () => {
    const upload = await archive();
    const planned = await importFiles(access, draft, { upload, under: 'exercises', seen: undefined });
    expect(planned).toMatchObject({
      isSaved: false,
      plan: {
        added: ['exercises/new/exercise.yaml', 'exercises/new/starter/run.sh'],
        refused: [{ path: 'exercises/link' }, { path: 'exercises/../escape' }],
      },
    });
    expect(await changes()).toEqual([]);
    const done = await importFiles(access, draft, { upload, under: 'exercises', seen: planned.commit });
    expect(done.isSaved).toBe(true);
    expect(await subjects()).toEqual(['Import 2 files']);
    expect(await executables()).toContain('exercises/new/starter/run.sh');
    const again = await importFiles(access, draft, { upload, under: 'exercises', seen: undefined });
    expect(again.plan).toMatchObject({ added: [], changed: [], same: 2 });
  });

  test('is refused if someone else saved one of its files since', async () => {
    const upload = await archive();
    const { commit } = await importFiles(access, draft, { upload, under: '', seen: undefined });
    await save('new/exercise.yaml', 'slug: theirs\n');
    await expect(importFiles(access, draft, { upload, under: '', seen: commit })).rejects.toMatchObject({
      code: 'conflict',
      learnerMessage: expect.stringContaining('new/exercise.yaml'),
    });
    expect(await textOf('new/exercise.yaml')).toBe('slug: theirs\n');
  });
});

describe('the vocabulary', () => {
  test('has the names of the draft', async () => {
    await addPart(access, draft, { kind: 'exercise', slug: 'new-one', title: undefined, module: undefined });
    const { names, edits } = await vocabularyOf(access, draft);
    expect(names.exercise).toContainEqual(expect.objectContaining({ name: 'new-one' }));
    expect(names.run).toContainEqual({ name: 'new-one/root-again', detail: 'not recorded yet' });
    expect(names.run[0]).toMatchObject({ detail: 'recorded' });
    expect(names.lesson).toContainEqual({ name: 'build-cache', detail: 'The build cache' });
    expect(names.term.find(({ name }) => name === 'base-image')?.description).toContain('FROM');
    expect(names.module.map(({ name }) => name)).toContain('hardening');
    expect(edits['message-sorter']).toContainEqual(expect.objectContaining({ name: 'edit-code' }));
  });

  test('is there although files cannot be read', async () => {
    for (const path of [
      'course.yaml',
      'glossary.yaml',
      'exercises/non-root/exercise.yaml',
      'lessons/build-cache.mdx',
    ])
      await save(path, '---\n[\n---\n');
    const { names } = await vocabularyOf(access, draft);
    expect(names.exercise).toContainEqual({ name: 'non-root', detail: undefined });
    expect(names.term).toEqual([]);
    expect(names.lesson).toContainEqual({ name: 'image-layers', detail: 'Image layers' });
  });

  test('describes what the compiler, the checks and the schemas declare', async () => {
    const { components, directives, schemas, checkOptions, fence } = await vocabularyOf(access, draft);
    const replay = components.find(({ name }) => name === 'CacheReplay');
    expect(replay?.attributes).toContainEqual(
      expect.objectContaining({ name: 'run', isNeeded: true, names: 'run' }),
    );
    expect(directives.map(({ name }) => name)).toContain('predict');
    expect(schemas.exercise.properties?.lesson?.names).toBe('lesson');
    expect(schemas.exercise.properties?.rubric?.properties?.items?.items?.properties?.check?.names).toBe(
      'check',
    );
    expect(checkOptions['size-budget']?.maxMb?.description).toContain('MB');
    expect(fence.map(({ name }) => name)).toContain('cheat');
    const undescribed = Object.entries(schemas).flatMap(([file, { properties = {} }]) =>
      Object.entries(properties).flatMap(([key, { description }]) =>
        description === undefined ? [`${file}: ${key}`] : [],
      ),
    );
    expect(undescribed).toEqual([]);
  });
});

describe('the preview of an exercise', () => {
  const path = 'exercises/new-one/exercise.yaml';

  test('is its page, filled with the chosen draw', async () => {
    await addPart(access, draft, { kind: 'exercise', slug: 'new-one', title: undefined, module: undefined });
    await save('exercises/new-one/statement.mdx', 'Listen on port {{port}}.\n');
    const text = (await textOf(path))!.replace(
      'hints:',
      'draws:\n  - { port: 8010 }\n  - { port: 8020 }\n\nhints:',
    );
    const first = await previewWritten(access, draft, { path, text, draw: 0 });
    expect(first.draws).toEqual([{ port: 8010 }, { port: 8020 }]);
    expect(first.preview).toMatchObject({
      code: expect.stringContaining('8010'),
      page: { draw: { values: { port: 8010 } }, files: [{ path: 'Dockerfile' }, { path: 'job.py' }] },
    });
    const second = await previewWritten(access, draft, { path, text, draw: 1 });
    expect(second.preview).toMatchObject({
      code: expect.stringContaining('8020'),
      page: { draw: { values: { port: 8020 } } },
    });
    const late = await previewWritten(access, draft, { path, text, draw: 9 });
    expect(late.preview).toMatchObject({ page: { draw: { values: { port: 8020 } } } });
  });

  test('has nothing of what learners must not see', async () => {
    const yaml = await readFile(join(site.installed, 'exercises/non-root/exercise.yaml'), 'utf8');
    const { preview } = await previewWritten(access, draft, {
      path: 'exercises/non-root/exercise.yaml',
      text: yaml,
      draw: 0,
    });
    expect(Object.keys(preview?.kind === 'exercise' ? preview.page : {})).not.toContain('rubric');
  });
});
