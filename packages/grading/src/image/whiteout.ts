import { components } from './file-tree.ts';

const whiteoutPrefix = '.wh.';
const opaqueMarker = '.wh..wh..opq';

/**
 * The path that an entry named `.wh.…` removes; 'nothing' for names used by the storage driver and malformed
 * ones; undefined for any other entry.
 */
export function whiteoutOf(path: string): { path: string; opaque: boolean } | 'nothing' | undefined {
  // Nearly every entry returns here, after a cheap test.
  if (!path.includes(whiteoutPrefix)) return undefined;
  const parts = components(path);
  const name = parts.pop();
  if (name === undefined || !name.startsWith(whiteoutPrefix)) return undefined;
  if (name === opaqueMarker) return { path: parts.join('/'), opaque: true };
  const hidden = name.slice(whiteoutPrefix.length);
  // `.wh..wh.…` is AUFS bookkeeping. A whiteout of an empty name or of `.`, taken literally, would remove its
  // own directory.
  if (hidden.startsWith(whiteoutPrefix) || hidden === '' || hidden === '.' || hidden === '..')
    return 'nothing';
  return { path: [...parts, hidden].join('/'), opaque: false };
}
