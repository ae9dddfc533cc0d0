import type { TestContext } from 'vitest';
import type { FaultRecord } from './results-page.ts';

declare module 'vitest' {
  interface TaskMeta {
    faults?: FaultRecord[];
  }
}

/** Puts what a test measured into its report, for docs/results/faults.md. */
export function note({ task }: TestContext, record: FaultRecord): void {
  (task.meta.faults ??= []).push(record);
}
