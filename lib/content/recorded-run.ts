import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultDocumentSchema, type ResultDocument } from '@dfm/contracts';
import { contentRoot } from './content-root.ts';

/** Format of a recorded run's ID: exercise and variant. */
const runId = /^[a-z0-9-]+\/[a-z0-9-]+$/;

/** The recorded result `<exercise>/<variant>` that figures show; undefined if there is none with that ID. */
export async function recordedRun(id: string): Promise<ResultDocument | undefined> {
  if (!runId.test(id)) return undefined;
  try {
    return resultDocumentSchema.parse(
      JSON.parse(await readFile(join(contentRoot(), 'runs', `${id}.json`), 'utf8')),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`content/runs/${id}.json is not a result document`, { cause: error });
  }
}
