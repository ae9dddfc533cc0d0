import { existsSync, readdirSync } from 'node:fs';
import type { FindingCase } from '../src/check/finding-case.ts';

const folder = new URL('../src/checks/', import.meta.url);

/** The cases of every check that has any, by check id, in alphabetical order. */
export async function loadCases(): Promise<Map<string, FindingCase[]>> {
  const ids = readdirSync(folder)
    .filter((id) => existsSync(new URL(`${id}/cases.ts`, folder)))
    .sort();
  const loaded = ids.map(async (id): Promise<[string, FindingCase[]]> => {
    const { cases } = (await import(new URL(`${id}/cases.ts`, folder).href)) as { cases: FindingCase[] };
    return [id, cases];
  });
  return new Map(await Promise.all(loaded));
}
