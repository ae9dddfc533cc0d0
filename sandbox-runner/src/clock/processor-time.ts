/** What a live thread waits for. */
export interface ThreadWaits {
  /** How long it was ready to run and waited for a processor since it started, in milliseconds. */
  forProcessorMs: number;
  /** Whether it waits for the disk at the moment: it sleeps and can be neither woken nor killed. */
  isOnDisk: boolean;
}

/** Figures of the host's scheduler. */
export interface ProcessorTime {
  /** By the thread's ID on the host. */
  threads: ReadonlyMap<number, ThreadWaits>;
  /**
   * Used by the complete sandbox since it started, in milliseconds, including processes that have ended;
   * undefined if the host does not report it.
   */
  usedMs: number | undefined;
  /** Processors that the sandbox may use at once. */
  cpus: number;
}

/** A source of what processes wait for. */
export interface ProcessorTimeSource {
  /**
   * Reads what threads wait for.
   *
   * @param of a process (its pid in the sandbox's engine) and its descendants, or everything in the sandbox
   */
  processorTime(of: number | 'sandbox'): Promise<ProcessorTime>;
}
