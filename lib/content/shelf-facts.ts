import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shelfFactsSchema, type ShelfFacts } from '@dfm/contracts';
import { contentRoot } from './content-root.ts';

/** Facts about the shelf's base images and some wheels, for the figures. */
export async function shelfFacts(): Promise<ShelfFacts> {
  return shelfFactsSchema.parse(
    JSON.parse(await readFile(join(contentRoot(), 'data/shelf-facts.json'), 'utf8')),
  );
}
