import { stripVTControlCharacters } from 'node:util';
import type { ImageResult } from '@dfm/contracts';
import type { ImageEvidence } from '@dfm/grading';

/** The image as text: totals, one row per layer from the base up, the worst waste, secrets and missing libraries. */
export function imageReport(name: string, image: ImageResult, { secrets, missingLibraries }: Pick<ImageEvidence, 'secrets' | 'missingLibraries'>): string {
  const share = image.totalBytes === 0 ? 100 : (100 * image.liveBytes) / image.totalBytes;
  const isPacked = image.layers.some((layer) => layer.compressedBytes !== undefined);
  const waste = image.largest.filter((item) => item.wasted).slice(0, 10);
  const lines = [
    `${plain(name)}: ${mb(image.totalBytes)} MB in ${image.layers.length} layers, ${mb(image.wastedBytes)} MB wasted (${share.toFixed(1)}% of the bytes are live).`,
    '',
    `${'MB'.padStart(9)}${'wasted'.padStart(9)}${isPacked ? 'packed'.padStart(9) : ''}${'files'.padStart(8)}  made by`,
    ...image.layers.map((layer) => {
      const packed = isPacked ? mb(layer.compressedBytes ?? layer.bytes).padStart(9) : '';
      return `${mb(layer.bytes).padStart(9)}${mb(layer.wastedBytes).padStart(9)}${packed}${String(layer.files).padStart(8)}  ${layer.fromBase ? 'base: ' : ''}${short(layer.createdBy)}`;
    }),
  ];
  if (waste.length > 0) lines.push('', 'Largest wasted files', ...waste.map((item) => `${mb(item.bytes).padStart(9)}  /${plain(item.path)} (layer ${item.layer + 1})`));
  if (secrets.length > 0) lines.push('', 'Secrets', ...secrets.map((hit) => `  ${hit.rule} in ${hit.path === undefined ? `the ${hit.where}` : `/${plain(hit.path)} (layer ${(hit.layer ?? 0) + 1})`}`));
  if (missingLibraries.length > 0) lines.push('', 'Missing shared libraries', ...missingLibraries.map((item) => `  /${plain(item.path)} needs ${item.needs.map(plain).join(', ')}`));
  return `${lines.join('\n')}\n`;
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function short(createdBy: string): string {
  const text = plain(createdBy).replace(/\s*# buildkit$/, '').replace(/^(?:RUN )?\/bin\/sh -c #\(nop\)\s+/, '').replace(/\s+/g, ' ');
  return text.length <= 90 ? text : `${text.slice(0, 89)}…`;
}

/** What an image says must not move the reader's cursor. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
