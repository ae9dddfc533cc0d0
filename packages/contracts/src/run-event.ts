import * as z from 'zod/mini';
import { findingSchema } from './finding.ts';
import { durationSchema, positionSchema } from './numbers.ts';
import { resultDocumentSchema } from './result.ts';
import { runPhases } from './run-phases.ts';

/**
 * An event that a runner reports during a run, and that is streamed to the browser. `atMs`: milliseconds
 * since the start of the attempt.
 */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phase'),
    atMs: z.number(),
    phase: z.enum(runPhases),
    state: z.enum(['started', 'done', 'failed']),
    scenario: z.optional(z.string()),
    message: z.optional(z.string()),
  }),
  z.object({ type: z.literal('notice'), atMs: z.number(), message: z.string() }),
  z.object({ type: z.literal('finding'), atMs: z.number(), finding: findingSchema }),
  /** A build step changed its state. `key` is stable within one build (`cold` or the scenario's ID). */
  z.object({
    type: z.literal('step'),
    atMs: z.number(),
    build: z.string(),
    key: z.string(),
    line: z.optional(positionSchema),
    stage: z.string(),
    name: z.string(),
    state: z.enum(['running', 'ran', 'cached', 'failed', 'cancelled']),
    ms: z.optional(durationSchema),
    /** For a cached step whose result came with the course's layers: its time when those were built. */
    courseMs: z.optional(durationSchema),
  }),
  /** Text as printed by the build or container, split at a character boundary, still with control sequences. */
  z.object({
    type: z.literal('log'),
    atMs: z.number(),
    source: z.enum(['cold-build', 'replay', 'run']),
    key: z.optional(z.string()),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string(),
  }),
  z.object({
    type: z.literal('probe'),
    atMs: z.number(),
    name: z.string(),
    ok: z.boolean(),
    message: z.string(),
  }),
  z.object({ type: z.literal('result'), atMs: z.number(), result: resultDocumentSchema }),
  /** The attempt was lost (a platform fault) and starts again with the next fence. */
  z.object({ type: z.literal('retry'), atMs: z.number(), attempt: z.int(), message: z.string() }),
  z.object({ type: z.literal('cancelled'), atMs: z.number() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
