import type { ImageResult } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { ImageEvidence, PackageInventory, PackageProblem } from '@dfm/grading';
import { sizeWidth } from './column-widths.ts';
import { shortInstruction } from './short-instruction.ts';

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
    `${visibleLine(name)}: ${formatBytes(image.totalBytes)} in ${image.layers.length} layers, ${formatBytes(image.wastedBytes)} wasted (${share.toFixed(1)}% of the bytes are live).`,
    '',
    `${'size'.padStart(sizeWidth)}${'wasted'.padStart(sizeWidth)}${isPacked ? 'packed'.padStart(sizeWidth) : ''}${'files'.padStart(8)}  made by`,
    ...image.layers.map((layer) => {
      const packed = isPacked ? sizeCell(layer.compressedBytes ?? layer.bytes) : '';
      return `${sizeCell(layer.bytes)}${sizeCell(layer.wastedBytes)}${packed}${String(layer.files).padStart(8)}  ${layer.fromBase ? 'base: ' : ''}${shortInstruction(layer.createdBy)}`;
    }),
  ];
  if (image.contents !== undefined && image.contents.groups.length > 0) {
    lines.push(
      '',
      `${'size'.padStart(sizeWidth)}${'wasted'.padStart(sizeWidth)}  contents`,
      ...image.contents.groups.map(
        (group) =>
          `${sizeCell(group.liveBytes + group.wastedBytes)}${sizeCell(group.wastedBytes)}  ${group.label}`,
      ),
    );
  }
  if (waste.length > 0)
    lines.push(
      '',
      'Largest wasted files',
      ...waste.map((item) => `${sizeCell(item.bytes)}  /${visibleLine(item.path)} (layer ${item.layer + 1})`),
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

function sizeCell(bytes: number): string {
  return formatBytes(bytes).padStart(sizeWidth);
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
