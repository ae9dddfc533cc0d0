import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * IDs `<exercise or project>/<variant>` of the recorded runs that the lessons under `contentRoot` show or
 * quote, sorted.
 */
export async function lessonRuns(contentRoot: string): Promise<string[]> {
  const folder = join(contentRoot, 'lessons');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mdx'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return [...new Set(texts.flatMap(runsIn))].sort();
}

/**
 * Run IDs in the attributes of figures and quotations. Text in code fences counts too, which at worst adds a
 * run that is not needed.
 */
export function runsIn(mdx: string): string[] {
  return [...mdx.matchAll(/<[A-Z]\w*\b[^>]*>/g)].flatMap(([element]) =>
    [...element.matchAll(/\b(?:id|run|against|registry)="([a-z0-9-]+\/[a-z0-9-]+)"/g)].flatMap(
      (match) => match[1] ?? [],
    ),
  );
}
