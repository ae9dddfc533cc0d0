import type { IncomingMessage } from 'node:http';
import { perProcess } from '../platform/per-process.ts';

/**
 * Handles a request in the state of the course that its sender sees.
 *
 * @param handle gets whether pages have to be rendered for this request, because those made by the build show
 *   something else
 */
export type RequestScope = (
  request: IncomingMessage,
  handle: (isOther: boolean) => Promise<void>,
) => Promise<void>;

/** Set by instrumentation.ts, because the server in front of Next cannot import what is in Next's bundles. */
export const requestScope = () => perProcess<{ run?: RequestScope }>('request scope', () => ({}));
