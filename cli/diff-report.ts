import { formatBytes } from '@dfm/contracts/quantity';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { ImageDiff } from '@dfm/grading';
import { sizeWidth } from './column-widths.ts';
import { shortInstruction } from './short-instruction.ts';

const maxRows = 20;

/** A comparison of two images as text. Parts without differences are left out. */
export function diffReport(before: string, after: string, diff: ImageDiff): string {
  if (diff.same)
    return `${visibleLine(before)} and ${visibleLine(after)} have the same layers and settings.\n`;
  const { layers, packages, files, totalBytes, wastedBytes } = diff;
  const blocks = [
    [
      `${signed(totalBytes)}: ${formatBytes(totalBytes.before)} in ${visibleLine(before)}, ${formatBytes(totalBytes.after)} in ${visibleLine(after)}`,
      `${signed(wastedBytes)} wasted: ${formatBytes(wastedBytes.before)} in the first, ${formatBytes(wastedBytes.after)} in the second`,
    ],
    [
      `Layers: ${layers.shared} shared (${formatBytes(layers.sharedBytes)}), ${layers.removed.length} only in the first image, ${layers.added.length} only in the second`,
      ...layers.removed.map(
        (layer) =>
          `  - ${formatBytes(layer.bytes).padStart(sizeWidth)}  ${shortInstruction(layer.createdBy)}`,
      ),
      ...layers.added.map(
        (layer) =>
          `  + ${formatBytes(layer.bytes).padStart(sizeWidth)}  ${shortInstruction(layer.createdBy)}`,
      ),
    ],
    titled(
      'Contents',
      diff.groups.map(
        (group) =>
          `  ${signed(group).padStart(sizeWidth + 1)}  ${group.label} (${formatBytes(group.before)}, ${formatBytes(group.after)})`,
      ),
    ),
    titled(
      `Packages: ${packages.added.length} added, ${packages.removed.length} removed, ${packages.changed.length} changed`,
      cut(
        [
          ...packages.changed.map(
            ({ type, name, before: was, after: is }) =>
              `  ~ ${type} ${name} ${was.join(', ')} → ${is.join(', ')}`,
          ),
          ...packages.removed.map(({ type, name, before: was }) => `  - ${type} ${name} ${was.join(', ')}`),
          ...packages.added.map(({ type, name, after: is }) => `  + ${type} ${name} ${is.join(', ')}`),
        ].map(visibleLine),
      ),
    ),
    [`Files: ${files.added} added, ${files.removed} removed, ${files.changed} changed`],
    titled(
      'Paths with the largest differences',
      diff.paths
        .slice(0, maxRows)
        .map((item) => `  ${signed(item).padStart(sizeWidth + 1)}  /${visibleLine(item.path)}`),
    ),
    titled(
      'Settings',
      diff.config.map(
        ({ setting, name, before: was, after: is }) =>
          `  ${setting}${name === undefined ? '' : ` ${visibleLine(name)}`}: ${value(was)} → ${value(is)}`,
      ),
    ),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function titled(title: string, rows: string[]): string[] {
  return rows.length === 0 ? [] : [title, ...rows];
}

function cut(rows: string[]): string[] {
  return rows.length <= maxRows
    ? rows
    : [...rows.slice(0, maxRows), `  and ${rows.length - maxRows} more; use --format json for all`];
}

function signed({ before, after }: { before: number; after: number }): string {
  return `${after < before ? '-' : '+'}${formatBytes(Math.abs(after - before))}`;
}

function value(text: string | null): string {
  return text === null ? 'not set' : JSON.stringify(visibleLine(text));
}
