/** A part of a run, reported once it is over. Times are epoch milliseconds. */
export interface FinishedSpan {
  runId: string;
  name: string;
  startMs: number;
  /** Defaults to now. */
  endMs?: number;
  /**
   * ID of the parent span as returned by `report`; `root` (the default) for the span of the complete run,
   * `none` for that span itself.
   */
  parent?: string;
  attributes?: Record<string, string | number | boolean>;
  failed?: boolean;
}

export interface Traces {
  /** @returns the span's ID, for its children */
  report(span: FinishedSpan): string;
  /** Sends all pending spans. */
  flush(): Promise<void>;
  /** Sends all pending spans and shuts down. */
  close(): Promise<void>;
}
