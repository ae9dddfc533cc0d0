import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Downloads a Debian package and unpacks its files into a folder. Nothing is installed: a service in the
 * package is neither set up nor started.
 *
 * @param folder is created; if it already has content, that is assumed to be the package
 * @throws if apt-get is missing or the package is not available
 */
export async function unpackPackage(name: string, folder: string): Promise<void> {
  if ((await readdir(folder).catch(() => [])).length > 0) return;
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  const download = () => run('apt-get', ['download', name], { cwd: work });
  try {
    // The package index may be missing or outdated.
    await download().catch(async () => {
      await run('apt-get', ['update']);
      await download();
    });
    const [archive = ''] = await readdir(work);
    await run('dpkg-deb', ['-x', join(work, archive), join(work, 'files')]);
    await rename(join(work, 'files'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
