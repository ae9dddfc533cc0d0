import 'server-only';
import { readFile } from 'node:fs/promises';
import { type Preparation, preparationSchema } from '@dfm/contracts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';

/** The file is rewritten every 5 s. */
const staleAfterMs = 30_000;

/** The preparation of this machine's node by `npm start`; undefined if there is none or the file is stale. */
export async function readPreparation(nowMs = Date.now()): Promise<Preparation | undefined> {
  const { PREPARATION_FILE: file } = env();
  if (file === undefined) return undefined;
  try {
    const found = preparationSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return nowMs - found.updatedAt > staleAfterMs ? undefined : found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error({ err: error }, 'cannot read the preparation file');
    return undefined;
  }
}
