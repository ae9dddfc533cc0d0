import type { SbomComponent } from '@dfm/grading';
import { PackageURL } from 'packageurl-js';

/** Longer than any package URL that we know, with the address of a download. */
const maxUrlLength = 2_000;
/** As for packages: nothing that a terminal would interpret. */
const printable = /^[!-~]{1,256}$/;

/**
 * The components of a CycloneDX document in JSON that have a package URL with a version, including those
 * inside other components. Qualifiers are left out, because tools disagree about them. Undefined if it is not
 * such a document.
 */
export function sbomComponents(document: Record<string, unknown>): SbomComponent[] | undefined {
  if (document['bomFormat'] !== 'CycloneDX') return undefined;
  const components: SbomComponent[] = [];
  // A list instead of a recursion, because a document of 1 MiB can be nested 100,000 levels deep.
  const pending = [document['components']];
  while (pending.length > 0) {
    const list = pending.pop();
    if (!Array.isArray(list)) continue;
    for (const item of list as unknown[]) {
      if (typeof item !== 'object' || item === null) continue;
      const { purl, components: inner } = item as Record<string, unknown>;
      const component = typeof purl === 'string' ? componentOf(purl) : undefined;
      if (component !== undefined) components.push(component);
      if (inner !== undefined) pending.push(inner);
    }
  }
  return components;
}

function componentOf(purl: string): SbomComponent | undefined {
  if (purl.length > maxUrlLength) return undefined;
  try {
    const { type, namespace, name, version } = PackageURL.fromString(purl);
    const fullName = namespace === undefined ? name : `${namespace}/${name}`;
    return version !== undefined && printable.test(fullName) && printable.test(version)
      ? { type, name: fullName, version }
      : undefined;
  } catch {
    return undefined;
  }
}
