import { z } from 'zod';
import { findingSchema } from './finding.ts';
import { resultDocumentSchema } from './result.ts';

export const phaseSchema = z.enum([
  'queued',
  'sandbox',
  'static',
  'cold-build',
  'replay',
  'image',
  'run',
  'grade',
]);
export type Phase = z.infer<typeof phaseSchema>;

/**
 * What a runner reports while it works, and what the browser is streamed. `atMs`: milliseconds since the
 * attempt's start.
 */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phase'),
    atMs: z.number(),
    phase: phaseSchema,
    state: z.enum(['started', 'done', 'failed']),
    scenario: z.string().optional(),
    message: z.string().optional(),
  }),
  z.object({ type: z.literal('notice'), atMs: z.number(), message: z.string() }),
  z.object({ type: z.literal('finding'), atMs: z.number(), finding: findingSchema }),
  /** One build step changed its state. `key` is stable within one build (`cold` or the scenario's id). */
  z.object({
    type: z.literal('step'),
    atMs: z.number(),
    build: z.string(),
    key: z.string(),
    line: z.int().positive().optional(),
    stage: z.string(),
    name: z.string(),
    state: z.enum(['running', 'ran', 'cached', 'failed', 'cancelled']),
    ms: z.number().nonnegative().optional(),
    /** Of a cached step whose result came with the course's layers: what it took when those were built. */
    courseMs: z.number().nonnegative().optional(),
  }),
  /**
   * Text as the build or container printed it, cut at a character boundary; control sequences are still
   * inside.
   */
  z.object({
    type: z.literal('log'),
    atMs: z.number(),
    source: z.enum(['cold-build', 'replay', 'run']),
    key: z.string().optional(),
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
  /** The attempt was lost (a fault of ours) and starts again with the next fence. */
  z.object({ type: z.literal('retry'), atMs: z.number(), attempt: z.int(), message: z.string() }),
  z.object({ type: z.literal('cancelled'), atMs: z.number() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
