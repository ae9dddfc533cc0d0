/** What the host's scheduler says, in milliseconds. Sums since each began. */
export interface ProcessorTime {
  /**
   * Of each thread that lives: how long it was ready to run and waited for a processor. By its id on the
   * host.
   */
  waitedMs: ReadonlyMap<number, number>;
  /** What the whole sandbox used, ended processes included; undefined where the host does not tell. */
  usedMs: number | undefined;
  /** Processors that the sandbox may use at once. */
  cpus: number;
}

/** Whatever can say how long its processes waited for a processor. */
export interface ProcessorTimeSource {
  /**
   * How long threads waited for the host's processors.
   *
   * @param of a process, by the pid that the inner engine knows it by, and those that descend from it; or
   *   everything in the sandbox
   */
  processorTime(of: number | 'sandbox'): Promise<ProcessorTime>;
}
