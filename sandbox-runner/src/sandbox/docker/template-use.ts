import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Records, next to the folder of a template, that this process creates sandboxes from it, so that no other
 * process removes it.
 *
 * @returns a function that ends the use. The record of a dead process is removed together with its other
 *   remains.
 */
export async function useTemplate(path: string): Promise<() => Promise<void>> {
  const note = join(dirname(dirname(path)), `uses-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(dirname(note), { recursive: true, mode: 0o700 });
  await writeFile(note, basename(path));
  return () => rm(note, { force: true });
}

/**
 * File names of the templates that processes use.
 *
 * @param dir folder of the sandboxes
 */
export async function templatesInUse(dir: string): Promise<Set<string>> {
  const notes = (await readdir(dir)).filter((name) => name.startsWith('uses-'));
  return new Set(await Promise.all(notes.map((name) => readFile(join(dir, name), 'utf8').catch(() => ''))));
}
