import type { Dockerfile } from '../syntax/model.ts';

/**
 * The build context as sent to the builder. `text` is set if the file is valid UTF-8 and within the limits of
 * `sent-files.ts`.
 */
export interface BuildContext {
  /** The files that the builder receives, after .dockerignore. */
  files: { path: string; bytes: number; text?: string }[];
  /** Total size before .dockerignore. */
  totalBytesBefore: number;
  dockerignore: string | undefined;
}

/** Everything that can be read before a build. */
export interface BuildSource {
  dockerfile: Dockerfile;
  /**
   * Undefined if only a Dockerfile is available (stdin, a single file). Checks that read the context then
   * find nothing.
   */
  context: BuildContext | undefined;
}
