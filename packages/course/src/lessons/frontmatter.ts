import { ContentError, parseYaml } from '@dfm/course/exercises';
import { z } from 'zod';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

const frontmatterSchema = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  /** What the reader can do afterwards, each starting with a verb. */
  objectives: z.array(z.string()).min(1),
  minutes: z.int().positive(),
  prerequisites: z.array(slug).default([]),
  difficulty: z.int().min(1).max(5),
  tags: z.array(z.string()).default([]),
  /** Error messages that a section helps with, so that the search finds it. A section is named by its heading. */
  messages: z.array(z.strictObject({ text: z.string().min(1), section: z.string() })).default([]),
  sources: z
    .array(z.strictObject({ claim: z.string(), from: z.string(), url: z.url().optional() }))
    .default([]),
  /** Project whose files are in the working folder of the lesson's commands. */
  project: slug.optional(),
  updated: z.iso.date(),
});
export type Frontmatter = z.infer<typeof frontmatterSchema>;

/**
 * Separates a lesson's frontmatter from its body.
 *
 * @returns the frontmatter, and the body with blank lines instead of the frontmatter, so that positions match
 *   the file
 * @throws ContentError with file and line if it is missing or does not match the schema
 */
export function splitFrontmatter(source: string, file: string): { frontmatter: Frontmatter; body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(source);
  if (!match)
    throw new ContentError([
      { file, line: 1, message: 'a lesson starts with frontmatter between two lines of ---' },
    ]);
  const frontmatter = parseYaml(frontmatterSchema, match[1] ?? '', file, 2);
  const blank = '\n'.repeat(match[0].split('\n').length - 1);
  return { frontmatter, body: blank + source.slice(match[0].length) };
}
