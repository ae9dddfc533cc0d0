import 'server-only';
import { PlatformError, httpStatusOf, type ErrorCode } from '@dfm/contracts';
import { log } from '../platform/log.ts';
import { routeName } from '../telemetry/route-name.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * Wraps a route handler: what it throws becomes `{error: {code, message}}` with the code's status. Anything
 * but a PlatformError is logged and told as a fault of ours without its words. How long the answer took is
 * measured.
 */
export function route<Context>(handler: Handler<Context>): Handler<Context> {
  const answered = async (request: Request, context: Context): Promise<Response> => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof PlatformError) {
        if (httpStatusOf[error.code] >= 500) log.error({ err: error }, 'a request failed');
        return refusal(error.code, error.learnerMessage);
      }
      log.error({ err: error, path: new URL(request.url).pathname }, 'a request failed');
      return refusal('internal', 'Something failed on our side. It is not counted. Try again in a moment.');
    }
  };
  return async (request, context) => {
    const began = performance.now();
    const response = await answered(request, context);
    siteMetrics().requests.observe(
      { method: request.method, route: routeName(new URL(request.url).pathname), status: response.status },
      (performance.now() - began) / 1_000,
    );
    return response;
  };
}

/** The answer to a request that is not granted. `extra` stands beside the error. */
export function refusal(code: ErrorCode, message: string, extra: Record<string, unknown> = {}): Response {
  return Response.json(
    { error: { code, message }, ...extra },
    { status: httpStatusOf[code], headers: { 'cache-control': 'no-store' } },
  );
}
