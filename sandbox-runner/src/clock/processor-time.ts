/** Figures of the host's scheduler in milliseconds, each a total since the process started. */
export interface ProcessorTime {
  /** For each live thread, by its ID on the host: how long it was ready to run and waited for a processor. */
  waitedMs: ReadonlyMap<number, number>;
  /**
   * Used by the complete sandbox, including processes that have ended; undefined if the host does not report
   * it.
   */
  usedMs: number | undefined;
  /** Processors that the sandbox may use at once. */
  cpus: number;
}

/** A source of the time for which processes waited for a processor. */
export interface ProcessorTimeSource {
  /**
   * Measures how long threads waited for the host's processors.
   *
   * @param of a process (its pid in the sandbox's engine) and its descendants, or everything in the sandbox
   */
  processorTime(of: number | 'sandbox'): Promise<ProcessorTime>;
}
