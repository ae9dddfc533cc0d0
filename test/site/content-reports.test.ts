/** Reports from readers: what is stored, who sees it, how it is answered and closed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SentReport } from '@dfm/contracts/browser-api';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sendReport, submitReaderReply } from '../../app/account/reports/actions.ts';
import OwnReportsPage from '../../app/account/reports/page.tsx';
import { saveText } from '../../app/teach/content/[draft]/actions.ts';
import {
  submitDecline,
  submitDraftForReport,
  submitFix,
  submitReopening,
  submitReply,
} from '../../app/teach/reports/[report]/actions.ts';
import ContentReportPage from '../../app/teach/reports/[report]/page.tsx';
import { findReports } from '../../app/teach/reports/actions.ts';
import ContentReportsPage from '../../app/teach/reports/page.tsx';
import { adoptWork } from '../../lib/auth/adopt-work.ts';
import { type ContentAccess, contentAccess } from '../../lib/authoring/content-access.ts';
import { draftTree } from '../../lib/authoring/drafts.ts';
import { expire } from '../../lib/limits/retention.ts';
import { reportToFix, reportsForAuthors } from '../../lib/reports/for-authors.ts';
import { newAnswerCount, readOwnReports } from '../../lib/reports/own-reports.ts';
import { type AuthoringSite, deleteDrafts, newDraft, openAuthoringSite } from './authoring-site.ts';
import { form, request } from './request.ts';
import { newSignedIn } from './school.ts';
import { SITE_URL, type Visitor, newLearner } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);
vi.mock('next/cache', () => ({ refresh: () => {} }));

const path = 'lessons/build-cache.mdx';
const sentence = 'Nothing failed, and no package changed.';
const report: SentReport = {
  part: 'lesson',
  slug: 'build-cache',
  anchor: '',
  quote: sentence,
  before: 'build again.',
  after: 'Here are both builds',
  kind: 'wrong',
  text: 'One package did change.',
};

let site: AuthoringSite;
let source: string;
let access: ContentAccess;
let reader: Visitor;
let author: Visitor;
let draft: string;

beforeAll(async () => {
  site = await openAuthoringSite();
  source = await readFile(join(site.installed, path), 'utf8');
});
afterAll(() => site.close());
beforeEach(async () => {
  reader = await newLearner();
  author = await person('Ada', 'author');
  access = await contentAccess({ id: author.id, name: 'Ada', email: '', isAdmin: false });
  draft = await newDraft(access);
});
afterEach(async () => {
  await deleteDrafts(access);
  await site.clear('hourly_use', 'audit_entry', 'content_report', 'staff_member', 'course', 'user');
});

/** An account with a session, and with a role in some course. */
async function person(name: string, role?: 'author' | 'instructor' | 'assistant'): Promise<Visitor> {
  const visitor = await newSignedIn(site, name);
  if (role === undefined) return visitor;
  await site.query(
    `WITH made AS (INSERT INTO course (id, name) VALUES (gen_random_uuid(), 'ML') RETURNING id)
     INSERT INTO staff_member (course_id, user_id, role) SELECT id, $1, $2::staff_role FROM made`,
    [visitor.id, role],
  );
  return visitor;
}

function as(visitor: Visitor | undefined, headers: Record<string, string> = {}): void {
  request.headers = new Headers({ origin: SITE_URL, ...(visitor && { cookie: visitor.cookie }), ...headers });
  request.cookies.clear();
}

/** Sends a report as the reader. @returns its ID */
async function reported(change: Partial<SentReport> = {}): Promise<string> {
  as(reader);
  expect(await sendReport({ ...report, ...change })).toEqual({ ok: true });
  const [row] = await site.query<{ id: string }>('SELECT id FROM content_report ORDER BY id DESC LIMIT 1');
  return row!.id;
}

const rows = () => site.query('SELECT * FROM content_report ORDER BY id');
const columns = async (id: string) =>
  (
    await site.query<Record<string, unknown>>(
      'SELECT status, closed_commit, closed_at IS NOT NULL AS closed FROM content_report WHERE id = $1',
      [id],
    )
  )[0];
const audit = () => site.query('SELECT action, actor_id, actor_role, person_id, details FROM audit_entry');
const markup = async (page: Promise<unknown>) => renderToStaticMarkup((await page) as never);
const list = (searchParams: Record<string, string> = {}) =>
  markup(ContentReportsPage({ searchParams: Promise.resolve(searchParams) }));
const onePage = (id: string) => markup(ContentReportPage({ params: Promise.resolve({ report: id }) }));

describe('a report', () => {
  test('of a visitor is stored for a new anonymous learner', async () => {
    as(undefined);
    expect(await sendReport(report)).toEqual({ ok: true });
    expect(request.cookies.size, 'the session').toBeGreaterThan(0);
    const [row] = await rows();
    expect(row).toMatchObject({
      part: 'lesson',
      slug: 'build-cache',
      quote: sentence,
      kind: 'wrong',
      text: 'One package did change.',
      status: 'open',
      content_version: null,
      closed_at: null,
    });
    const { learner_id: id } = row as { learner_id: string };
    expect(id).not.toBe(reader.id);
    expect(await site.query('SELECT is_anonymous FROM "user" WHERE id = $1', [id])).toEqual([
      { is_anonymous: true },
    ]);
  });

  test('about an exercise is stored too', async () => {
    await reported({ part: 'exercise', slug: 'non-root' });
    expect(await rows()).toMatchObject([{ part: 'exercise', slug: 'non-root', learner_id: reader.id }]);
  });

  test('about a lab is stored with its step, or with none', async () => {
    const lab = { part: 'lab', slug: 'publish-a-port' } as const;
    await reported({ ...lab, anchor: 'publish' });
    await reported({ ...lab, anchor: '' });
    expect(await rows()).toMatchObject([
      { ...lab, anchor: 'publish' },
      { ...lab, anchor: '' },
    ]);
  });

  test.each([
    ['about a step that the lab does not have', { part: 'lab', slug: 'publish-a-port', anchor: '../lab' }],
    ['about an exercise as a lab', { part: 'lab', slug: 'non-root', anchor: '' }],
    ['about a part that is not in the course', { slug: 'no-such-lesson' }],
    ['about a lesson as an exercise', { part: 'exercise' }],
    ['about another folder', { slug: '../../etc/passwd' }],
    ['without a quote', { quote: '' }],
    ['with a quote that is too long', { quote: 'x'.repeat(501) }],
    ['with a context that is too long', { before: 'x'.repeat(101) }],
    ['with too many words', { text: 'x'.repeat(1_001) }],
    ['of an unknown kind', { kind: 'spam' }],
    ['with an object instead of a text', { text: { contains: '' } }],
  ])('%s is refused, and makes no learner of a visitor', async (_name, change) => {
    const before = await site.query('SELECT id FROM "user" ORDER BY id');
    as(undefined);
    expect(await sendReport({ ...report, ...change } as SentReport)).toMatchObject({ ok: false });
    expect(await rows()).toEqual([]);
    expect(await site.query('SELECT id FROM "user" ORDER BY id')).toEqual(before);
  });

  test('from a page of a different site is refused', async () => {
    as(reader, { origin: 'https://elsewhere.test' });
    expect(await sendReport(report)).toMatchObject({ ok: false });
    expect(await rows()).toEqual([]);
  });

  test('with characters that cannot be stored keeps the others', async () => {
    await reported({ text: 'a\0b', quote: `q\uD800` });
    expect(await rows()).toMatchObject([{ text: 'a\uFFFDb', quote: 'q\uFFFD' }]);
  });

  test('is limited to 20 an hour per reader, and to 600 per network', async () => {
    for (let sent = 0; sent < 20; sent += 1) await reported();
    as(reader);
    expect(await sendReport(report)).toMatchObject({
      ok: false,
      message: expect.stringContaining('limit of 20'),
    });
    expect(await rows()).toHaveLength(20);
    reader = await newLearner();
    await reported();
    await site.query(`UPDATE hourly_use SET count = 600 WHERE kind = 'report from a network'`);
    as(await newLearner());
    expect(await sendReport(report)).toMatchObject({
      ok: false,
      message: expect.stringContaining('limit of 600'),
    });
    expect(await rows()).toHaveLength(21);
  });

  test('goes to the account that takes the anonymous learner over, with the replies, and keeps an unused learner', async () => {
    const id = await reported();
    as(reader);
    await submitReaderReply(id, {}, form({ text: 'And the next one.' }));
    await site.query(`UPDATE "user" SET created_at = now() - interval '2 years' WHERE id = $1`, [reader.id]);
    await expire();
    const account = await person('Ben');
    await adoptWork(reader.id, account.id);
    expect(await site.query('SELECT learner_id FROM content_report')).toEqual([{ learner_id: account.id }]);
    expect(await site.query('SELECT author_id FROM content_report_reply')).toEqual([
      { author_id: account.id },
    ]);
  });
});

describe('the reader', () => {
  test('sees only own reports, and what is new once', async () => {
    const id = await reported();
    as(author);
    expect(await submitReply(id, {}, form({ text: 'Which one?' }))).toHaveProperty('done');
    expect(await newAnswerCount(reader.id)).toBe(1);
    as(reader);
    const page = await markup(OwnReportsPage());
    expect(page).toContain(sentence);
    expect(page).toContain('Which one?');
    expect(page).toContain('The authors');
    expect(page).toContain('>New<');
    expect(page, 'no name of an author').not.toContain('Ada');
    expect(await newAnswerCount(reader.id)).toBe(0);
    expect(await markup(OwnReportsPage())).not.toContain('>New<');
    as(await newLearner());
    expect(await markup(OwnReportsPage())).toContain('You have not reported anything');
    as(undefined);
    expect(await markup(OwnReportsPage())).toContain('You have not reported anything');
  });

  test('replies, so that the report waits for the authors again', async () => {
    const id = await reported();
    as(author);
    await submitReply(id, {}, form({ text: 'Which one?' }));
    expect(await columns(id)).toMatchObject({ status: 'answered' });
    as(reader);
    expect(await submitReaderReply(id, {}, form({ text: 'scipy' }))).toEqual({ done: 'Sent.' });
    expect(await columns(id)).toMatchObject({ status: 'open' });
    expect((await reportToFix(access, id))?.replies.map(({ by, text }) => `${by}: ${text}`)).toEqual([
      'Ada: Which one?',
      'The reader: scipy',
    ]);
  });

  test('cannot reply to a report of someone else, to a closed one, with nothing, or without a session', async () => {
    const id = await reported();
    const replies = () => site.query('SELECT text FROM content_report_reply WHERE by_reader');
    for (const other of [await newLearner(), author]) {
      as(other);
      expect(await submitReaderReply(id, {}, form({ text: 'Mine.' }))).toHaveProperty('message');
    }
    as(undefined);
    expect(await submitReaderReply(id, {}, form({ text: 'Mine.' }))).toHaveProperty('message');
    as(reader);
    expect(await submitReaderReply('no-id', {}, form({ text: 'Mine.' }))).toHaveProperty('message');
    expect(await submitReaderReply(id, {}, form({ text: '  ' }))).toHaveProperty('problems.text');
    as(author);
    await submitDecline(id, {}, form({ text: 'It is right.' }));
    as(reader);
    expect(await submitReaderReply(id, {}, form({ text: 'But …' }))).toMatchObject({
      message: expect.stringContaining('closed'),
      values: { text: 'But …' },
    });
    expect(await replies()).toEqual([]);
  });
});

describe('authors', () => {
  test('see reports without the name of the reader, those first that wait for them', async () => {
    await site.query(`UPDATE "user" SET is_anonymous = false, name = 'Secret Name' WHERE id = $1`, [
      reader.id,
    ]);
    const answered = await reported({ quote: 'answered one' });
    const first = await reported({ quote: 'first open one', part: 'exercise', slug: 'non-root' });
    const second = await reported({ quote: 'second open one <b>' });
    as(author);
    await submitReply(answered, {}, form({ text: 'Which one?' }));
    const closed = await reported({ quote: 'closed one' });
    as(author);
    await submitDecline(closed, {}, form({ text: 'No.' }));
    const ids = async (filter = {}) => (await reportsForAuthors(access, filter)).reports.map(({ id }) => id);
    expect(await ids()).toEqual([second, first, answered]);
    expect(await ids({ status: 'declined' })).toEqual([closed]);
    expect(await ids({ part: { part: 'exercise', slug: 'non-root' } })).toEqual([first]);
    const shown = await list();
    expect(shown).toContain('second open one &lt;b&gt;');
    expect(shown).toContain('The build cache');
    expect(shown).not.toContain('closed one');
    expect(shown + (await onePage(first))).not.toContain('Secret Name');
    expect(await list({ status: 'declined', part: 'lesson/build-cache' })).toContain('closed one');
    expect(await list({ status: 'fixed' })).toContain('No report matches.');
  });

  test('without reports see that none waits', async () => {
    as(author);
    expect(await list()).toContain('No report waits for you.');
  });

  test('see the line in the published text and in each draft', async () => {
    const id = await reported();
    const line = source.slice(0, source.indexOf('Nothing failed')).split('\n').length;
    as(author);
    const { commit: seen } = await draftTree(access, draft);
    const longer = source.replace('\nYou add one line', '\nNew.\n\nYou add one line');
    expect(await saveText({ draft, path, text: longer, seen, message: '' })).toHaveProperty(
      'outcome.kind',
      'saved',
    );
    const found = await reportToFix(access, id);
    expect(found).toMatchObject({ path, found: { line, isExact: true } });
    expect(found?.drafts.find((each) => each.id === draft)).toEqual({ id: draft, line: line + 2 });
    expect(await onePage(id)).toContain(
      `/teach/content/${draft}?file=lessons%2Fbuild-cache.mdx&amp;line=${line + 2}`,
    );
    const gone = await reported({ quote: 'A sentence that nobody wrote here.', before: '', after: '' });
    expect((await reportToFix(access, gone))?.found).toEqual({ line: 1, isExact: false });
    as(author);
    expect(await onePage(gone)).toContain('the text has changed since');
  });

  test('see the line in the file of a lab, and its reports where the file is open', async () => {
    const lab = { part: 'lab', slug: 'publish-a-port', before: '', after: '' } as const;
    const text = await reported({ ...lab, anchor: 'remove', quote: 'Remove the container.' });
    const hint = await reported({ ...lab, anchor: '', quote: 'A container that was stopped still exists' });
    const [steps, yaml] = ['labs/publish-a-port/steps/remove.mdx', 'labs/publish-a-port/lab.yaml'];
    const description = await readFile(join(site.installed, yaml), 'utf8');
    const line = description.slice(0, description.indexOf('A container that was')).split('\n').length;
    as(author);
    expect(await reportToFix(access, text)).toMatchObject({
      title: 'Publish a port',
      path: steps,
      found: { line: 1, isExact: true },
    });
    expect(await reportToFix(access, hint)).toMatchObject({ path: yaml, found: { line, isExact: true } });
    const idsIn = async (file: string, typed: string) => {
      const answer = await findReports({ path: file, text: typed });
      return answer.ok && answer.reports.map(({ id }) => id);
    };
    expect(await idsIn(steps, 'Remove it.')).toEqual([text]);
    expect(await idsIn(yaml, description)).toEqual([hint]);
    expect(await list({ part: 'lab/publish-a-port' })).toContain('Remove the container.');
    expect(await list({ part: 'lesson/build-cache' })).not.toContain('Remove the container.');
  });

  test('begin a draft that opens at the line', async () => {
    const id = await reported();
    as(author);
    const { found } = (await reportToFix(access, id))!;
    const begun = submitDraftForReport(id, {}, form({ name: `Fix ${draft}` }));
    await expect(begun).rejects.toMatchObject({
      digest: expect.stringContaining(
        `/teach/content/fix-${draft}?file=lessons%2Fbuild-cache.mdx&line=${found!.line}`,
      ),
    });
    expect(await submitDraftForReport(id, {}, form({ name: `Fix ${draft}` }))).toHaveProperty('message');
  });

  test('see the reports of the open file in the editor, with lines of what is typed', async () => {
    const id = await reported();
    const other = await reported({ part: 'exercise', slug: 'non-root' });
    as(author);
    const find = (text: string, file = path) => findReports({ path: file, text });
    const { line } = (await reportToFix(access, id))!.found!;
    expect(await find(source)).toMatchObject({
      ok: true,
      reports: [{ id, kind: 'wrong', found: { line, isExact: true } }],
    });
    expect(await find(source.replace('\nYou add', '\n\nYou add'))).toMatchObject({
      reports: [{ found: { line: line + 1 } }],
    });
    expect(await find(source.replace(sentence, ''))).toMatchObject({
      reports: [{ found: { isExact: false } }],
    });
    expect(await find(source.replace('You add', '<Note You add'))).toMatchObject({
      reports: [{ id, found: undefined }],
    });
    expect(await find('Text.', 'exercises/non-root/statement.mdx')).toMatchObject({
      reports: [{ id: other }],
    });
    expect(await find('{}', 'glossary.yaml')).toEqual({ ok: true, reports: [] });
    expect(await find('x'.repeat(200_001))).toHaveProperty('message');
  });

  test('close a report together with the save that fixes it', async () => {
    const [fixed, open] = [await reported(), await reported({ quote: 'Nothing failed' })];
    as(author);
    const { commit: seen } = await draftTree(access, draft);
    const text = source.replace(sentence, 'Nothing failed, and one package changed.');
    const saved = await saveText({ draft, path, text, seen, message: 'Say it right', fixes: [fixed] });
    const commit = (await draftTree(access, draft)).commit;
    expect(saved).toMatchObject({ ok: true, outcome: { kind: 'saved', commit } });
    expect(await columns(fixed)).toEqual({ status: 'fixed', closed_commit: commit, closed: true });
    expect(await columns(open)).toEqual({ status: 'open', closed_commit: null, closed: false });
    expect(await audit()).toEqual([
      {
        action: 'report.fix',
        actor_id: author.id,
        actor_role: 'author',
        person_id: reader.id,
        details: { part: 'lesson', slug: 'build-cache' },
      },
    ]);
    expect(await newAnswerCount(reader.id)).toBe(1);
    expect((await readOwnReports(reader.id)).map(({ status, isNew }) => ({ status, isNew }))).toEqual([
      { status: 'open', isNew: false },
      { status: 'fixed', isNew: true },
    ]);
  });

  test('close nothing with a save that was refused because of a conflict', async () => {
    const id = await reported();
    as(author);
    const { commit: seen } = await draftTree(access, draft);
    await saveText({ draft, path, text: `${source}\nTheirs.\n`, seen, message: '' });
    expect(
      await saveText({ draft, path, text: `${source}\nMine.\n`, seen, message: '', fixes: [id] }),
    ).toMatchObject({
      outcome: { kind: 'conflict' },
    });
    expect(await columns(id)).toMatchObject({ status: 'open' });
  });

  test('close a report as fixed by a save of a draft or by a version, and by nothing else', async () => {
    const id = await reported();
    as(author);
    const { commit: seen } = await draftTree(access, draft);
    await saveText({ draft, path, text: `${source}\nMore.\n`, seen, message: 'Add more' });
    await saveText({ draft, path: 'words.txt', text: 'x\n', seen, message: 'Elsewhere' });
    const { history } = await draftTree(access, draft);
    const [elsewhere, here] = history;
    const saves = (await reportToFix(access, id))!.saves.map(({ text }) => text);
    expect(saves.some((text) => text.startsWith(`${draft}: Add more (`))).toBe(true);
    expect(saves.some((text) => text.startsWith('Version 1 ('))).toBe(true);
    for (const commit of [elsewhere!.id, '0'.repeat(40)])
      expect(await submitFix(id, {}, form({ commit }))).toHaveProperty('message');
    expect(await submitFix(id, {}, form({ commit: 'main' }))).toHaveProperty('problems.commit');
    expect(await columns(id)).toMatchObject({ status: 'open' });
    expect(await submitFix(id, {}, form({ commit: here!.id }))).toHaveProperty('done');
    expect(await columns(id)).toEqual({ status: 'fixed', closed_commit: here!.id, closed: true });
    expect(await onePage(id)).toContain('Add more');
    expect(await submitFix(id, {}, form({ commit: here!.id }))).toHaveProperty('message');
  });

  test('decline with a reason, and open again what was closed by mistake', async () => {
    const id = await reported();
    as(author);
    expect(await submitDecline(id, {}, form({ text: ' ' }))).toHaveProperty('problems.text');
    expect(await submitDecline(id, {}, form({ text: 'It is right.' }))).toHaveProperty('done');
    expect(await columns(id)).toMatchObject({ status: 'declined', closed: true });
    expect(await submitReply(id, {}, form({ text: 'More.' }))).toHaveProperty('message');
    expect(await submitDecline(id, {}, form({ text: 'Again.' }))).toHaveProperty('message');
    expect(await submitReopening(id, {}, form())).toHaveProperty('done');
    expect(await columns(id)).toMatchObject({ status: 'open', closed: false });
    expect(await submitReopening(id, {}, form())).toHaveProperty('message');
    expect((await audit()).map((entry) => (entry as { action: string }).action)).toEqual([
      'report.decline',
      'report.reopen',
    ]);
    expect((await readOwnReports(reader.id))[0]?.replies).toMatchObject([{ text: 'It is right.' }]);
  });
});

test.each(['reader', 'assistant', 'outsider', 'nobody'])(
  '%s can do nothing of what authors can',
  async (who) => {
    const id = await reported();
    const before = await site.query('SELECT status FROM content_report');
    const assistant = await person('Asta', 'assistant');
    const visitor = { reader, assistant, outsider: await person('Olga'), nobody: undefined }[who];
    as(visitor);
    const commit = (await reportToFix(access, id))!.saves[0]!.commit;
    for (const answer of [
      await submitReply(id, {}, form({ text: 'x' })),
      await submitDecline(id, {}, form({ text: 'x' })),
      await submitFix(id, {}, form({ commit })),
      await submitReopening(id, {}, form()),
      await submitDraftForReport(id, {}, form({ name: 'never' })),
      await findReports({ path, text: source }),
    ])
      expect(answer).toHaveProperty('message');
    await expect(ContentReportPage({ params: Promise.resolve({ report: id }) })).rejects.toHaveProperty(
      'digest',
    );
    await expect(ContentReportsPage({ searchParams: Promise.resolve({}) })).rejects.toHaveProperty('digest');
    expect(await site.query('SELECT status FROM content_report')).toEqual(before);
    expect(await site.query('SELECT id FROM content_report_reply')).toEqual([]);
  },
);
