import type { RunnerInfo } from '@dfm/contracts';

/** A node as its operator sees it. */
export interface NodeView {
  info: RunnerInfo;
  state: 'ready' | 'unwell' | 'draining' | 'gone';
  draining: boolean;
  joinedAt: string;
  lastSeenAt: string;
  runs: number;
  warnings: readonly string[];
}

/** What is waiting, and what ended because of an error on our side. */
export interface QueueView {
  practice: number;
  confirmations: number;
  running: number;
  oldestWaitsMs: number | undefined;
  lacking: readonly string[];
  faults: readonly {
    runId: string;
    exercise: string;
    kind: string;
    endedAt: string;
    attempts: number;
    node: string | undefined;
    message: string;
  }[];
}
