import type { ContextFile } from '@dfm/contracts';

export interface CommandResult {
  exitCode: number;
  /** Standard output and error in their original order. */
  output: string;
  /** True if it was killed because it took too long. */
  timedOut: boolean;
}

/** An environment for the commands of a lesson, like a reader's: an empty folder, a shell and an engine. */
export interface Workspace {
  write(file: Pick<ContextFile, 'path' | 'encoding' | 'data' | 'mode'>): Promise<void>;
  /** Runs a shell script in the folder. It stops at the first command that fails. */
  run(script: string): Promise<CommandResult>;
}
