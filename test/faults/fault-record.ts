import type { TestContext } from 'vitest';
import type { FaultRecord } from './results-page.ts';

declare module 'vitest' {
  interface TaskMeta {
    faults?: FaultRecord[];
  }
}

/** Adds the measurements of a test to its report, for docs/results/faults.md. */
export function note({ task }: TestContext, record: FaultRecord): void {
  (task.meta.faults ??= []).push(record);
}
