import { join } from 'node:path';

/** Paths inside a shelf folder. Sandboxes can read only `www`. */
export function shelfLayout(shelfDir: string) {
  return {
    www: join(shelfDir, 'www'),
    wheels: join(shelfDir, 'www/wheels'),
    simple: join(shelfDir, 'www/simple'),
    /** Manifests, configurations and layers of images by digest, as in a registry. */
    blobs: join(shelfDir, 'blobs'),
    /**
     * Record of the images. Written when sandboxes can use the shelf, and again with the images that are
     * built later.
     */
    imagesRecord: join(shelfDir, 'images.json'),
    /** Record of the images of services. */
    servicesRecord: join(shelfDir, 'services.json'),
    done: join(shelfDir, 'done'),
    work: join(shelfDir, 'work'),
    debianSlimRoot: join(shelfDir, 'work/debian-slim.tar'),
    debianRoot: join(shelfDir, 'work/debian.tar'),
    apt: join(shelfDir, 'work/apt'),
    pythonSource: join(shelfDir, 'work/python'),
    buildContext: join(shelfDir, 'work/context'),
    serviceApt: join(shelfDir, 'work/services/apt'),
    serviceContext: join(shelfDir, 'work/services/context'),
    lock: join(shelfDir, 'lock'),
  };
}
export type ShelfLayout = ReturnType<typeof shelfLayout>;
