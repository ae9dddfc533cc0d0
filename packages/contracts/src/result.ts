import { z } from 'zod';
import { axisSchema } from './axes.ts';
import { ignoredFindingSchema, severitySchema } from './finding.ts';

/**
 * How a run ended. All are expected outcomes except `infrastructure`, a platform fault, which never counts as
 * an attempt.
 */
export const runStatusSchema = z.enum([
  'graded',
  'build-failed',
  'rejected',
  'timed-out',
  'out-of-memory',
  'infrastructure',
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** A named measurement: the measured value and the expected one. */
export const evidenceItemSchema = z.object({
  label: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  unit: z.enum(['bytes', 'ms', 'count', 'uid', 'path', 'text']).default('text'),
  wanted: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

export const checkResultSchema = z.object({
  id: z.string(),
  axis: axisSchema,
  /** `skipped`: the evidence is missing (never a pass). */
  status: z.enum(['pass', 'warn', 'fail', 'skipped']),
  severity: severitySchema,
  points: z.number(),
  maxPoints: z.number(),
  required: z.boolean(),
  /** 1-based Dockerfile line (or line of `path`). */
  line: z.int().positive().optional(),
  endLine: z.int().positive().optional(),
  path: z.string().optional(),
  message: z.string(),
  /** Why it matters, one or two sentences. */
  why: z.string(),
  /** The next step to take. */
  next: z.string().optional(),
  evidence: z.array(evidenceItemSchema),
  /** Rules of established tools: for a failed check those named by its findings, otherwise all of the check. */
  also: z.array(z.string()),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const replayStepSchema = z.object({
  line: z.int().positive().optional(),
  /** `builder` or `stage-0`; `name` is the step's text as reported by BuildKit. */
  stage: z.string(),
  name: z.string(),
  cached: z.boolean(),
  ms: z.number().nonnegative(),
  /**
   * Uncompressed bytes of the new layer of this step; 0 if it was cached, adds no layer to the final image,
   * or the rebuild was stopped.
   */
  bytes: z.int().nonnegative(),
  /**
   * For a cached step whose result came with the course's layers: its time when those were built. `bytes` is
   * the size of its layer.
   */
  courseMs: z.number().nonnegative().optional(),
  /**
   * For a step that was unfinished when the rebuild was stopped: its time in the first build. `ms` is how
   * long it had run, 0 if it had not started.
   */
  firstBuildMs: z.number().nonnegative().optional(),
});
export type ReplayStep = z.infer<typeof replayStepSchema>;

export const replayResultSchema = z.object({
  scenario: z.string(),
  title: z.string(),
  totalMs: z.number().nonnegative(),
  /** Line of the first step that ran again although an earlier build had completed it: the first cache miss. */
  firstMissLine: z.int().positive().optional(),
  /**
   * The rebuild was stopped because its answer was known. `repeatsMs` is the time of the remaining steps in
   * the first build, and `totalMs` ends when it was stopped. Steps about which nothing was known are left
   * out.
   */
  stopped: z.object({ repeatsMs: z.number().nonnegative() }).optional(),
  steps: z.array(replayStepSchema),
});
export type ReplayResult = z.infer<typeof replayResultSchema>;

export const imageLayerSchema = z.object({
  /** Line in the learner's Dockerfile; absent for layers of the base. */
  line: z.int().positive().optional(),
  /** Kind of instruction, which determines the colour: FROM for base layers. */
  instruction: z.string(),
  createdBy: z.string(),
  diffId: z.string(),
  fromBase: z.boolean(),
  /** Uncompressed bytes of the regular files the layer adds; hard links counted once. */
  bytes: z.int().nonnegative(),
  /** The part of these bytes that a later layer overwrote or deleted. */
  wastedBytes: z.int().nonnegative(),
  /** Size of the layer as stored, with gzip or zstd; absent if it is stored uncompressed, as engines do. */
  compressedBytes: z.int().nonnegative().optional(),
  files: z.int().nonnegative(),
});
export type ImageLayer = z.infer<typeof imageLayerSchema>;

const contentBytesSchema = z.object({
  /** `model-weights`, `python-packages`, …; all groups are listed in docs/result-document.md. */
  group: z.string(),
  /** Visible in a container. */
  liveBytes: z.int().nonnegative(),
  /** Overwritten or deleted by a later layer. */
  wastedBytes: z.int().nonnegative(),
});

/**
 * What the bytes of an image are. Each byte is in exactly one group, so the sums equal the totals of the
 * image and of each layer.
 */
export const imageContentsSchema = z.object({
  /** Largest first, each with a readable name. */
  groups: z.array(contentBytesSchema.extend({ label: z.string() })),
  /** For each layer of the image, in order, its groups, largest first. */
  layers: z.array(z.array(contentBytesSchema)),
});
export type ImageContents = z.infer<typeof imageContentsSchema>;

export const imageResultSchema = z.object({
  totalBytes: z.int().nonnegative(),
  liveBytes: z.int().nonnegative(),
  wastedBytes: z.int().nonnegative(),
  baseBytes: z.int().nonnegative(),
  /**
   * Bytes transferred to a registry, before compression: layers as tars, with headers and names, and the
   * configuration. Absent in older results.
   */
  transferBytes: z.int().nonnegative().optional(),
  /** `python:3.11-slim-bookworm`, and whether it is the pulled image or a stand-in built from Debian. */
  base: z.object({ reference: z.string(), standIn: z.boolean() }).optional(),
  layers: z.array(imageLayerSchema),
  /** Largest wasted or live paths, worst first. */
  largest: z
    .array(z.object({ path: z.string(), bytes: z.int(), layer: z.int(), wasted: z.boolean() }))
    .max(50),
  /** Absent in older results. */
  contents: imageContentsSchema.optional(),
});
export type ImageResult = z.infer<typeof imageResultSchema>;

export const timingsSchema = z.object({
  queuedMs: z.number().nonnegative().optional(),
  sandboxMs: z.number().nonnegative().optional(),
  staticMs: z.number().nonnegative().optional(),
  coldBuildMs: z.number().nonnegative().optional(),
  replayMs: z.number().nonnegative().optional(),
  imageMs: z.number().nonnegative().optional(),
  runMs: z.number().nonnegative().optional(),
  totalMs: z.number().nonnegative(),
});
export type Timings = z.infer<typeof timingsSchema>;

const axisScoreSchema = z.object({ score: z.number(), max: z.number() });

/**
 * The verdict. The same document from the site, the runner and `dfm grade --json`. Documented in
 * docs/result-document.md.
 */
export const resultDocumentSchema = z.object({
  version: z.literal(1),
  exercise: z.string(),
  status: runStatusSchema,
  passed: z.boolean(),
  /** 0–100. */
  score: z.number().min(0).max(100),
  /** One sentence with the most important thing first. */
  headline: z.string(),
  axes: z.object({
    build: axisScoreSchema,
    size: axisScoreSchema,
    cache: axisScoreSchema,
    security: axisScoreSchema,
    runtime: axisScoreSchema,
    gpu: axisScoreSchema.optional(),
  }),
  checks: z.array(checkResultSchema),
  /**
   * Findings that a `# dfm ignore=` comment ignores; absent if there are none. Never includes a check of the
   * rubric.
   */
  ignored: z.array(ignoredFindingSchema).optional(),
  replay: z.array(replayResultSchema),
  /** Steps of the cold build, in the format of a replay. */
  cold: replayResultSchema.optional(),
  image: imageResultSchema.optional(),
  timings: timingsSchema,
  /** The engine that graded the run: the version of the sandbox's engine. */
  engine: z.object({ version: z.string(), stampedAt: z.iso.datetime() }).optional(),
  /**
   * Things that the reader must know: a stand-in base, or a `# syntax=` line handled by the built-in
   * frontend.
   */
  notices: z.array(z.string()),
  /**
   * If the status is not `graded`: what ended the run. `message` names its line itself. `limit` is the limit
   * that was reached, with its value.
   */
  failure: z
    .object({
      phase: z.enum(['static', 'sandbox', 'cold-build', 'replay', 'image', 'run']),
      line: z.int().positive().optional(),
      message: z.string(),
      limit: z.string().optional(),
      logTail: z.string().optional(),
    })
    .optional(),
});
export type ResultDocument = z.infer<typeof resultDocumentSchema>;
