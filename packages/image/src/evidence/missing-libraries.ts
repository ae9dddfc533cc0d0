import type { LayerReplay, LivePath } from '@dfm/grading';
import type { ElfDynamic } from '../files/elf.ts';
import type { Turns } from '../tar/turns.ts';

/** Where glibc's loader looks without being told (ld.so(8)) and where Debian's ld.so.conf.d points. */
const defaultDirectories = [
  'lib',
  'usr/lib',
  'lib64',
  'usr/lib64',
  'usr/local/lib',
  ...['x86_64', 'aarch64'].flatMap((cpu) =>
    ['lib', 'usr/lib', 'usr/local/lib'].map((dir) => `${dir}/${cpu}-linux-gnu`),
  ),
];

/** The NVIDIA driver's part is put into the container by the host, never into the image. */
const givenByHost = /^(?:libcuda|libnvidia-[a-z-]+)\.so(?:\.|$)/;
/**
 * Path components that are looked at in all: some three times what a large image takes. Of what is left after
 * that nothing is said.
 */
const maxSteps = 5_000_000;
/** Of LD_LIBRARY_PATH and ld.so.conf together. */
const maxDirectories = 1000;

const inPythonPackages = /^(.*\/(?:site|dist)-packages)\/([^/]+)/;

/**
 * Shared libraries that the learner's installed Python extensions need and the image cannot give. Looked for
 * where the loader looks: run path, LD_LIBRARY_PATH, configured and default directories; besides that inside
 * the extension's own package, since some packages load their own libraries by hand first.
 *
 * @param shared dynamic sections by path, of the live image's shared objects
 * @param extraDirectories from LD_LIBRARY_PATH and ld.so.conf
 */
export async function missingLibraries(
  replay: LayerReplay,
  shared: ReadonlyMap<string, ElfDynamic>,
  extraDirectories: readonly string[],
  turns: Turns,
): Promise<{ path: string; needs: string[] }[]> {
  if (shared.size === 0) return [];
  const live = new Map(replay.live.map((item) => [item.path, item]));
  const everywhere = [
    ...defaultDirectories,
    ...extraDirectories.slice(0, maxDirectories).map((dir) => dir.replace(/^\/+/, '')),
  ];
  const bundled = bundledLibraries(replay);
  const missing: { path: string; needs: string[] }[] = [];
  const budget = { steps: maxSteps };
  for (const item of replay.live) {
    const dynamic = shared.get(item.path);
    const pythonPackage = packageOf(item.path);
    if (dynamic === undefined || pythonPackage === undefined || item.layer < replay.baseLayers) continue;
    const origin = item.path.slice(0, item.path.lastIndexOf('/'));
    const directories = [
      ...dynamic.searchPath.map((dir) => dir.replace(/\$\{?ORIGIN\}?/g, `/${origin}`)),
      ...everywhere,
    ];
    const needs: string[] = [];
    for (const library of dynamic.needed) {
      await turns.end();
      if (givenByHost.test(library) || bundled.has(`${pythonPackage}/${library}`)) continue;
      if (
        !directories.some(
          (dir) =>
            budget.steps <= 0 || resolve(live, library.includes('/') ? library : `${dir}/${library}`, budget),
        )
      )
        needs.push(library);
    }
    if (needs.length > 0) missing.push({ path: item.path, needs });
  }
  return missing.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `site-packages/lightgbm` for everything of that package, its `lightgbm.libs` folder included. */
function packageOf(path: string): string | undefined {
  const match = inPythonPackages.exec(path);
  return match === null ? undefined : `${match[1]}/${match[2]!.replace(/\.libs$/, '')}`;
}

function bundledLibraries(replay: LayerReplay): Set<string> {
  const bundled = new Set<string>();
  for (const { path } of replay.live) {
    const pythonPackage = path.includes('.so') ? packageOf(path) : undefined;
    if (pythonPackage !== undefined) bundled.add(`${pythonPackage}/${path.slice(path.lastIndexOf('/') + 1)}`);
  }
  return bundled;
}

/**
 * Whether a path leads to a regular file of the live image, symbolic links followed (40 at most, as the
 * kernel does).
 */
function resolve(live: ReadonlyMap<string, LivePath>, path: string, budget: { steps: number }): boolean {
  let links = 0;
  const done: string[] = [];
  const todo = path.split('/').toReversed();
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    budget.steps -= 1 + done.length;
    const here = [...done, part].join('/');
    const link = live.get(here);
    if (link?.type !== 'symlink' || link.linkname === undefined) {
      done.push(part);
      continue;
    }
    if (++links > 40) return false;
    if (link.linkname.startsWith('/')) done.length = 0;
    todo.push(...link.linkname.split('/').toReversed());
  }
  const found = live.get(done.join('/'));
  return found?.type === 'file' || found?.type === 'hardlink';
}
