import type { ImageResult } from '@dfm/contracts';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { ImageEvidence, PackageInventory, PackageProblem } from '@dfm/grading';
import { mb, short } from './image-format.ts';

/**
 * The image as text: totals, one row per layer from the base up, its contents by group, the largest wasted
 * files, secrets, missing libraries and the number of packages.
 */
export function imageReport(
  name: string,
  image: ImageResult,
  { secrets, missingLibraries, inventory }: Pick<ImageEvidence, 'secrets' | 'missingLibraries' | 'inventory'>,
): string {
  const share = image.totalBytes === 0 ? 100 : (100 * image.liveBytes) / image.totalBytes;
  const isPacked = image.layers.some((layer) => layer.compressedBytes !== undefined);
  const waste = image.largest.filter((item) => item.wasted).slice(0, 10);
  const lines = [
    `${visibleLine(name)}: ${mb(image.totalBytes)} MB in ${image.layers.length} layers, ${mb(image.wastedBytes)} MB wasted (${share.toFixed(1)}% of the bytes are live).`,
    '',
    `${'MB'.padStart(9)}${'wasted'.padStart(9)}${isPacked ? 'packed'.padStart(9) : ''}${'files'.padStart(8)}  made by`,
    ...image.layers.map((layer) => {
      const packed = isPacked ? mb(layer.compressedBytes ?? layer.bytes).padStart(9) : '';
      return `${mb(layer.bytes).padStart(9)}${mb(layer.wastedBytes).padStart(9)}${packed}${String(layer.files).padStart(8)}  ${layer.fromBase ? 'base: ' : ''}${short(layer.createdBy)}`;
    }),
  ];
  if (image.contents !== undefined && image.contents.groups.length > 0) {
    lines.push(
      '',
      `${'MB'.padStart(9)}${'wasted'.padStart(9)}  contents`,
      ...image.contents.groups.map(
        (group) =>
          `${mb(group.liveBytes + group.wastedBytes).padStart(9)}${mb(group.wastedBytes).padStart(9)}  ${group.label}`,
      ),
    );
  }
  if (waste.length > 0)
    lines.push(
      '',
      'Largest wasted files',
      ...waste.map(
        (item) => `${mb(item.bytes).padStart(9)}  /${visibleLine(item.path)} (layer ${item.layer + 1})`,
      ),
    );
  if (secrets.length > 0)
    lines.push(
      '',
      'Secrets',
      ...secrets.map(
        (hit) =>
          `  ${hit.rule} in ${hit.path === undefined ? `the ${hit.where}` : `/${visibleLine(hit.path)} (layer ${(hit.layer ?? 0) + 1})`}`,
      ),
    );
  if (missingLibraries.length > 0)
    lines.push(
      '',
      'Missing shared libraries',
      ...missingLibraries.map(
        (item) => `  /${visibleLine(item.path)} needs ${item.needs.map(visibleLine).join(', ')}`,
      ),
    );
  lines.push('', packageCount(inventory), ...inventory.notes.map((note) => `  ${packageNote(note)}`));
  return `${lines.join('\n')}\n`;
}

function packageCount({ packages, distribution }: PackageInventory): string {
  const counts = [...Map.groupBy(packages, (one) => one.type)].map(([type, all]) => `${all.length} ${type}`);
  const on =
    distribution === undefined ? '' : `, ${[distribution.id, distribution.version ?? ''].join(' ').trim()}`;
  return visibleLine(
    counts.length === 0 ? `No packages are installed${on}.` : `Packages: ${counts.join(', ')}${on}`,
  );
}

const problems: Record<PackageProblem, string> = {
  unreadable: 'could not be parsed; its packages are missing here',
  'too-large': 'is too large to be read; its packages are missing here',
  'too-many': 'has more packages than are listed here',
  'rpm-not-read': 'is an rpm database, which is not supported; its packages are missing here',
};

/** The reason why the list of packages is incomplete, as a sentence. */
export function packageNote({ path, layer, problem }: PackageInventory['notes'][number]): string {
  return `${path === '' ? 'The image' : `/${visibleLine(path)}`} (layer ${layer + 1}) ${problems[problem]}.`;
}
