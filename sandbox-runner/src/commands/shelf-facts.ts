import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ShelfFacts } from '@dfm/contracts';
import { readStoredImage } from '@dfm/image/archive/stored-image';
import { readRunnerEnv } from '../config/env.ts';
import { baseFacts } from '../shelf-facts/base-facts.ts';
import { readWheels } from '../shelf-facts/wheel-facts.ts';
import { readWheelPlatforms } from '../shelf-facts/wheel-platforms.ts';
import { readShelfImages } from '../shelf/images.ts';
import { shelfLayout } from '../shelf/layout.ts';
import { officialImage, pythonRelease } from '../shelf/official-images.ts';
import { shelfImageStore } from '../shelf/registry-blobs.ts';

// Writes content/data/shelf-facts.json: the contents of the prepared shelf's base images, and the libraries
// that some wheels need. Requires the shelf and the Python index, but no engine.
const { SHELF_DIR } = readRunnerEnv();
const folder = resolve(import.meta.dirname, '../../../content/data');

const wheels = await readWheels((wheel) => console.log(wheel));
const libraries = [...new Set(wheels.flatMap(({ leftToSystem }) => leftToSystem))].sort();
const bases: ShelfFacts['bases'] = [];
const layout = shelfLayout(SHELF_DIR);
for (const image of await readShelfImages(layout)) {
  console.log(image.reference);
  const evidence = await readStoredImage(
    shelfImageStore(layout),
    image.manifest,
    {},
    new AbortController().signal,
  );
  const official = image.standIn ? await officialImage(image.reference) : undefined;
  bases.push(
    baseFacts(
      {
        ...image,
        python: pythonRelease(evidence.config.env),
        official: official && {
          builtOn: official.builtOn,
          bytes: Math.round(official.megabytes * 1e6),
          python: official.environment.PYTHON_VERSION,
        },
      },
      evidence,
      libraries,
    ),
  );
}
const facts: ShelfFacts = {
  version: 1,
  recordedOn: new Date().toISOString().slice(0, 10),
  bases,
  wheels,
  platforms: await readWheelPlatforms(),
};
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'shelf-facts.json'), `${JSON.stringify(facts, null, 2)}\n`);
