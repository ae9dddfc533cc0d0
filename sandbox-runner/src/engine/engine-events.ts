import type { Readable } from 'node:stream';
import { truncate } from '@dfm/contracts/truncate';
import { readingActions, type EngineEvent } from '@dfm/labs/lab-engine';
import type Docker from 'dockerode';
import { z } from 'zod';
import { jsonLines } from './json-lines.ts';

const text = z.string().transform((value) => truncate(value, 499));
const eventSchema = z.object({
  Type: text,
  Action: text,
  Actor: z.object({ ID: text.catch(''), Attributes: z.record(text, text).catch({}) }),
});
/** Attributes of an event that are kept. The labels of a container are among them. */
const attributesMax = 100;

/**
 * The changes that an engine reports, until the signal aborts or the engine ends. What cannot be read is left
 * out: the engine may be under a learner's control.
 *
 * @throws PlatformError `engine-lost`; Error if the connection to the engine ends
 */
export async function* engineEvents(engine: Docker, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const stream = (await engine.getEvents({
    filters: { type: ['container', 'image', 'volume', 'network'] },
    abortSignal: signal,
  })) as Readable;
  try {
    for await (const line of jsonLines(stream)) {
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
