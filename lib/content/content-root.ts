import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { perProcess } from '../platform/per-process.ts';

const chosen = () => perProcess('content root', () => new AsyncLocalStorage<string>());

/** Folder of the course: CONTENT_DIR, or `content/` of the repository, unless `withContentRoot` chose another. */
export function contentRoot(): string {
  return chosen().getStore() ?? process.env.CONTENT_DIR ?? join(process.cwd(), 'content');
}

/** Calls a function, for which and for everything it calls the course is in another folder. */
export function withContentRoot<T>(folder: string, work: () => T): T {
  return chosen().run(folder, work);
}
