import { readStoredBase } from '@dfm/image/archive/stored-image';
import { readShelfImages } from './images.ts';
import { shelfLayout } from './layout.ts';
import { shelfImageStore } from './registry-blobs.ts';

/**
 * Reads the layers of all base images of a shelf, one after another.
 *
 * @throws the signal's reason; Error if one does not match its digest
 */
export async function readBases(shelfDir: string, signal: AbortSignal): Promise<void> {
  const layout = shelfLayout(shelfDir);
  for (const { manifest } of await readShelfImages(layout))
    await readStoredBase(shelfImageStore(layout), manifest, signal);
}
