/** Drafts of the content: saving, conflicts, previews and problems of what is typed. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkWritten, previewWritten } from '../../lib/authoring/check-written.ts';
import type { ContentAccess } from '../../lib/authoring/content-access.ts';
import { draftFile, readDraftBytes } from '../../lib/authoring/draft-file.ts';
import { deleteDraft, draftTree, drafts, revertSave } from '../../lib/authoring/drafts.ts';
import { markWritten } from '../../lib/authoring/mark-written.ts';
import { partOf } from '../../lib/authoring/part-problems.ts';
import { loadLesson } from '../../lib/content/lesson.ts';
import { type AuthoringSite, newAuthor, newDraft, openAuthoringSite, saveDraft } from './authoring-site.ts';

const lesson = 'lessons/build-cache.mdx';
let site: AuthoringSite;
let access: ContentAccess;
let source: string;
let draft: string;

beforeAll(async () => {
  site = await openAuthoringSite();
  access = await newAuthor(site, 'Ada');
  source = await readFile(join(site.installed, lesson), 'utf8');
});
afterAll(() => site.close());
beforeEach(async () => {
  draft = await newDraft(access);
});

const save = (path: string, text: string | null, seen?: string) => saveDraft(access, draft, path, text, seen);

/** Its preview, and all of its problems. */
async function check(path: string, text: string) {
  const { preview, problems } = await previewWritten(access, draft, { path, text, draw: 0 });
  const checked = await checkWritten(access, draft, { path, text });
  expect(checked.map(({ message }) => message)).toEqual(
    expect.arrayContaining(problems.map(({ message }) => message)),
  );
  return { preview, problems: checked };
}

test('a draft has the content of the installation, and starts without changes', async () => {
  const tree = await draftTree(access, draft);
  expect(tree.files).toContain(lesson);
  expect(tree).toMatchObject({ changes: [], problems: [], history: [], isBehind: false });
  expect(await draftFile(access, draft, lesson)).toEqual({ path: lesson, text: source });
});

test('a save is listed with its author, and can be taken back', async () => {
  expect((await save(lesson, source.replace('You add', 'You write'))).kind).toBe('saved');
  const tree = await draftTree(access, draft);
  expect(tree.changes).toEqual([{ path: lesson, change: 'changed' }]);
  expect(tree.history).toMatchObject([{ by: 'Ada', subject: `Change ${lesson}` }]);
  const { drafts: listed } = await drafts(access);
  expect(listed.find(({ id }) => id === draft)).toMatchObject({ by: 'Ada', changedFiles: 1 });

  await revertSave(access, draft, tree.history[0]!.id);
  expect((await draftFile(access, draft, lesson))?.text).toBe(source);
});

test('of two people in one file, the second sees what the first saved, and loses nothing', async () => {
  const { commit: seen } = await draftTree(access, draft);
  await save(lesson, 'theirs', seen);
  expect(await save(lesson, 'mine', seen)).toMatchObject({ kind: 'conflict', theirs: 'theirs' });
  expect((await draftFile(access, draft, lesson))?.text).toBe('theirs');
  expect((await save('words.txt', 'other\n', seen)).kind).toBe('saved');
});

test('a file that is no text is read as bytes only', async () => {
  const path = 'exercises/non-root/starter/weights.bin';
  expect(await draftFile(access, draft, path)).toEqual({ path, text: undefined });
  const bytes = await readDraftBytes(access, draft, path);
  expect(bytes.equals(await readFile(join(site.installed, path)))).toBe(true);
});

test.each(['../secret', '.git/config', '/etc/passwd', ''])('%j is no path of the content', async (path) => {
  await expect(save(path, 'x')).rejects.toMatchObject({ code: 'bad-request' });
  expect(await draftFile(access, draft, path)).toBeUndefined();
});

test.each(['../escaped', '/tmp/escaped', '.git/escaped'])('%j is never written to check it', async (path) => {
  await expect(check(path, 'x')).rejects.toMatchObject({ code: 'bad-request' });
  await expect(checkWritten(access, draft, { path, text: 'x' })).rejects.toMatchObject({
    code: 'bad-request',
  });
  const found = await readdir(site.folder, { recursive: true });
  expect(found.filter((name) => name.includes('escaped'))).toEqual([]);
});

test('a deleted draft is gone for everything', async () => {
  await deleteDraft(access, draft);
  const gone = { code: 'not-found' };
  await expect(deleteDraft(access, draft)).rejects.toMatchObject(gone);
  await expect(draftTree(access, draft)).rejects.toMatchObject(gone);
  await expect(draftFile(access, draft, lesson)).rejects.toMatchObject(gone);
  await expect(check(lesson, source)).rejects.toMatchObject(gone);
  await expect(readDraftBytes(access, draft, lesson)).rejects.toMatchObject(gone);
});

describe('what is typed', () => {
  test('has no problems as long as the lesson is as it was, and is compiled', async () => {
    const { problems, preview } = await check(lesson, source);
    expect(problems).toEqual([]);
    expect(preview).toMatchObject({
      kind: 'lesson',
      lesson: { frontmatter: { title: 'The build cache' } },
    });
  });

  test('is in the preview before it is saved, and nowhere else', async () => {
    const typed = source.replace('You add one line', 'You add one Zebra line');
    const { preview } = await check(lesson, typed);
    expect(preview?.kind === 'lesson' && preview.lesson.code).toContain('Zebra');
    expect((await draftFile(access, draft, lesson))?.text).toBe(source);
    // The site's own lesson, in this process.
    expect((await loadLesson('build-cache')).code).not.toContain('Zebra');
    const written = join(site.folder, 'content-written');
    for (const name of await readdir(written))
      expect(await readFile(join(written, name, lesson), 'utf8')).not.toContain('Zebra');
    const [version] = await readdir(join(site.folder, 'content-versions'));
    expect(await readFile(join(site.folder, 'content-versions', version!, lesson), 'utf8')).toBe(source);
  });

  test('uses other files of the draft as they were saved', async () => {
    const words = await readFile(join(site.installed, 'words.txt'), 'utf8');
    const typed = source.replace('You add one line', 'You add one zzyzx line');
    const line = source.slice(0, source.indexOf('You add')).split('\n').length;
    const unknown = {
      path: lesson,
      line,
      message: expect.stringContaining('“zzyzx” is not in the dictionary'),
    };
    expect((await check(lesson, typed)).problems).toMatchObject([unknown]);
    await save('words.txt', `${words}zzyzx\n`);
    expect((await check(lesson, typed)).problems).toEqual([]);
  });

  test('with a mistake has a problem at its line, and no preview', async () => {
    const { problems, preview } = await check(
      lesson,
      source.replace('You add one line', 'You add <Note one line'),
    );
    expect(preview).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: lesson, line: expect.any(Number) });
  });

  test('is never evaluated', async () => {
    const { problems, preview } = await check(
      lesson,
      source.replace('You add one line', 'You add {process.exit()}'),
    );
    expect(preview).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
  });

  test('of an exercise is checked and shown', async () => {
    const path = 'exercises/stop-signal/exercise.yaml';
    const yaml = await readFile(join(site.installed, path), 'utf8');
    const right = await check(path, yaml);
    expect(right).toMatchObject({ problems: [], preview: { kind: 'exercise' } });
    const wrong = await check(path, yaml.replace(/^title:.*$/m, 'title: 7'));
    expect(wrong.problems).toMatchObject([{ path, line: expect.any(Number) }]);
    expect(wrong.preview).toBeUndefined();
  });

  test('in course.yaml is checked for every file', async () => {
    await save('course.yaml', 'title: [\n');
    expect((await check(lesson, source)).problems).toMatchObject([{ path: 'course.yaml' }]);
  });

  test('of a new exercise names the files that are missing', async () => {
    const { problems } = await check('exercises/new-one/statement.mdx', 'Do it.\n');
    expect(problems).toMatchObject([{ path: 'exercises/new-one/exercise.yaml' }]);
  });
});

test.each([
  ['lessons/a.mdx', 'lesson'],
  ['lessons/a/b.mdx', 'other'],
  ['exercises/a/starter/Dockerfile', 'exercise'],
  ['exercises/a', 'other'],
  ['glossary.yaml', 'glossary'],
  ['data/glossary.yaml', 'other'],
])('%s is of kind %s', (path, kind) => expect(partOf(path).kind).toBe(kind));

describe('answers in a preview', () => {
  const marked = (answers: unknown) =>
    markWritten(access, draft, {
      lesson: 'build-cache',
      quiz: 'nothing',
      answers: answers as never,
    });

  test('to a quiz that the lesson does not have are refused', async () => {
    await expect(marked({})).rejects.toMatchObject({ code: 'conflict' });
  });

  test('are marked and not stored', async () => {
    const { quizKeys } = await import('../../lib/content/lesson.ts');
    const [quiz] = [...(await quizKeys('build-cache')).keys()];
    const reply = await markWritten(access, draft, {
      lesson: 'build-cache',
      quiz: quiz!,
      answers: {},
    });
    expect(reply).toMatchObject({ ok: true, outcome: { questions: [{ right: false }] } });
    expect(await site.query('SELECT * FROM quiz_attempt')).toEqual([]);
  });
});
