import { isAbsolute, relative } from 'node:path';
import type { ContentProblem } from '@dfm/course/exercises';

/** Writes problems as `lessons/pin-it.mdx:12: …`, from the folder of the content. */
export const describeProblem =
  (folder: string) =>
  ({ file, line, message }: Pick<ContentProblem, 'file' | 'line' | 'message'>): string =>
    `${isAbsolute(file) ? relative(folder, file) : file}${line === undefined ? '' : `:${line}`}: ${message}`;
