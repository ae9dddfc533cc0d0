import type { Layer } from '../../evidence/evidence.ts';

/**
 * Whether a user without special permissions can write to a directory or, if it does not exist, to its
 * nearest existing parent. Judged by the layers; a volume mounted later may differ.
 */
export function isWritable(layers: readonly Layer[], directory: string, uid: number): boolean {
  const parts = directory.split('/').filter((part) => part !== '' && part !== '.');
  // The directory and its parents, so that the layers are read only once.
  const candidates = new Set(parts.map((_, depth) => parts.slice(0, depth + 1).join('/')));
  const found = new Map<string, { uid: number; mode: number }>();
  for (const { entries } of layers) {
    for (const { path, type, uid: owner, mode } of entries) {
      const plain = path.replace(/^\.?\/+|\/+$/gu, '');
      if (type === 'dir' && candidates.has(plain)) found.set(plain, { uid: owner, mode });
    }
  }
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const entry = found.get(parts.slice(0, depth).join('/'));
    if (entry !== undefined)
      return (entry.mode & 0o002) !== 0 || (entry.uid === uid && (entry.mode & 0o200) !== 0);
  }
  return false;
}
