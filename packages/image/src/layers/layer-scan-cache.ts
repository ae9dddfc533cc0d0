import type { LayerScan } from './layer-scan.ts';

interface Kept {
  scan: LayerScan;
  searched: boolean;
  canaryKey: string;
}

/**
 * Scans of layers seen before, least recently used dropped first. A layer is known by the hash of its bytes,
 * and what is found in it follows from them and from the canaries looked for alone, so a scan may serve every
 * run that looks for the same. Only what was hashed here may be put in.
 */
export class LayerScanCache {
  private readonly maxEntries: number;
  private readonly kept = new Map<string, Kept>();
  private entries = 0;

  /** @param maxEntries of all kept layers together, files and packages; one takes about 250 bytes of memory */
  constructor(maxEntries: number) {
    this.maxEntries = maxEntries;
  }

  /**
   * @param searched whether the scan must have looked into the files
   * @param canaryKey of the canaries that it must have looked for, and no others
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

function entriesOf({ entries, packageFiles }: LayerScan): number {
  return packageFiles.values().reduce((sum, file) => sum + file.packages.length, entries.length);
}
