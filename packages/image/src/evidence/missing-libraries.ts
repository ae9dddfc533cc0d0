import type { LayerReplay, LivePath } from '@dfm/grading';
import type { ElfDynamic } from '../files/elf.ts';
import type { Turns } from '../tar/turns.ts';

/** The directories that glibc's loader searches by default (ld.so(8)), and those in Debian's ld.so.conf.d. */
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

/** The libraries of the NVIDIA driver are provided by the host at run time and are never part of the image. */
const providedByHost = /^(?:libcuda|libnvidia-[a-z-]+)\.so(?:\.|$)/;
/**
 * Limit on the path components visited in total, about three times what a large image takes. Libraries not
 * looked up by then are not reported.
 */
const maxSteps = 5_000_000;
/** Limit for LD_LIBRARY_PATH and ld.so.conf together. */
const maxDirectories = 1000;

const inPythonPackages = /^(.*\/(?:site|dist)-packages)\/([^/]+)/;

/**
 * Shared libraries that the Python extensions installed by the learner need, but that the image does not
 * contain. Searches where the loader searches (run path, LD_LIBRARY_PATH, configured and default directories)
 * and also in the extension's own package, because some packages load their libraries explicitly first.
 *
 * @param shared dynamic sections of the live image's shared objects, by path
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
      if (providedByHost.test(library) || bundled.has(`${pythonPackage}/${library}`)) continue;
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

/** `site-packages/lightgbm` for every file of that package, including its `lightgbm.libs` folder. */
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
 * Whether a path leads to a regular file of the live image, following at most 40 symbolic links, as the
 * kernel does.
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
    const current = [...done, part].join('/');
    const link = live.get(current);
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
