import type { LayerScan } from './layer-scan.ts';

interface Kept {
  scan: LayerScan;
  searched: boolean;
  canaryKey: string;
}

/**
 * Scans of known layers; the least recently used is dropped first. A layer is identified by the hash of its
 * bytes, and its scan depends only on those bytes and on the canaries searched for, so a scan can be reused
 * by every run that searches for the same canaries. Only layers that were hashed by this process may be
 * added.
 */
export class LayerScanCache {
  private readonly maxEntries: number;
  private readonly kept = new Map<string, Kept>();
  private entries = 0;

  /** @param maxEntries of all kept layers together, files and packages; each takes about 250 bytes of memory */
  constructor(maxEntries: number) {
    this.maxEntries = maxEntries;
  }

  /**
   * @param searched whether the scan must have searched the files
   * @param canaryKey key of exactly the canaries that it must have searched for
   */
  get(diffId: string, searched: boolean, canaryKey: string): LayerScan | undefined {
    const found = this.kept.get(diffId);
    if (found === undefined || (searched && !found.searched) || found.canaryKey !== canaryKey)
      return undefined;
    this.kept.delete(diffId);
    this.kept.set(diffId, found);
    return found.scan;
  }

  set(scan: LayerScan, searched: boolean, canaryKey: string): void {
    this.drop(scan.diffId);
    if (entriesOf(scan) > this.maxEntries) return;
    this.kept.set(scan.diffId, { scan, searched, canaryKey });
    this.entries += entriesOf(scan);
    for (const diffId of this.kept.keys()) {
      if (this.entries <= this.maxEntries) break;
      this.drop(diffId);
    }
  }

  private drop(diffId: string): void {
    const found = this.kept.get(diffId);
    if (found !== undefined) this.entries -= entriesOf(found.scan);
    this.kept.delete(diffId);
  }
}

function entriesOf({ entries, packageRecords }: LayerScan): number {
  return entries.length + packageRecords;
}
