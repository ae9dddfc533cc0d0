import 'server-only';
import { join } from 'node:path';

/** Folder of the course: CONTENT_DIR, or `content/` of the repository. */
export function contentRoot(): string {
  return process.env.CONTENT_DIR ?? join(process.cwd(), 'content');
}
