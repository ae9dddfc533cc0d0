import { visibleLine } from '@dfm/contracts/visible-text';
import type { ImageDiff } from '@dfm/grading';
import { mb, short } from './image-format.ts';

const maxRows = 20;

/** A comparison of two images as text. Parts without differences are left out. */
export function diffReport(before: string, after: string, diff: ImageDiff): string {
  if (diff.same)
    return `${visibleLine(before)} and ${visibleLine(after)} have the same layers and settings.\n`;
  const { layers, packages, files, totalBytes, wastedBytes } = diff;
  const blocks = [
    [
      `${signed(totalBytes)} MB: ${mb(totalBytes.before)} in ${visibleLine(before)}, ${mb(totalBytes.after)} in ${visibleLine(after)}`,
      `${signed(wastedBytes)} MB wasted: ${mb(wastedBytes.before)} in the first, ${mb(wastedBytes.after)} in the second`,
    ],
    [
      `Layers: ${layers.shared} shared (${mb(layers.sharedBytes)} MB), ${layers.removed.length} only in the first image, ${layers.added.length} only in the second`,
      ...layers.removed.map((layer) => `  - ${mb(layer.bytes).padStart(8)}  ${short(layer.createdBy)}`),
      ...layers.added.map((layer) => `  + ${mb(layer.bytes).padStart(8)}  ${short(layer.createdBy)}`),
    ],
    titled(
      'Contents, MB',
      diff.groups.map(
        (group) =>
          `  ${signed(group).padStart(10)}  ${group.label} (${mb(group.before)}, ${mb(group.after)})`,
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
      'Paths with the largest differences, MB',
      diff.paths
        .slice(0, maxRows)
        .map((item) => `  ${signed(item).padStart(10)}  /${visibleLine(item.path)}`),
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
  return `${after < before ? '-' : '+'}${mb(Math.abs(after - before))}`;
}

function value(text: string | null): string {
  return text === null ? 'not set' : JSON.stringify(visibleLine(text));
}
