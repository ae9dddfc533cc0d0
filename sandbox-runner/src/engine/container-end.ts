import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { jsonLines } from './json-lines.ts';

/**
 * What ended a container: `inside` if its first process exited by itself or ran out of memory, `outside` if
 * the engine was told to end it, or was lost.
 */
export type ContainerEnd = 'inside' | 'outside';

/** An engine that is told to end a container reports this before it reports the end. */
const eventSchema = z.object({ Action: z.enum(['kill', 'die']) });

/**
 * Waits until a running container has ended. What runs in it cannot make its end look like one from outside:
 * that is read from the order of the engine's events, not from an exit code.
 *
 * @throws the signal's reason
 */
export async function containerEnd(
  engine: Docker,
  container: Docker.Container,
  signal: AbortSignal,
): Promise<ContainerEnd> {
  try {
    const events = (await engine.getEvents({
      filters: { container: [container.id], event: ['kill', 'die'] },
      abortSignal: signal,
    })) as Readable;
    try {
      // It may have ended before its events were followed.
      if (!(await container.inspect()).State.Running) return 'outside';
      for await (const event of jsonLines(events))
        return eventSchema.parse(event).Action === 'die' ? 'inside' : 'outside';
    } finally {
      events.destroy();
    }
  } catch {
    // The connection to the engine was lost, or the signal aborted.
  }
  signal.throwIfAborted();
  return 'outside';
}
