import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shelfFactsSchema, type ShelfFacts } from '@dfm/contracts';
import { contentRoot } from './content-root.ts';

/** What was read of the shelf's bases and of some wheels, for the figures that draw it. */
export async function shelfFacts(): Promise<ShelfFacts> {
  return shelfFactsSchema.parse(
    JSON.parse(await readFile(join(contentRoot(), 'data/shelf-facts.json'), 'utf8')),
  );
}
