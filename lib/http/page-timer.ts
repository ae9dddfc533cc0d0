import type { IncomingMessage, ServerResponse } from 'node:http';
import { perProcess } from '../platform/per-process.ts';

/** The first parts of the addresses of pages. Anything else is `other`, so that strangers cannot add labels. */
export const pageAreas: ReadonlySet<string> = new Set([
  'account',
  'cheat-sheet',
  'checks',
  'classes',
  'course',
  'create-account',
  'exercises',
  'glossary',
  'join',
  'labs',
  'lessons',
  'links',
  'lti',
  'operator',
  'progress',
  'review',
  'runs',
  'sign-in',
  'teach',
  'terminal',
  'what-you-can-do',
]);

interface PageRequest {
  /** `page`: as HTML. `navigation`: to a page within the site, or loaded in advance. `action`: a form. */
  kind: 'page' | 'navigation' | 'action';
  /** `home`, one of {@link pageAreas}, or `other`. */
  area: string;
}

export interface TimedPage extends PageRequest {
  status: number;
  /** Until the response began. */
  seconds: number;
}

/** Set by instrumentation.ts, because the server in front of Next cannot import what is in Next's bundles. */
export const pageTimer = () => perProcess<{ observe?: (page: TimedPage) => void }>('page timer', () => ({}));

/** Measures how long it takes until the response begins, if a request is for a page. */
export function timePage(request: IncomingMessage, response: ServerResponse): void {
  const page = pageRequestOf(request);
  if (page === undefined) return;
  const began = performance.now();
  const writeHead = response.writeHead.bind(response);
  // Node also calls it for headers that are sent with the first bytes.
  response.writeHead = (...args: unknown[]) => {
    response.writeHead = writeHead;
    const written = (writeHead as (...args: unknown[]) => ServerResponse)(...args);
    pageTimer().observe?.({
      ...page,
      status: response.statusCode,
      seconds: (performance.now() - began) / 1_000,
    });
    return written;
  };
}

/** @returns undefined for an API, a file or a repository */
export function pageRequestOf({
  method,
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): PageRequest | undefined {
  const [first = ''] = url.slice(1).split(/[/?]/, 1);
  if (['api', '_next', 'content.git'].includes(first)) return undefined;
  const area = first === '' ? 'home' : pageAreas.has(first) ? first : 'other';
  if (method === 'POST') return { kind: 'action', area };
  if (method !== 'GET') return undefined;
  if (headers.rsc !== undefined) return { kind: 'navigation', area };
  return headers.accept?.includes('text/html') ? { kind: 'page', area } : undefined;
}
