import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '@dfm/contracts';
import { labSchema, type Lab } from '@dfm/contracts/lab';
import { ContentError, type ContentProblem } from '../yaml/content-error.ts';
import { linesOfYaml } from '../yaml/node-offset.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

export interface LoadedLab {
  lab: Lab;
  /** MDX of each step, by the ID of the step. */
  texts: ReadonlyMap<string, string>;
}

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Additional rules for authors: no duplicate IDs. */
const writtenLab = labSchema.superRefine(({ steps }, context) => {
  const repeated = (ids: string[], path: (string | number)[]) => {
    for (const [index, id] of ids.entries())
      if (ids.indexOf(id) < index)
        context.addIssue({ code: 'custom', path: [...path, index, 'id'], message: `"${id}" appears twice` });
  };
  repeated(
    steps.map(({ id }) => id),
    ['steps'],
  );
  for (const [index, { wrong }] of steps.entries())
    repeated(
      wrong.map(({ id }) => id),
      ['steps', index, 'wrong'],
    );
});

/**
 * Parses the text of a `lab.yaml`.
 *
 * @param file name of the file in error messages
 * @throws ContentError with the position of every problem
 */
export function parseLab(text: string, file: string): Lab {
  return parseYaml(writtenLab, text, file);
}

/** The slugs of all labs, from the names of their folders, sorted, even of labs that cannot be read. */
export async function labSlugs(contentRoot: string): Promise<string[]> {
  const entries = await readdir(join(contentRoot, 'labs'), { withFileTypes: true }).catch(
    (error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    },
  );
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/**
 * Loads a lab from `<contentRoot>/labs/<slug>/`.
 *
 * @throws PlatformError `not-found` if there is no such lab, or if `slug` is invalid, because it may come
 *   from a URL
 * @throws ContentError with every problem in its files
 */
export async function loadLab(contentRoot: string, slug: string): Promise<LoadedLab> {
  const folder = join(contentRoot, 'labs', slug);
  const yamlFile = join(folder, 'lab.yaml');
  const yaml = slugPattern.test(slug) ? await readIfExists(yamlFile) : undefined;
  if (yaml === undefined) throw new PlatformError('not-found', `There is no lab called “${slug}”.`);
  const lab = parseLab(yaml, yamlFile);
  const problems: ContentProblem[] = [];
  if (lab.slug !== slug)
    problems.push({
      file: yamlFile,
      line: linesOfYaml(yaml)(['slug']),
      message: `slug is "${lab.slug}" but the folder is "${slug}"`,
    });
  const texts = new Map<string, string>();
  for (const { id } of lab.steps) {
    const file = join(folder, 'steps', `${id}.mdx`);
    const text = await readIfExists(file);
    if (text?.trim()) texts.set(id, text);
    else problems.push({ file, message: 'is missing or empty; it must say what to do in the step' });
  }
  for (const name of await readdir(join(folder, 'steps')).catch(() => []))
    if (!lab.steps.some(({ id }) => name === `${id}.mdx`))
      problems.push({ file: join(folder, 'steps', name), message: 'belongs to no step in lab.yaml' });
  if (problems.length > 0) throw new ContentError(problems);
  return { lab, texts };
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
