import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { perProcess } from '../platform/per-process.ts';

/** A state of the course: a folder, and the commit that it was written from. */
export interface Content {
  folder: string;
  /** Undefined for the content of this installation, and for a text that has not been saved. */
  commit?: string;
  /** Number of the published version; undefined for everything else. */
  version?: number;
}

const chosen = () => perProcess('content', () => new AsyncLocalStorage<Content>());

/** What everyone sees who sees nothing else; set by `published.ts`. */
export const published = () => perProcess<{ newest?: Content }>('published content', () => ({}));

/** CONTENT_DIR, or `content/` of the repository: what the site was built with. */
export function installedFolder(): string {
  return process.env.CONTENT_DIR ?? join(process.cwd(), 'content');
}

/** The course as the current request or job sees it: what `withContent` chose, or what was published last. */
export function content(): Content {
  return chosen().getStore() ?? published().newest ?? { folder: installedFolder() };
}

/** The folder of `content`. */
export function contentRoot(): string {
  return content().folder;
}

/** Calls a function, for which and for everything it calls the course is a different one. */
export function withContent<T>(which: Content, work: () => T): T {
  return chosen().run(which, work);
}
