import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { truncate } from '@dfm/contracts/truncate';
import { readingActions, type EngineEvent } from '@dfm/labs/lab-engine';
import type Docker from 'dockerode';
import { z } from 'zod';
import { TokenBucket } from '../clock/token-bucket.ts';
import { jsonLines } from './json-lines.ts';

const text = z.string().transform((value) => truncate(value, 499));
const eventSchema = z.object({
  Type: text,
  Action: text,
  Actor: z.object({ ID: text.catch(''), Attributes: z.record(text, text).catch({}) }),
});
/** Attributes of an event that are passed on. The labels of a container are among them. */
const attributesMax = 100;
/** Bytes of an event. That of a container with a hundred labels has a third. */
const maxEventBytes = 32 * 1024;
/** Events that are read per second, and at once after a pause. Conditions that read files cause fifty. */
const eventsPerSecond = 200;
const eventsAtOnce = 1_000;

/**
 * The changes that an engine reports, until the signal aborts or the engine ends. The engine may be under a
 * learner's control: what cannot be read is left out, and what is reported too fast waits in the engine.
 *
 * @throws PlatformError `engine-lost`, also for an event that is too long; Error if the connection to the
 *   engine ends
 */
export async function* engineEvents(engine: Docker, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const stream = (await engine.getEvents({
    filters: { type: ['container', 'image', 'volume', 'network'] },
    abortSignal: signal,
  })) as Readable;
  const budget = new TokenBucket(eventsPerSecond, eventsAtOnce);
  try {
    for await (const line of jsonLines(stream, maxEventBytes)) {
      const waitMs = budget.spend(1);
      if (waitMs > 0) await delay(waitMs, undefined, { signal });
      const event = eventSchema.safeParse(line);
      if (!event.success) continue;
      const { Type: of, Action: action, Actor } = event.data;
      if (readingActions.has(action)) continue;
      const attributes = Object.fromEntries(Object.entries(Actor.Attributes).slice(0, attributesMax));
      yield { of, action, attributes: { id: Actor.ID, ...attributes } };
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stream.destroy();
  }
}
