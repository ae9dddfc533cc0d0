import 'server-only';
import { readFile } from 'node:fs/promises';
import { type Preparation, preparationSchema } from '@dfm/contracts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';

/** It is written every 5 s. */
const oldMs = 30_000;

/**
 * The preparation of this machine's node by `npm start`; undefined where there is none, or nobody writes it
 * any more.
 */
export async function readPreparation(nowMs = Date.now()): Promise<Preparation | undefined> {
  const { PREPARATION_FILE: file } = env();
  if (file === undefined) return undefined;
  try {
    const found = preparationSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return nowMs - found.updatedAt > oldMs ? undefined : found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error({ err: error }, 'the file of the preparation cannot be read');
    return undefined;
  }
}
