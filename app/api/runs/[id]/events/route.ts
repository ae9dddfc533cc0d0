import { requireLearner } from '@/lib/auth/session.ts';
import { eventNumberOf } from '@/lib/http/event-number.ts';
import { route } from '@/lib/http/route.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { eventStream } from '@/lib/runs/event-stream.ts';

/**
 * Streams the events of a run, starting after `Last-Event-ID` or `?after=`. 204 means that no events are
 * left, and makes the browser stop reconnecting.
 */
export const GET = route<RunContext>(async (request, context) => {
  const learner = await requireLearner(request.headers);
  const stream = await eventStream(
    learner.id,
    await runIdOf(context),
    eventNumberOf(request),
    request.signal,
  );
  if (!stream) return new Response(null, { status: 204 });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
});

/** Without this, Next would call GET and never read its stream. */
export const HEAD = route(() =>
  Promise.resolve(new Response(null, { status: 405, headers: { allow: 'GET' } })),
);
