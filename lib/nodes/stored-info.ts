import 'server-only';
import { runnerInfoSchema, type RunnerInfo } from '@dfm/contracts';
import { readStored } from '../db/read-stored.ts';

/** Reads the column `info` of a node. @returns undefined until a node with an older format reports again */
export function readStoredInfo(name: string, stored: unknown): RunnerInfo | undefined {
  return readStored(runnerInfoSchema, stored, { column: 'runner.info', row: name });
}
