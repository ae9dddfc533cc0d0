/**
 * `node test/own-images/shelf-image.ts <reference> | docker load`: an image of the shelf in the form that an
 * engine loads, for a machine that reaches no registry.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunnerEnv } from '@dfm/sandbox-runner/env';
import { z } from 'zod';

const recordSchema = z.array(z.object({ reference: z.string(), manifest: z.string() }));
const manifestSchema = z.object({
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ digest: z.string() })),
});

const [reference = ''] = process.argv.slice(2);
const { SHELF_DIR: shelf } = readRunnerEnv();
const blobOf = (digest: string) => join(shelf, 'blobs', digest.slice('sha256:'.length));
const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const lists = await Promise.all(
  ['images.json', 'services.json'].map(async (name) => recordSchema.parse(await json(join(shelf, name)))),
);
const image = lists.flat().find((each) => each.reference === reference);
if (image === undefined) throw new Error(`The shelf in ${shelf} has no image ${reference}.`);
const { config, layers } = manifestSchema.parse(await json(blobOf(image.manifest)));
const folder = await mkdtemp(join(shelf, 'shelf-image-'));
try {
  const names = [config, ...layers].map(({ digest }, index) => ({ digest, name: `${index}.blob` }));
  for (const { digest, name } of names) await link(blobOf(digest), join(folder, name));
  const [Config, ...Layers] = names.map(({ name }) => name);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify([{ Config, RepoTags: [reference], Layers }]));
  const tar = spawn('tar', ['-cf', '-', '-C', folder, '.'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(tar, 'exit');
  process.exitCode = code as number;
} finally {
  await rm(folder, { recursive: true });
}
