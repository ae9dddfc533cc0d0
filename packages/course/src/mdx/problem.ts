import { ContentError } from '@dfm/course/exercises';
import type { Node } from 'mdast';
import type { VFile } from 'vfile';

/** Stops the build of a lesson with an error that names its file and the node's position. */
export function fail(file: VFile, node: Node | undefined, message: string): never {
  const start = node?.position?.start;
  throw new ContentError([{ file: file.path, line: start?.line, column: start?.column, message }]);
}
