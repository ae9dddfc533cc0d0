import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../host/command.ts';
import type { Progress } from '../host/progress.ts';
import { shelfListDir } from './declared.ts';
import type { ShelfLayout } from './layout.ts';
import { wheelPlatform } from './python-lock.ts';

/**
 * Downloads the wheels of requirements.lock with the machine's own pip, which checks every hash, and writes
 * the simple index (PEP 503) for sandboxes.
 */
export async function copyWheels(layout: ShelfLayout, progress: Progress): Promise<void> {
  progress('wheels', 'downloading the wheels of requirements.lock');
  await mkdir(layout.wheels, { recursive: true });
  const lock = join(shelfListDir, 'requirements.lock');
  await runCommand('python3', [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--require-hashes',
    '--dest',
    layout.wheels,
    ...wheelPlatform,
    '-r',
    lock,
  ]);
  await removeUnlisted(layout.wheels, await readFile(lock, 'utf8'));
  await writeSimpleIndex(layout);
}

/** Removes wheels of an earlier lock file, because pip could choose them. */
async function removeUnlisted(wheelsDir: string, lock: string): Promise<void> {
  for (const fileName of await readdir(wheelsDir)) {
    if (!lock.includes(`--hash=sha256:${await sha256Of(join(wheelsDir, fileName))}`))
      await rm(join(wheelsDir, fileName));
  }
}

async function writeSimpleIndex(layout: ShelfLayout): Promise<void> {
  await rm(layout.simple, { recursive: true, force: true });
  const names = new Set<string>();
  for (const fileName of (await readdir(layout.wheels)).sort()) {
    const name = normalizedName(fileName.split('-')[0] ?? '');
    names.add(name);
    await mkdir(join(layout.simple, name), { recursive: true });
    const link = `<a href="../../wheels/${fileName}#sha256=${await sha256Of(join(layout.wheels, fileName))}">${fileName}</a><br>\n`;
    await writeFile(
      join(layout.simple, name, 'index.html'),
      `<!doctype html><title>${name}</title>\n${link}`,
    );
  }
  const links = [...names].map((name) => `<a href="${name}/">${name}</a><br>\n`);
  await writeFile(
    join(layout.simple, 'index.html'),
    `<!doctype html><title>Shelf</title>\n${links.join('')}`,
  );
}

/** PEP 503: runs of `-`, `_` and `.` are one hyphen, letters are lower case. */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
