import type { ClaimedRunSetting } from './attempt.ts';
import { claimLoop, type ClaimLoopSetting } from './claim-loop.ts';
import { workOn } from './claimed-run.ts';

export interface WorkLoopSetting extends ClaimedRunSetting, ClaimLoopSetting {
  /** Maximum number of concurrent runs. */
  maxRuns: number;
}

/** Claims and executes runs. */
export function workLoop(setting: WorkLoopSetting): Promise<void> {
  return claimLoop(setting, {
    kind: 'runs',
    max: setting.maxRuns,
    claim: (...request) => setting.client.claim(...request),
    workOn: (claim) => workOn(claim, setting),
    logged: ({ runId }) => ({ runId }),
  });
}
