import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A project's folder as on a developer's disk, listed by `npm run content:folder`. */
export const projectFolderSchema = z.strictObject({
  /** The programs that created its files, with their versions. */
  madeWith: z.array(z.string()).min(1),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative() })).min(1),
});
export type ProjectFolder = z.infer<typeof projectFolderSchema>;

const slug = /^[a-z0-9-]+$/;

/**
 * The folder listed in `content/projects/<project>/folder.json`; undefined if there is none. Throws if it
 * does not match the schema.
 */
export async function projectFolder(
  contentRoot: string,
  project: string,
): Promise<ProjectFolder | undefined> {
  if (!slug.test(project)) return undefined;
  try {
    return projectFolderSchema.parse(
      JSON.parse(await readFile(join(contentRoot, 'projects', project, 'folder.json'), 'utf8')),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`content/projects/${project}/folder.json is not a valid folder listing`, {
      cause: error,
    });
  }
}
