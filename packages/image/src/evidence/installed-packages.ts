import { contentGroupOf } from '@dfm/grading';
import type { InstalledPackage, LayerReplay, LivePath, PackageInventory, Sbom } from '@dfm/grading';
import type { PackageFile, PackageRecord } from '../files/package-files.ts';
import type { LayerScan } from '../layers/layer-scan.ts';

/**
 * Limit for one image. The largest images we know, with a complete distribution for machine learning, have
 * 3,000 packages.
 */
const maxPackages = 50_000;
/** Copies that a tool keeps for its own use or for later, which are not installed. */
const notInstalled = /(?:^|\/)_vendor\//;

/**
 * The packages that are installed in an image as a container sees it. Packages that a later layer removed or
 * replaced do not count.
 *
 * @param scans one for each of the replay's layers
 */
export function installedPackages(replay: LayerReplay, scans: readonly LayerScan[]): PackageInventory {
  const inventory: PackageInventory = { packages: [], notes: [], distribution: undefined };
  const sboms: Sbom[] = [];
  for (const item of replay.live) {
    const found = recordOf(item, scans);
    if (found === undefined || isCopy(item.path)) continue;
    const { path, layer } = item;
    if (found.file.problem !== undefined) inventory.notes.push({ path, layer, problem: found.file.problem });
    // os-release(5): the file in /etc takes precedence. It is usually a link to the other.
    if (
      found.file.distribution !== undefined &&
      (inventory.distribution === undefined || path.startsWith('etc/'))
    )
      inventory.distribution = found.file.distribution;
    const since = firstSeen(found.path, layer, scans);
    for (const one of found.file.packages)
      inventory.packages.push({ ...one, path, layer: since.get(identity(one)) ?? layer });
    if (found.file.components !== undefined) sboms.push({ path, components: found.file.components });
  }
  inventory.packages.sort(byName);
  if (inventory.packages.length > maxPackages || scans.some((scan) => scan.unreadPackageFiles > 0)) {
    inventory.packages.splice(maxPackages);
    inventory.notes.push({ path: '', layer: scans.length - 1, problem: 'too-many' });
  }
  if (sboms.length > 0) inventory.sboms = sboms.sort((a, b) => compare(a.path, b.path));
  inventory.notes.sort((a, b) => compare(a.path, b.path) || a.layer - b.layer);
  return inventory;
}

/**
 * The package file at a live path. A hard link stands for the file it names, because uv installs with hard
 * links from its cache.
 */
function recordOf(
  item: LivePath,
  scans: readonly LayerScan[],
): { file: PackageFile; path: string } | undefined {
  const files = scans[item.layer]?.packageFiles;
  if (files === undefined || files.size === 0) return undefined;
  const path = item.type === 'hardlink' && !files.has(item.path) ? item.linkname : item.path;
  const file = path === undefined ? undefined : files.get(path);
  return file === undefined ? undefined : { file, path: path! };
}

function isCopy(path: string): boolean {
  const group = contentGroupOf(path);
  return group === 'pip-cache' || group === 'node-cache' || notInstalled.test(path);
}

/** For each package of a database, the layer since which the database has contained it without interruption. */
function firstSeen(path: string, until: number, scans: readonly LayerScan[]): Map<string, number> {
  let since = new Map<string, number>();
  for (const [layer, scan] of scans.slice(0, until + 1).entries()) {
    const file = scan.packageFiles.get(path);
    if (file !== undefined)
      since = new Map(file.packages.map((one) => [identity(one), since.get(identity(one)) ?? layer]));
  }
  return since;
}

function identity({ name, version, architecture = '' }: PackageRecord): string {
  return `${name} ${version} ${architecture}`;
}

function byName(a: InstalledPackage, b: InstalledPackage): number {
  return (
    compare(a.type, b.type) ||
    compare(a.name, b.name) ||
    compare(a.version, b.version) ||
    compare(a.path, b.path)
  );
}

/** Compares by code unit, so that the order does not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
