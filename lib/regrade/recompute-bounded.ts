import 'server-only';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BoundedProcesses, LimitExceeded } from '@dfm/bounded/bounded-process';
import type { ResultDocument } from '@dfm/contracts';
import { perProcess } from '../platform/per-process.ts';
import type { recomputing } from './recompute.process.ts';

const cpuSeconds = 10;
const heapMib = 512;

type Work = typeof recomputing;

/**
 * `recompute` in a separate process with limits.
 *
 * @returns undefined if the submission has to be built again, also if reading it reaches a limit: how that
 *   counts is decided where it is built
 */
export async function recomputeBounded(
  input: Parameters<Work['recompute']>[0],
): Promise<ResultDocument | undefined> {
  // By its path, because a bundle would contain a copy without what it imports.
  const module = pathToFileURL(join(process.cwd(), 'lib/regrade/recompute.process.ts'));
  const processes = perProcess('recomputing', () => new BoundedProcesses<Work>(module, heapMib));
  try {
    return await processes.call('recompute', input, { cpuSeconds });
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined;
    throw error;
  }
}
