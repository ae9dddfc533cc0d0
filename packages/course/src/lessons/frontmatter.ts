import { ContentError, parseYaml } from '@dfm/course/exercises';
import { z } from 'zod';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

export const frontmatterSchema = z.strictObject({
  kind: z
    .enum(['lesson', 'review'])
    .default('lesson')
    .describe('`review` for the mixed review at the end of a module, which is a quiz of ten questions.'),
  title: z.string().min(1).describe('A few words.'),
  summary: z
    .string()
    .min(1)
    .describe('One sentence. It appears in the course overview and in search results.'),
  objectives: z
    .array(z.string())
    .min(1)
    .describe('What the reader can do afterwards, each starting with a verb.'),
  minutes: z.int().positive().describe('The reading time, as the check calculates it.'),
  prerequisites: z
    .array(slug.meta({ names: 'lesson' }))
    .default([])
    .describe('Lessons before it in course.yaml.'),
  difficulty: z.int().min(1).max(5).describe('From 1 to 5.'),
  tags: z
    .array(z.string().meta({ names: 'tag' }))
    .default([])
    .describe('Its topics: the course map groups by them, and the search finds them.'),
  messages: z
    .array(
      z.strictObject({
        text: z.string().min(1).describe('An error message, or a part of one.'),
        section: z.string().describe('The heading of the section that helps.'),
      }),
    )
    .default([])
    .describe('Error messages that a section helps with, so that the search finds it.'),
  sources: z
    .array(
      z.strictObject({
        claim: z.string().describe('What the claim is.'),
        from: z.string().describe('Where it is from, with the name of the section.'),
        url: z.url().optional().describe('Its address.'),
      }),
    )
    .default([])
    .describe('Where claims and numbers come from.'),
  project: slug
    .meta({ names: 'project' })
    .optional()
    .describe('The project whose files are in the working folder of the commands.'),
  updated: z.iso.date().describe('The day of the last change of the content.'),
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
