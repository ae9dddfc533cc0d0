import { z } from 'zod';
import { contextFileSchema, exerciseSchema, nodeLabelSchema } from './exercise.ts';
import { resultDocumentSchema } from './result.ts';
import { runEventSchema } from './run-event.ts';

/**
 * What crosses runner → site. Every call is a POST with `Authorization: Bearer <runner token>`.
 * /api/runner/claim claimRequest → 200 claimResponse | 204 nothing to do (after at most waitMs)
 * /api/runner/runs/:id/heartbeat heartbeatRequest → heartbeatResponse /api/runner/runs/:id/events
 * eventsRequest → 204 /api/runner/runs/:id/result resultRequest → 204 A call whose fence is no longer the
 * run's answers 409 `stale-fence`: the runner drops the run.
 */
export const gpuDeviceSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  memoryMb: z.number(),
  driver: z.string(),
  computeCapability: z.string(),
});
export type GpuDevice = z.infer<typeof gpuDeviceSchema>;

const plain = z.string().max(300);

export const runnerInfoSchema = z.object({
  name: z.string().max(100),
  labels: z.array(nodeLabelSchema).max(20),
  /** Of the engine inside sandboxes, which grades, and of the node's own. */
  engineVersion: z.string().max(60),
  hostEngineVersion: z.string().max(60),
  /** By what they do: ready for anybody, idle and kept for their learner, at work; and how many there may be. */
  sandboxes: z.object({ warm: z.int(), kept: z.int(), busy: z.int(), max: z.int() }),
  /** Runs that the node works on at the same time. */
  runsAtOnce: z.int(),
  /** A node that is not well takes no runs; the reasons are for an operator. */
  health: z.object({ ok: z.boolean(), reasons: z.array(plain).max(20) }),
  /**
   * What keeps a sandbox in, as this node has it: `seccomp`, `appArmor`, `runtime`, … with their state in a
   * word.
   */
  isolation: z.record(z.string().max(40), plain),
  /** Processors, their load averaged over a minute, and room left, in MB. */
  load: z.object({ cpus: z.int(), oneMinute: z.number(), memoryFreeMb: z.int(), diskFreeMb: z.int() }),
  gpus: z
    .object({ devices: z.array(gpuDeviceSchema).max(64), via: z.string().max(40), simulated: z.boolean() })
    .optional(),
  /**
   * Names of base images that sandboxes of this node do not have yet and will have: runs that use one are not
   * given to it.
   */
  basesToCome: z.array(z.string().max(200)).max(50).default([]),
  /** The newest fault of the platform since the runner started. */
  lastFault: z.object({ at: z.iso.datetime(), message: plain }).optional(),
});
export type RunnerInfo = z.infer<typeof runnerInfoSchema>;

export const claimRequestSchema = z.object({ runner: runnerInfoSchema, waitMs: z.int().min(0).max(25_000) });
export type ClaimRequest = z.infer<typeof claimRequestSchema>;

export const claimResponseSchema = z.object({
  runId: z.string(),
  /** Rises by one per attempt. */
  fence: z.int().positive(),
  /** Opaque; keeps one learner's sandbox to that learner. */
  learnerKey: z.string(),
  /** The sandbox is one that nobody has used, and nobody will use it after. */
  fresh: z.boolean(),
  /** Labels the exercise needs that no node has: what they stand for is simulated, and the result says so. */
  simulates: z.array(nodeLabelSchema),
  queuedMs: z.number().nonnegative(),
  exercise: exerciseSchema,
  /** The whole build context: starter files with the learner's edits over them. */
  files: z.array(contextFileSchema),
});
export type ClaimResponse = z.infer<typeof claimResponseSchema>;

export const heartbeatRequestSchema = z.object({ fence: z.int().positive() });
export const heartbeatResponseSchema = z.object({ cancelled: z.boolean() });
export const eventsRequestSchema = z.object({
  fence: z.int().positive(),
  /**
   * Number of the first of these events, counted from 1 through the attempt: what is sent again after a lost
   * answer is known by it.
   */
  first: z.int().positive(),
  events: z.array(runEventSchema).min(1).max(500),
});
export type EventsRequest = z.infer<typeof eventsRequestSchema>;
export const resultRequestSchema = z.object({ fence: z.int().positive(), result: resultDocumentSchema });
export type ResultRequest = z.infer<typeof resultRequestSchema>;
