import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ContentError, parseYaml } from '@dfm/course/exercises';
import { z } from 'zod';
import { contentRoot } from './content-root.ts';

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const glossarySchema = z.record(
  z.string(),
  z.strictObject({
    term: z.string().min(1).describe('As it is written within a sentence.'),
    definition: z
      .string()
      .min(1)
      .max(320)
      .describe('One or two sentences of plain text, because it is read out next to a link.'),
    also: z.array(z.string()).default([]).describe('Other names of the term.'),
    lesson: z
      .string()
      .regex(slugPattern)
      .meta({ names: 'lesson' })
      .optional()
      .describe('The lesson that explains it.'),
  }),
);

export interface GlossaryEntry {
  slug: string;
  term: string;
  definition: string;
  also: string[];
  lesson?: string | undefined;
}

/**
 * Parses a glossary.
 *
 * @returns its entries in the alphabetical order of their terms
 * @throws ContentError with the line if the schema does not match, or if two entries have the same name
 */
export function parseGlossary(text: string, file: string): GlossaryEntry[] {
  const entries = Object.entries(parseYaml(glossarySchema, text, file)).map(([key, entry]) => ({
    slug: key,
    ...entry,
  }));
  const claimed = new Map<string, string>();
  const reject = (entry: GlossaryEntry, message: string): never => {
    throw new ContentError([{ file, line: lineOf(text, entry.slug), message: `${entry.slug}: ${message}` }]);
  };
  for (const entry of entries) {
    if (!slugPattern.test(entry.slug)) reject(entry, 'must be lower-case words joined by hyphens');
    for (const name of [entry.term, ...entry.also]) {
      const other = claimed.get(name.toLowerCase());
      if (other !== undefined) reject(entry, `"${name}" is already a name of ${other}`);
      claimed.set(name.toLowerCase(), entry.slug);
    }
  }
  return entries.toSorted((a, b) => alphabetical(a.term).localeCompare(alphabetical(b.term), 'en'));
}

/** The glossary of the course, `content/glossary.yaml`. Throws ContentError like `parseGlossary`. */
export async function loadGlossary(): Promise<GlossaryEntry[]> {
  const file = join(contentRoot(), 'glossary.yaml');
  return parseGlossary(await readFile(file, 'utf8'), file);
}

/** `.dockerignore` is sorted under D. */
function alphabetical(term: string): string {
  return term.replace(/^\W+/, '');
}

function lineOf(text: string, key: string): number {
  return text.split('\n').findIndex((line) => line.startsWith(`${key}:`)) + 1;
}
