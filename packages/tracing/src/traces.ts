/**
 * The only attributes of spans. None of them contains text that a learner wrote or identifies the learner,
 * because collectors keep what they get for as long as they like.
 */
interface SpanAttributes {
  'dfm.kind'?: string;
  /** Slug of the exercise. */
  'dfm.exercise'?: string;
  /** ID of an edit scenario of the exercise. */
  'dfm.scenario'?: string;
  /** A status of the result document, or `cancelled` or `dropped`. */
  'dfm.outcome'?: string;
  'dfm.runner'?: string;
  'dfm.fence'?: number;
}

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
  attributes?: SpanAttributes;
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
