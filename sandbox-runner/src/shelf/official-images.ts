import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { declaredImages } from './declared.ts';

const officialImageSchema = z.strictObject({
  builtOn: z.iso.date(),
  /** Uncompressed size of all layers. */
  megabytes: z.number().positive(),
  /** Size of all layers as sent by a registry. */
  compressedBytes: z.int().positive(),
  layers: z.int().positive(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});
export type OfficialImage = z.infer<typeof officialImageSchema>;

/** The entry in official-images.yaml for the registry's image, by one of its names on the shelf. */
export async function officialImage(name: string): Promise<OfficialImage | undefined> {
  // Not in the folder of the declared lists, because changing these figures must not rebuild every shelf.
  const path = join(import.meta.dirname, 'official-images.yaml');
  const known = z.record(z.string(), officialImageSchema).parse(parseYaml(await readFile(path, 'utf8')));
  const declared = (await declaredImages()).find(
    ({ reference, aliases }) => reference === name || aliases.includes(name),
  );
  return known[declared?.reference ?? name];
}

/** The Python release in an image's environment. */
export function pythonRelease(env: readonly string[]): string | undefined {
  return env.find((entry) => entry.startsWith('PYTHON_VERSION='))?.slice('PYTHON_VERSION='.length);
}
