import type { Dockerfile } from '../syntax/model.ts';

/** Build context as sent. `text` where the file is valid UTF-8 and at most 1 MiB. */
export interface BuildContext {
  /** After .dockerignore: what the builder receives. */
  files: { path: string; bytes: number; text?: string }[];
  /** Before .dockerignore. */
  totalBytesBefore: number;
  dockerignore: string | undefined;
}

/** What can be read before anything is built. */
export interface BuildSource {
  dockerfile: Dockerfile;
  /**
   * Undefined when only a Dockerfile is available (stdin, a single file): what reads the context finds
   * nothing then.
   */
  context: BuildContext | undefined;
}
