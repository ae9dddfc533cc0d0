import 'server-only';
import { PlatformError, httpStatusOf, type ErrorCode } from '@dfm/contracts';
import type { Refusal } from '@dfm/contracts/browser-api';
import { log } from '../platform/log.ts';
import { routeName } from '../telemetry/route-name.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { assertSameOrigin } from './same-origin.ts';

export type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * Wraps a route handler for the pages of this site: {@link openRoute}, and requests other than GET and HEAD
 * are rejected if a page of a different site may have sent them with our cookie.
 */
export function route<Context>(handler: Handler<Context>): Handler<Context> {
  return openRoute(async (request, context) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') assertSameOrigin(request.headers);
    return handler(request, context);
  });
}

/**
 * Wraps a route handler that checks by itself who may call it from where: an error becomes `{error: {code,
 * message}}` with the status of its code. Anything other than a PlatformError is logged and reported as an
 * internal error without its message. The response time is measured.
 */
export function openRoute<Context>(handler: Handler<Context>): Handler<Context> {
  const respond = async (request: Request, context: Context): Promise<Response> => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof PlatformError) {
        if (httpStatusOf[error.code] >= 500) log.error({ err: error }, 'a request failed');
        return refusal(error.code, error.learnerMessage);
      }
      log.error({ err: error, path: new URL(request.url).pathname }, 'a request failed');
      return refusal(
        'internal',
        'Something failed on our side. This does not count as an attempt. Try again in a moment.',
      );
    }
  };
  return async (request, context) => {
    const began = performance.now();
    const response = await respond(request, context);
    siteMetrics().requests.observe(
      { method: request.method, route: routeName(new URL(request.url).pathname), status: response.status },
      (performance.now() - began) / 1_000,
    );
    return response;
  };
}

/** The response to a rejected request. `extra` fields are added next to the error. */
export function refusal(code: ErrorCode, message: string, extra: Omit<Refusal, 'error'> = {}): Response {
  return Response.json({ error: { code, message }, ...extra } satisfies Refusal, {
    status: httpStatusOf[code],
    headers: { 'cache-control': 'no-store' },
  });
}
