import { readdirSync } from 'node:fs';
import type { FindingCase } from './finding-case.ts';

const notCases = new Set(['finding-case.ts', 'load-cases.ts', 'cases.test.ts']);

/** The cases of every check that has any, by the check's id, in alphabetical order. */
export async function loadCases(): Promise<Map<string, FindingCase[]>> {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !notCases.has(file))
    .sort();
  const loaded = files.map(async (file): Promise<[string, FindingCase[]]> => {
    const { cases } = (await import(new URL(file, import.meta.url).href)) as { cases: FindingCase[] };
    return [file.slice(0, -'.ts'.length), cases];
  });
  return new Map(await Promise.all(loaded));
}
