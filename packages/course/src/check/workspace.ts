import type { ContextFile } from '@dfm/contracts';

export interface CommandAnswer {
  exitCode: number;
  /** Standard output and error in the order in which they came. */
  output: string;
  /** Set when it was ended because it took too long. */
  timedOut: boolean;
}

/** Where a reader would try the commands of a lesson: an empty folder, a shell and an engine. */
export interface Workspace {
  write(file: Pick<ContextFile, 'path' | 'encoding' | 'data' | 'mode'>): Promise<void>;
  /** Runs shell text in the folder. It ends at the first command that fails. */
  run(script: string): Promise<CommandAnswer>;
}
