import 'server-only';
import type { ContentStore } from '@dfm/content-store/content-store';
import { isText } from '@dfm/content-store/merge-text';
import type { Passage } from '@dfm/contracts/browser-api';
import type {
  ContentReport,
  PassageLine,
  ReportInFile,
  ReportStatus,
  ReportToFix,
} from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { findPassages } from '@dfm/course/passages/find-passage';
import type { ContentAccess } from '../authoring/content-access.ts';
import { contentStore } from '../authoring/content-store.ts';
import { drafts } from '../authoring/drafts.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { unsettled } from './answer.ts';
import { fileOf, type Part, partIn, partTitles } from './parts.ts';
import { savesOf } from './saves.ts';
import { repliesInOrder, reportColumns, shownReplies, shownReport } from './shown.ts';

/** A page of the list, and the reports that the editor shows of one file. */
const SHOWN_MAX = 200;
/** Drafts for which the line is looked up. */
const DRAFTS_MAX = 20;

const passageColumns = { anchor: true, quote: true, before: true, after: true } as const;

/** What the list of reports shows. Without a status, those that are not closed. */
export interface ReportFilter {
  status?: ReportStatus | undefined;
  /** Of one lesson, exercise or lab. */
  part?: Part | undefined;
}

/** Reports, those first that wait for the authors, then the newest. */
export async function reportsForAuthors(
  _access: ContentAccess,
  { status, part }: ReportFilter,
): Promise<{ reports: ContentReport[]; parts: (Part & { title: string })[] }> {
  const [rows, reported, titleOf] = await Promise.all([
    db().contentReport.findMany({
      where: { status: status ?? { in: unsettled }, ...part },
      // In the order in which the states are declared: `open` is the first.
      orderBy: [{ status: 'asc' }, { id: 'desc' }],
      take: SHOWN_MAX,
      select: reportColumns,
    }),
    db().contentReport.findMany({ distinct: ['part', 'slug'], select: { part: true, slug: true } }),
    partTitles(),
  ]);
  return {
    reports: rows.map((row) => shownReport(row, titleOf)),
    parts: reported
      .map((each) => ({ ...each, title: titleOf(each) }))
      .toSorted((a, b) => a.title.localeCompare(b.title, 'en')),
  };
}

/** Number of reports that wait for the authors. */
export async function openReportCount(_access: ContentAccess): Promise<number> {
  return db().contentReport.count({ where: { status: 'open' } });
}

/** A report with its line in the published text and in every draft; undefined if there is none with the ID. */
export async function reportToFix(access: ContentAccess, id: string): Promise<ReportToFix | undefined> {
  const row = isId(id)
    ? await db().contentReport.findUnique({
        where: { id },
        select: { ...reportColumns, ...passageColumns, closedCommit: true, replies: repliesInOrder },
      })
    : null;
  if (!row) return undefined;
  const path = fileOf(row);
  const store = await contentStore(access);
  const lineIn = lineFinder(store, path, row);
  const [{ drafts: all }, commits, titleOf] = await Promise.all([
    drafts(access),
    store.drafts(),
    partTitles(),
  ]);
  const commitOf = new Map(commits.map((draft) => [draft.id, draft.commit]));
  const near = all.filter(({ id: draft }) => commitOf.has(draft)).slice(0, DRAFTS_MAX);
  return {
    ...shownReport(row, titleOf),
    before: visibleLine(row.before),
    after: visibleLine(row.after),
    path,
    found: await lineIn(await store.main()),
    replies: shownReplies(row.replies, ({ byReader, author }) =>
      byReader ? 'The reader' : (author?.name ?? 'Someone who has left'),
    ),
    closedCommit: row.closedCommit ?? undefined,
    drafts: await Promise.all(
      near.map(async ({ id: draft }) => ({ id: draft, line: (await lineIn(commitOf.get(draft)!))?.line })),
    ),
    saves: await savesOf(access, path),
  };
}

/** The file of a report and the line in its published text; undefined if there is no report with the ID. */
export async function placeOf(
  access: ContentAccess,
  id: string,
): Promise<{ path: string; line: number | undefined } | undefined> {
  const row = isId(id)
    ? await db().contentReport.findUnique({
        where: { id },
        select: { part: true, slug: true, ...passageColumns },
      })
    : null;
  if (!row) return undefined;
  const path = fileOf(row);
  const store = await contentStore(access);
  return { path, line: (await lineFinder(store, path, row)(await store.main()))?.line };
}

/**
 * A function that finds a passage in the version of its file that a commit has. Most drafts have the same
 * one.
 */
function lineFinder(store: ContentStore, path: string, passage: Passage) {
  const known = new Map<string, PassageLine | undefined>();
  return async (commit: string): Promise<PassageLine | undefined> => {
    const contents = await store.read(commit, path);
    if (!contents || !isText(contents)) return undefined;
    const text = contents.toString();
    if (!known.has(text)) known.set(text, findPassages({ path, text }, [passage])?.[0]);
    return known.get(text);
  };
}

/**
 * The reports about a file that are not closed, each with its line.
 *
 * @param text of the file as it is in the editor
 */
export async function reportsInText(
  _access: ContentAccess,
  { path, text }: { path: string; text: string },
): Promise<ReportInFile[]> {
  const part = partIn(path);
  if (!part) return [];
  const rows = await db().contentReport.findMany({
    where: { ...part, status: { in: unsettled } },
    orderBy: { id: 'asc' },
    take: SHOWN_MAX,
    select: { ...reportColumns, ...passageColumns },
  });
  if (rows.length === 0) return [];
  const found = findPassages({ path, text }, rows);
  return rows.map((row, index) => {
    const { id, kind, text: words, quote } = shownReport(row, ({ slug }) => slug);
    return { id, kind, text: words, quote, found: found?.[index] };
  });
}
