import 'server-only';
import { openRoute, type Handler } from '../http/route.ts';
import { assertRunner } from './runner-token.ts';

/** Wraps a route handler for runners: requests without the runner token are rejected. */
export function runnerRoute<Context>(handler: Handler<Context>): Handler<Context> {
  return openRoute((request, context) => {
    assertRunner(request);
    return handler(request, context);
  });
}
