import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { editScenarioSchema, exerciseSchema, type ContextFile, type Exercise } from '@dfm/contracts';
import { parseYaml, readContext } from '@dfm/course/exercises';
import { z } from 'zod';

export const projectSchema = z.strictObject({
  title: z.string().describe('What the project does.'),
  scenarios: z
    .array(editScenarioSchema)
    .min(1)
    .describe('Edits that are replayed after the first build. Figures refer to them.'),
});

/**
 * A project that lessons show and no one submits, built with one of its Dockerfiles:
 * `content/projects/<slug>/` with `project.yaml`, `files/` and `variants/<variant>/`.
 *
 * @returns the complete build context, and an exercise (`terms`) that only requires that it builds; undefined
 *   if there is no such project
 * @throws ContentError if the project cannot be read, the file system's error if it has no such variant
 */
export async function loadProject(
  contentRoot: string,
  slug: string,
  variant: string,
): Promise<{ terms: Exercise; files: ContextFile[] } | undefined> {
  const folder = join(contentRoot, 'projects', slug);
  const file = join(folder, 'project.yaml');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { title, scenarios } = parseYaml(projectSchema, text, file);
  const terms = exerciseSchema.omit({ wrong: true }).parse({
    version: 1,
    slug,
    title,
    summary: title,
    difficulty: 1,
    minutes: 1,
    editable: ['Dockerfile'],
    scenarios,
    rubric: { items: [{ check: 'builds', points: 1 }] },
  });
  const files = [
    ...(await readContext(join(folder, 'files'))),
    ...(await readContext(join(folder, 'variants', variant))),
  ];
  return { terms: { ...terms, wrong: [] }, files };
}
