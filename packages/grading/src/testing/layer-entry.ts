import type { LayerEntry } from '../evidence/evidence.ts';

/** A regular file whose content depends on its path and size. */
export function file(path: string, bytes = 1, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, type: 'file', bytes, mode: 0o644, uid: 0, gid: 0, sha256: `${path}:${bytes}`, ...more };
}

export function symlink(path: string, linkname: string): LayerEntry {
  return { path, type: 'symlink', bytes: 0, mode: 0o777, uid: 0, gid: 0, linkname };
}

export function hardlink(path: string, linkname: string): LayerEntry {
  return { path, type: 'hardlink', bytes: 0, mode: 0o644, uid: 0, gid: 0, linkname };
}
