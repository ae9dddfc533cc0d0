import { z } from 'zod';
import { contextFileSchema, loadedExerciseSchema, nodeLabelSchema } from './exercise.ts';
import { labSchema } from './lab.ts';
import { lessonScriptSchema, ranLessonSchema } from './lesson-commands.ts';
import { resultDocumentSchema } from './result.ts';
import { runEventSchema } from './run-event.ts';

/**
 * The API that runners call on the site. Every call is a POST with `Authorization: Bearer <runner token>`.
 *
 * - /api/runner/claim: claimRequest → 200 claimResponse | 204 nothing to do (after at most waitMs)
 * - /api/runner/runs/:id/heartbeat: heartbeatRequest → heartbeatResponse
 * - /api/runner/runs/:id/events: eventsRequest → 204
 * - /api/runner/runs/:id/result: resultRequest → 204
 * - /api/runner/runs/:id/outputs: outputsRequest → 204, for a claim with `work: 'commands'`
 *
 * A terminal has calls of the same kind under /api/runner/terminals, and one more for a lab:
 *
 * - /api/runner/terminals/:id/lab: labProgressRequest → 204
 *
 * A call with an outdated fence gets 409 `stale-fence`, and the runner stops the run.
 */
export const gpuDeviceSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  /** In MiB. */
  memoryMb: z.number(),
  driver: z.string(),
  computeCapability: z.string(),
});
export type GpuDevice = z.infer<typeof gpuDeviceSchema>;

const plain = z.string().max(300);

export const runnerInfoSchema = z.object({
  name: z.string().max(100),
  labels: z.array(nodeLabelSchema).max(20),
  /** Versions of the engine inside sandboxes, which grades, and of the node's own engine. */
  engineVersion: z.string().max(60),
  hostEngineVersion: z.string().max(60),
  /** Number of sandboxes: ready for anyone, idle and kept for their learner, working; and the limit. */
  sandboxes: z.object({ warm: z.int(), kept: z.int(), busy: z.int(), max: z.int() }),
  /** Number of runs that the node executes at the same time. */
  runsAtOnce: z.int(),
  /** Number of learners who can use a terminal on the node at the same time. */
  terminalsAtOnce: z.int().default(0),
  /** An unhealthy node takes no runs; the reasons are for the operator. */
  health: z.object({ ok: z.boolean(), reasons: z.array(plain).max(20) }),
  /**
   * The isolation of sandboxes on this node: `seccomp`, `appArmor`, `runtime`, … and the state of each in one
   * word.
   */
  isolation: z.record(z.string().max(40), plain),
  /** Processors, their load average over a minute, and free memory and disk space in MiB. */
  load: z.object({ cpus: z.int(), oneMinute: z.number(), memoryFreeMb: z.int(), diskFreeMb: z.int() }),
  gpus: z
    .object({ devices: z.array(gpuDeviceSchema).max(64), via: z.string().max(40), simulated: z.boolean() })
    .optional(),
  /** Names of base images that this node is still preparing. It does not get runs that use one of them. */
  basesToCome: z.array(z.string().max(200)).max(50).default([]),
  /** It takes only runs that need all of these labels. */
  reservedFor: z.array(nodeLabelSchema).max(20).default([]),
  /** The newest platform fault since the runner started. */
  lastFault: z.object({ at: z.iso.datetime(), message: plain }).optional(),
});
export type RunnerInfo = z.infer<typeof runnerInfoSchema>;

export const claimRequestSchema = z.object({ runner: runnerInfoSchema, waitMs: z.int().min(0).max(25_000) });
export type ClaimRequest = z.infer<typeof claimRequestSchema>;

const attempt = {
  runId: z.string(),
  /** Increases by one per attempt. */
  fence: z.int().positive(),
  queuedMs: z.number().nonnegative(),
};

/** Files to build and grade. */
export const gradingClaimSchema = z.object({
  work: z.literal('grading'),
  ...attempt,
  /** Opaque; ensures that a learner's sandbox is used only by that learner. */
  learnerKey: z.string(),
  /** The sandbox must be unused, and is discarded afterwards. */
  fresh: z.boolean(),
  /** The result is shown to readers: the sandbox has only the base images, and every replay is complete. */
  isRecording: z.boolean().default(false),
  /** Which of the alternatives of a probe or a start are tried: a random one, or all, to prove an exercise. */
  draw: z.enum(['one', 'every']).default('one'),
  /** Labels that the exercise needs and no node has: the capability is simulated, and the result states this. */
  simulates: z.array(nodeLabelSchema),
  exercise: loadedExerciseSchema,
  /** The complete build context: starter files with the learner's edits applied. */
  files: z.array(contextFileSchema),
});
export type GradingClaim = z.infer<typeof gradingClaimSchema>;

/** Commands of a lesson, whose outputs are recorded in an unused sandbox with only the base images. */
export const commandsClaimSchema = z.object({
  work: z.literal('commands'),
  ...attempt,
  script: lessonScriptSchema,
});
export type CommandsClaim = z.infer<typeof commandsClaimSchema>;

export const claimResponseSchema = z.discriminatedUnion('work', [gradingClaimSchema, commandsClaimSchema]);
export type ClaimResponse = z.infer<typeof claimResponseSchema>;

/** A learner's session at a prompt, in an unused sandbox that is discarded afterwards. */
export const terminalClaimSchema = z.object({
  sessionId: z.string(),
  /** Increases by one per attempt. */
  fence: z.int().positive(),
  /** Opaque; see `gradingClaimSchema`. */
  learnerKey: z.string(),
  /** What the learner works on, and how many of its steps are done already. */
  lab: z.object({ content: labSchema, done: z.int().nonnegative() }).optional(),
});
export type TerminalClaim = z.infer<typeof terminalClaimSchema>;

export const terminalHeartbeatRequestSchema = z.object({
  fence: z.int().positive(),
  /** Whether a learner has typed something, or a shell has printed something, since the last heartbeat. */
  isInUse: z.boolean(),
});
/** After `isOver`, the runner destroys the sandbox. */
export const terminalHeartbeatResponseSchema = z.object({ isOver: z.boolean() });

export const terminalEndRequestSchema = z.object({
  fence: z.int().positive(),
  /** `engine` if what ran in the sandbox has ended it, `fault` if the platform failed. */
  because: z.enum(['engine', 'fault']),
  /** What happened, for the log of the site. */
  detail: z.string().max(1_000),
});
export type TerminalEndRequest = z.infer<typeof terminalEndRequestSchema>;

export const labProgressRequestSchema = z.object({
  fence: z.int().positive(),
  /** Number of steps that are done. */
  done: z.int().nonnegative(),
});

export const heartbeatRequestSchema = z.object({ fence: z.int().positive() });
export const heartbeatResponseSchema = z.object({ cancelled: z.boolean() });
export const eventsRequestSchema = z.object({
  fence: z.int().positive(),
  /**
   * Number of the first of these events, counted from 1 within the attempt. It identifies events that are
   * sent again after a lost response.
   */
  first: z.int().positive(),
  events: z.array(runEventSchema).min(1).max(500),
});
export type EventsRequest = z.infer<typeof eventsRequestSchema>;
export const resultRequestSchema = z.object({ fence: z.int().positive(), result: resultDocumentSchema });
export type ResultRequest = z.infer<typeof resultRequestSchema>;

export const outputsRequestSchema = z.object({
  fence: z.int().positive(),
  /** The outputs, or why the platform could not get any. */
  outputs: z.union([ranLessonSchema, z.object({ fault: z.string().max(1_000) })]),
});
export type OutputsRequest = z.infer<typeof outputsRequestSchema>;
