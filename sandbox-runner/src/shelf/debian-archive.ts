import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Progress } from '../host/progress.ts';
import { together } from '../host/together.ts';
import type { Apt } from './apt.ts';
import { declaredNames, shelfListDir } from './declared.ts';
import { releaseListName, sha256InRelease } from './release-file.ts';
import { standInInstalls } from './stand-in.ts';

interface Download {
  uri: string;
  fileName: string;
}

/**
 * Copies everything that `apt-get update` and `apt-get install` need for the declared packages: the original
 * signed indexes, and the packages with all their dependencies. Packages in the index that were not declared
 * are missing (404).
 *
 * @param www folder that is served; files have the same paths as on a mirror
 */
export async function copyDebianArchive(apt: Apt, www: string, progress: Progress): Promise<void> {
  progress('debian-packages', 'reading the archive indexes');
  await apt.get(['update']);
  await copyIndexes(apt, www);
  const downloads = await closureOfDeclared(apt, progress);
  progress('debian-packages', `downloading ${downloads.size} packages`);
  // Interrupted downloads are resumed, because apt keeps verified files in its archives folder.
  for (const batch of batches([...downloads.keys()], 100))
    await apt.get(['download', ...batch], apt.archivesDir);
  for (const { uri, fileName } of downloads.values()) {
    await linkInto(join(apt.archivesDir, fileName), join(www, decodeURIComponent(new URL(uri).pathname)));
  }
}

async function copyIndexes(apt: Apt, www: string): Promise<void> {
  const index = 'main/binary-amd64/Packages';
  const uris = (await apt.get(['indextargets', '--format', '$(URI)', 'Created-By: Packages']))
    .trim()
    .split('\n');
  for (const uri of uris) {
    const suiteUri = uri.slice(0, -`/${index}`.length);
    const release = await readFile(join(apt.listsDir, releaseListName(suiteUri)), 'utf8');
    const sha256 = sha256InRelease(release, `${index}.xz`);
    if (sha256 === undefined) throw new Error(`the release file of ${suiteUri} does not list ${index}.xz`);
    const suite = join(www, new URL(suiteUri).pathname);
    const byHash = join(suite, 'main/binary-amd64/by-hash/SHA256', sha256);
    await mkdir(dirname(byHash), { recursive: true });
    await apt.download(`${suiteUri}/main/binary-amd64/by-hash/SHA256/${sha256}`, byHash, sha256);
    await linkInto(byHash, join(suite, `${index}.xz`));
    await writeFile(join(suite, 'InRelease'), release);
  }
}

/** Concurrent resolutions; each keeps one processor busy. */
const concurrency = 2;

/**
 * All packages with their dependencies, by `name=version`. Each declared package is resolved separately, so
 * that alternatives cannot exclude each other. What the recipe of the stand-ins installs at once is resolved
 * at once.
 */
async function closureOfDeclared(apt: Apt, progress: Progress): Promise<Map<string, Download>> {
  const separate = await declaredNames(join(shelfListDir, 'debian-packages.txt'));
  const declared = [
    ...separate.map((name) => ({ names: [name], flag: '--install-recommends' })),
    ...(await standInInstalls()).map((names) => ({ names, flag: '--no-install-recommends' })),
  ];
  const printed: string[] = [];
  const left = declared.entries();
  const resolveRest = async () => {
    for (const [index, { names, flag }] of left) {
      progress('debian-packages', `resolving ${names[0]}${names.length > 1 ? ' and others' : ''}`);
      printed[index] = await apt.get(['install', '-y', '--print-uris', flag, ...names]);
    }
  };
  await together(Array.from({ length: concurrency }, resolveRest));
  const closure = new Map<string, Download>();
  for (const text of printed) {
    for (const match of text.matchAll(/^'([^']+)' (\S+) \d+ /gm)) {
      const [, uri = '', fileName = ''] = match;
      const [packageName = '', version = ''] = fileName.split('_');
      closure.set(`${packageName}=${decodeURIComponent(version)}`, { uri, fileName });
    }
  }
  return closure;
}

async function linkInto(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { force: true });
  await link(source, target);
}

function* batches<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
