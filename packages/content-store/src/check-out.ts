import { randomUUID } from 'node:crypto';
import { access, chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Git } from './git.ts';
import { readBlobs, readTree } from './tree.ts';

/**
 * Writes the files of a commit into `<parent>/<commit>`, all at once or not at all. Does nothing if it is
 * there.
 *
 * @returns the folder
 */
export async function checkOut(git: Git, commit: string, parent: string): Promise<string> {
  // Otherwise, the build of the site would look at everything in the repository.
  const folder = join(/* turbopackIgnore: true */ parent, commit);
  if (await exists(folder)) return folder;
  const temporary = join(/* turbopackIgnore: true */ parent, `.${commit.slice(0, 8)}-${randomUUID()}`);
  try {
    const { files } = await readTree(git, commit);
    const contents = await readBlobs(
      git,
      files.map(({ blob }) => blob),
    );
    for (const [index, { path, executable }] of files.entries()) {
      const target = join(/* turbopackIgnore: true */ temporary, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, contents[index]!);
      if (executable) await chmod(target, 0o755);
    }
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster.
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
