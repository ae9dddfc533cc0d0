import type { InstalledPackage } from '../evidence/evidence.ts';

/**
 * A package that differs between two images. Has several versions if several copies are installed, and none
 * if it is not installed.
 */
interface PackageChange {
  type: InstalledPackage['type'];
  name: string;
  before: string[];
  after: string[];
}

export interface PackageDiff {
  added: PackageChange[];
  removed: PackageChange[];
  /** Packages with different versions. */
  changed: PackageChange[];
}

/** The differences between two inventories, by type and name. The location of a package does not count. */
export function packageDiff(
  before: readonly InstalledPackage[],
  after: readonly InstalledPackage[],
): PackageDiff {
  const [was, is] = [versions(before), versions(after)];
  const all = [...new Set([...was.keys(), ...is.keys()])].sort().map((key): PackageChange => {
    const { type, name } = (is.get(key) ?? was.get(key))!;
    return { type, name, before: was.get(key)?.versions ?? [], after: is.get(key)?.versions ?? [] };
  });
  return {
    added: all.filter((change) => change.before.length === 0),
    removed: all.filter((change) => change.after.length === 0),
    changed: all.filter(
      (change) =>
        change.before.length > 0 &&
        change.after.length > 0 &&
        change.before.join(' ') !== change.after.join(' '),
    ),
  };
}

function versions(
  packages: readonly InstalledPackage[],
): Map<string, { type: InstalledPackage['type']; name: string; versions: string[] }> {
  const byName = Map.groupBy(packages, ({ type, name }) => `${type} ${name}`);
  return new Map(
    [...byName].map(([key, copies]) => [
      key,
      {
        type: copies[0]!.type,
        name: copies[0]!.name,
        versions: [...new Set(copies.map((one) => one.version))].sort(),
      },
    ]),
  );
}
