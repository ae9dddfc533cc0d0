import 'server-only';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type LessonOutputs,
  type LessonScript,
  PlatformError,
  type ResultDocument,
  lessonOutputsSchema,
  resultDocumentSchema,
} from '@dfm/contracts';
import { variantOfRun } from '@dfm/course/check/variants';
import { ContentError } from '@dfm/course/exercises';
import { allParts, runsToRecord } from '@dfm/course/parts/course-parts';
import { sameOutputs } from '@dfm/course/record/same-outputs';
import { judgedWith } from '../runs/measured-with.ts';
import { commandsOf, slugOfItem, type WorkItem } from '../runs/work-item.ts';

/** Something in the content that runners record: outputs of commands, or a run that lessons show. */
export interface Recording {
  item: WorkItem & { kind: 'commands' | 'recording' };
  /** Of what decides the recording. */
  digest: string;
}

interface ChangedContent {
  /** Slugs of parts that a draft changes. */
  lessons: readonly string[];
  exercises: readonly string[];
  projects: readonly string[];
  /** All paths that it changes. */
  paths: readonly string[];
}

/**
 * The recordings that a draft has to make: those of changed parts, unless what decides them and the recording
 * are both the same somewhere else.
 *
 * @param folder with the content of the draft
 * @param others folders with content whose recordings count: what was published, and what is installed
 */
export async function neededRecordings(
  folder: string,
  { lessons, exercises, projects, paths }: ChangedContent,
  others: readonly string[],
): Promise<Recording[]> {
  const known = await allParts(folder);
  const there = {
    lessons: known.lessons.filter((slug) => lessons.includes(slug)),
    exercises: known.exercises.filter((slug) => exercises.includes(slug)),
    projects: known.projects.filter((slug) => projects.includes(slug)),
  };
  const shown = (await ifReadable(() => runsToRecord(folder, there, false))) ?? [];
  const written = paths.flatMap((path) => /^runs\/([^/]+\/[^/]+)\.json$/.exec(path)?.[1] ?? []);
  const items: Recording['item'][] = [
    ...there.lessons.map((slug) => ({ kind: 'commands', part: `lessons/${slug}.mdx`, variant: '' }) as const),
    ...[...new Set([...shown, ...written])].sort().map((id) => {
      const [slug = '', variant = ''] = id.split('/');
      const part = `${known.projects.includes(slug) ? 'projects' : 'exercises'}/${slug}`;
      return { kind: 'recording', part, variant } as const;
    }),
  ];
  const needed: Recording[] = [];
  for (const item of items) {
    const digest = await digestOf(folder, item);
    if (digest !== undefined && !(await isElsewhere(folder, item, digest, others)))
      needed.push({ item, digest });
  }
  return needed;
}

/** Where a recording is in the content. */
export function recordingPath(item: Recording['item']): string {
  const slug = slugOfItem(item);
  return item.kind === 'commands' ? `outputs/${slug}.json` : `runs/${slug}/${item.variant}.json`;
}

/** The text of a recording in the content. */
export const recordingText = (recorded: LessonOutputs | ResultDocument) =>
  `${JSON.stringify(recorded, null, 2)}\n`;

/**
 * Whether the content has a recording already. Outputs count as the same if they differ only in what differs
 * every time.
 */
export async function isSaved(
  folder: string,
  item: Recording['item'],
  recorded: LessonOutputs | ResultDocument,
): Promise<boolean> {
  const text = await recordedText(folder, item);
  const saved = text === undefined ? undefined : parsed(text);
  if (item.kind === 'recording') return isDeepStrictEqual(saved, recorded);
  const { success, data } = lessonOutputsSchema.safeParse(saved);
  return success && sameOutputs(data, recorded as LessonOutputs);
}

/** Undefined for a recording that someone edited until it was no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a stored recording, with its fields in the order of the contract. */
export function readRecorded(item: Recording['item'], stored: unknown): LessonOutputs | ResultDocument {
  return item.kind === 'commands' ? lessonOutputsSchema.parse(stored) : resultDocumentSchema.parse(stored);
}

async function isElsewhere(
  folder: string,
  item: Recording['item'],
  digest: string,
  others: readonly string[],
): Promise<boolean> {
  const text = await recordedText(folder, item);
  if (text === undefined) return false;
  for (const other of others)
    if ((await recordedText(other, item)) === text && (await digestOf(other, item)) === digest) return true;
  return false;
}

/** Of what decides a recording; undefined if there is nothing to record. */
async function digestOf(folder: string, item: Recording['item']): Promise<string | undefined> {
  if (item.kind === 'commands') {
    const script = await ifReadable(() => commandsOf(folder, item));
    return (
      script &&
      `${createHash('sha256')
        .update(JSON.stringify(withoutLines(script)))
        .digest('hex')}:commands`
    );
  }
  const slug = slugOfItem(item);
  const found = await ifReadable(() => variantOfRun(folder, slug, item.variant));
  return found && `${await judgedWith(found.exercise, found.files)}:${item.variant}:recording`;
}

/** Commands do something else only if they, or the files before them, are others. */
const withoutLines = ({ commands, files }: LessonScript) => ({
  files,
  commands: commands.map(({ line: _line, ...command }) => command),
});

const recordedText = (folder: string, item: Recording['item']): Promise<string | undefined> =>
  ifReadable(() => readFile(join(folder, recordingPath(item)), 'utf8'));

/** Undefined for what is missing or broken, which the check of the texts reports. */
async function ifReadable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing || error instanceof ContentError) return undefined;
    if (error instanceof PlatformError && error.code === 'not-found') return undefined;
    throw error;
  }
}
