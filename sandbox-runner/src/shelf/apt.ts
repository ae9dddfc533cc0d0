import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../host/command.ts';

/**
 * The machine's own apt (with its proxies and certificates), configured with the sources of the Debian root
 * file system and separate state: it neither reads nor changes the machine's package state.
 */
export interface Apt {
  get(args: readonly string[], cwd?: string): Promise<string>;
  /** Downloads one file and checks its SHA-256. */
  download(uri: string, target: string, sha256: string): Promise<void>;
  readonly listsDir: string;
  readonly archivesDir: string;
}

/**
 * @param debianRootTar tar file created by `buildDebianRoot`, whose sources are used with deb-src added
 * @param installed which packages count as installed, so that they are not downloaded
 */
export async function openApt(
  dir: string,
  debianRootTar: string,
  installed: 'none' | 'those of the root' = 'none',
): Promise<Apt> {
  const listsDir = join(dir, 'lists');
  const archivesDir = join(dir, 'archives');
  const cacheDir = join(dir, 'cache');
  await mkdir(archivesDir, { recursive: true });
  for (const folder of [listsDir, cacheDir]) await mkdir(join(folder, 'partial'), { recursive: true });
  const fileOfRoot = (path: string) => runCommand('tar', ['-xOf', debianRootTar, path]);
  const sources = await fileOfRoot('./etc/apt/sources.list.d/debian.sources');
  const parts = join(dir, 'parts');
  await mkdir(parts, { recursive: true });
  await writeFile(join(parts, 'debian.sources'), sources.replaceAll('Types: deb', 'Types: deb deb-src'));
  // With an empty status file, a dependency closure is complete.
  const status = installed === 'none' ? '' : await fileOfRoot('./var/lib/dpkg/status');
  await writeFile(join(dir, 'status'), status);
  const settings = {
    'Dir::Etc::SourceList': '/dev/null',
    'Dir::Etc::SourceParts': parts,
    'Dir::State::Lists': listsDir,
    'Dir::State::status': join(dir, 'status'),
    // Stays empty, because apt does not list a download for a package in its cache. Packages are downloaded to
    // archivesDir by name.
    'Dir::Cache::archives': cacheDir,
    // Without this cache, rereading all indexes takes half the time of a query.
    'Dir::Cache::pkgcache': join(cacheDir, 'pkgcache.bin'),
    'Dir::Cache::srcpkgcache': join(cacheDir, 'srcpkgcache.bin'),
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::PDiffs': 'false',
    'Acquire::Retries': '3',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return {
    listsDir,
    archivesDir,
    get: (args, cwd) => runCommand('apt-get', [...options, ...args], { cwd }),
    async download(uri, target, sha256) {
      await runCommand('/usr/lib/apt/apt-helper', [
        ...options,
        'download-file',
        uri,
        target,
        `SHA256:${sha256}`,
      ]);
    },
  };
}
