import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultDocumentSchema, type ResultDocument } from '@dfm/contracts';

/** The recorded run `<exercise or project>/<variant>`; undefined if there is none. */
export async function readRecordedRun(contentRoot: string, id: string): Promise<ResultDocument | undefined> {
  const text = await readFile(join(contentRoot, 'runs', `${id}.json`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : resultDocumentSchema.parse(JSON.parse(text));
}
