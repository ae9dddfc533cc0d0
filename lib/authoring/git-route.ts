import 'server-only';
import { httpStatusOf, PlatformError } from '@dfm/contracts';
import { openRoute } from '../http/route.ts';

/**
 * Wraps a route handler for git: a refusal is plain text, which git shows, and 401 names a realm, so that git
 * asks for a password. Requests that a page caused are refused, whatever password the browser remembers.
 */
export function gitRoute(handler: (request: Request) => Promise<Response>) {
  return openRoute(async (request) => {
    try {
      if (request.headers.has('origin'))
        throw new PlatformError('forbidden', 'This address is for git. Use it with git clone.');
      return await handler(request);
    } catch (error) {
      if (!(error instanceof PlatformError) || httpStatusOf[error.code] >= 500) throw error;
      return refused(error);
    }
  });
}

function refused({ code, learnerMessage }: PlatformError): Response {
  return new Response(`${learnerMessage}\n`, {
    status: httpStatusOf[code],
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...(code === 'unauthenticated' && {
        'www-authenticate': 'Basic realm="Content of the course", charset="UTF-8"',
      }),
    },
  });
}
