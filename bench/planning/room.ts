import { bytesPerMib } from '@dfm/contracts/quantity';
import { type RunnerEnv, idleSandboxMib, terminalMib } from '../../sandbox-runner/src/config/env.ts';
import type { Measured } from './service-times.ts';
import type { NodeSetting } from './simulation.ts';

/** MiB of a sandbox while it works, and while it is kept: docs/results/load.md. */
const workingMib = 359;
const keptMib = 91;

/** Memory and disk of one node. */
export interface Room {
  /** As the runner's defaults reserve it: every run may use its limit. */
  reservedGib: number;
  /** What was measured for as many sandboxes. */
  measuredGib: number;
  /** Shelf, template and course layers. */
  fixedGb: number;
  /** If every sandbox fills its disk. */
  fullGb: number;
}

export function roomOf(
  { runsAtOnce, sandboxMax }: Pick<NodeSetting, 'runsAtOnce' | 'sandboxMax'>,
  terminals: number,
  env: Pick<RunnerEnv, 'SANDBOX_MEMORY_MB' | 'SANDBOX_DISK_MB'>,
  { memoryMib, diskMb }: Pick<Measured, 'memoryMib' | 'diskMb'>,
): Room {
  const platformMib = memoryMib.runner + memoryMib.site + memoryMib.database;
  const kept = sandboxMax - runsAtOnce;
  const others = terminals * terminalMib + platformMib;
  const gib = (mib: number) => Math.ceil(mib / 1_024);
  const fixedGb = (diskMb.shelf + diskMb.templates) / 1_000;
  const diskGb = (env.SANDBOX_DISK_MB * bytesPerMib) / 1e9;
  return {
    reservedGib: gib(runsAtOnce * env.SANDBOX_MEMORY_MB + kept * idleSandboxMib + others),
    measuredGib: gib(runsAtOnce * workingMib + kept * keptMib + others),
    fixedGb,
    fullGb: fixedGb + (sandboxMax + terminals) * diskGb,
  };
}
