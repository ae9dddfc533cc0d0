import { ComponentType } from '@cyclonedx/cyclonedx-library/Enums';
import { Bom, Component, Property } from '@cyclonedx/cyclonedx-library/Models';
import { JSON as BomJson } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';
import type { ImageEvidence, InstalledPackage, PackageInventory } from '@dfm/grading';
import { PackageURL } from 'packageurl-js';

/**
 * The packages of an image as a CycloneDX 1.6 document. The same image always gives the same text, because it
 * contains no time and no serial number. Packages with the same package URL are one component;
 * `dfm:location:<n>:path` and `:layer` (diff id) give the location of each copy. Dependencies between
 * packages are not known and therefore not listed.
 *
 * @param name name of the image
 */
export function cycloneDx(
  name: string,
  { inventory, layers }: Pick<ImageEvidence, 'inventory' | 'layers'>,
): string {
  const bom = new Bom();
  bom.metadata.component = new Component(ComponentType.Container, name, { bomRef: 'image' });
  const { packages, distribution } = inventory;
  if (distribution !== undefined)
    bom.components.add(
      new Component(ComponentType.OperatingSystem, distribution.id, {
        bomRef: 'distribution',
        version: distribution.version,
      }),
    );
  for (const [reference, copies] of Map.groupBy(
    packages,
    (one) => purlOf(one, distribution) ?? `${one.type}/${one.name}@${one.version}`,
  )) {
    const { name: packageName, version } = copies[0]!;
    const component = new Component(ComponentType.Library, packageName, {
      bomRef: reference,
      version,
      purl: reference.startsWith('pkg:') ? reference : undefined,
    });
    for (const [index, { path, layer }] of copies.entries()) {
      component.properties.add(new Property(`dfm:location:${index}:path`, path));
      component.properties.add(new Property(`dfm:location:${index}:layer`, layers[layer]!.diffId));
    }
    bom.components.add(component);
  }
  const document = new BomJson.Normalize.Factory(Spec1dot6).makeForBom().normalize(bom, { sortLists: true });
  // An empty list would state that there are no dependencies.
  return JSON.stringify({ ...document, dependencies: undefined }, null, 2);
}

/**
 * The package URL, as defined for each type by https://github.com/package-url/purl-spec. Undefined for a name
 * that the type does not allow.
 */
function purlOf(
  { type, name, version, architecture }: InstalledPackage,
  distribution: PackageInventory['distribution'],
): string | undefined {
  const isOfSystem = type === 'deb' || type === 'apk';
  const [scope, scoped] =
    type === 'npm' && name.startsWith('@') ? name.split('/', 2) : [undefined, undefined];
  const release = [distribution?.id, distribution?.version].filter((part) => part !== undefined).join('-');
  const qualifiers = isOfSystem
    ? {
        ...(architecture === undefined ? {} : { arch: architecture }),
        ...(release === '' ? {} : { distro: release }),
      }
    : {};
  try {
    return new PackageURL(
      type,
      isOfSystem ? distribution?.id : scope,
      scoped ?? name,
      version,
      Object.keys(qualifiers).length === 0 ? undefined : qualifiers,
      undefined,
    ).toString();
  } catch {
    return undefined;
  }
}
