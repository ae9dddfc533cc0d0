/** A part of a run's way, told once it is over. Times are milliseconds of the epoch. */
export interface ToldSpan {
  runId: string;
  name: string;
  startMs: number;
  /** Now, where it is left out. */
  endMs?: number;
  /**
   * Id that `tell` gave for the span this is part of; `root`, the default, for the run as a whole, `none` for
   * that one itself.
   */
  parent?: string;
  attributes?: Record<string, string | number | boolean>;
  failed?: boolean;
}

export interface Traces {
  /** @returns the span's id, for its parts */
  tell(span: ToldSpan): string;
  /** Sends what waits to be sent. */
  flush(): Promise<void>;
  /** The same, and ends it. */
  close(): Promise<void>;
}
