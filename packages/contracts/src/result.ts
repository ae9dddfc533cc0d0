import * as z from 'zod/mini';
import { axisSchema } from './axes.ts';
import { ignoredFindingSchema, severitySchema } from './finding.ts';
import { countSchema, durationSchema, positionSchema } from './numbers.ts';

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
  unit: z._default(z.enum(['bytes', 'ms', 'count', 'uid', 'path', 'text']), 'text'),
  wanted: z.optional(z.union([z.string(), z.number(), z.boolean()])),
});
export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

/** A replayed edit, judged by the packages that it installs again. */
export const editVerdictSchema = z.object({
  /** Title of the scenario. */
  title: z.string(),
  ok: z.boolean(),
  /** `cached`: no package should be installed. `installed`: the edit changes the packages. */
  wanted: z.enum(['cached', 'installed']),
  /**
   * The steps that lost the cache for the installs below them, why, and how to prevent it. Empty if nothing
   * was installed.
   */
  lostAt: z.array(
    z.object({ line: z.optional(positionSchema), reason: z.string(), fix: z.optional(z.string()) }),
  ),
  /** Dockerfile lines of the installs that ran again. */
  installLines: z.array(positionSchema),
  /** Together for these installs: their time, and the uncompressed bytes of their new layers. */
  ms: durationSchema,
  bytes: countSchema,
  /** `first-build`: the rebuild was stopped, so time and bytes are those of the first build. */
  measuredIn: z.enum(['rebuild', 'first-build']),
});
export type EditVerdict = z.infer<typeof editVerdictSchema>;

export const checkResultSchema = z.object({
  id: z.string(),
  axis: axisSchema,
  /** `skipped`: the evidence is missing (never a pass). */
  status: z.enum(['pass', 'warn', 'fail', 'skipped']),
  severity: severitySchema,
  points: z.number(),
  maxPoints: z.number(),
  required: z.boolean(),
  /**
   * Only if `skipped`: what it measures needs a GPU, and the GPU was simulated. It gives no points, and a
   * required check does not prevent the run from passing.
   */
  simulated: z.optional(z.boolean()),
  /** 1-based Dockerfile line (or line of `path`). */
  line: z.optional(positionSchema),
  endLine: z.optional(positionSchema),
  path: z.optional(z.string()),
  message: z.string(),
  /** Why it matters, one or two sentences. */
  why: z.string(),
  /** The next step to take. */
  next: z.optional(z.string()),
  evidence: z.array(evidenceItemSchema),
  /** Only of `edit-keeps-deps`, in the order of the exercise; absent in older results. */
  edits: z.optional(z.array(editVerdictSchema)),
  /** Rules of established tools: for a failed check those named by its findings, otherwise all of the check. */
  also: z.array(z.string()),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const replayStepSchema = z.object({
  line: z.optional(positionSchema),
  /** `builder` or `stage-0`; `name` is the step's text as reported by BuildKit. */
  stage: z.string(),
  name: z.string(),
  cached: z.boolean(),
  ms: durationSchema,
  /**
   * Uncompressed bytes of the new layer of this step; 0 if it was cached, adds no layer to the final image,
   * or the rebuild was stopped.
   */
  bytes: countSchema,
  /**
   * For a cached step whose result came with the course's layers: its time when those were built. `bytes` is
   * the size of its layer.
   */
  courseMs: z.optional(durationSchema),
  /**
   * For a step that was unfinished when the rebuild was stopped: its time in the first build. `ms` is how
   * long it had run, 0 if it had not started.
   */
  firstBuildMs: z.optional(durationSchema),
});
export type ReplayStep = z.infer<typeof replayStepSchema>;

export const replayResultSchema = z.object({
  scenario: z.string(),
  title: z.string(),
  totalMs: durationSchema,
  /** Line of the first step that ran again although an earlier build had completed it: the first cache miss. */
  firstMissLine: z.optional(positionSchema),
  /**
   * The rebuild was stopped because its answer was known. `repeatsMs` is the time of the remaining steps in
   * the first build, and `totalMs` ends when it was stopped. Steps about which nothing was known are left
   * out.
   */
  stopped: z.optional(z.object({ repeatsMs: durationSchema })),
  steps: z.array(replayStepSchema),
});
export type ReplayResult = z.infer<typeof replayResultSchema>;

export const imageLayerSchema = z.object({
  /** Line in the learner's Dockerfile; absent for layers of the base. */
  line: z.optional(positionSchema),
  /** Kind of instruction, which determines the colour: FROM for base layers. */
  instruction: z.string(),
  createdBy: z.string(),
  diffId: z.string(),
  fromBase: z.boolean(),
  /** Uncompressed bytes of the regular files the layer adds; hard links counted once. */
  bytes: countSchema,
  /** The part of these bytes that a later layer overwrote or deleted. */
  wastedBytes: countSchema,
  /** Size of the layer as stored, with gzip or zstd; absent if it is stored uncompressed, as engines do. */
  compressedBytes: z.optional(countSchema),
  files: countSchema,
});
export type ImageLayer = z.infer<typeof imageLayerSchema>;

const contentBytesSchema = z.object({
  /** `model-weights`, `python-packages`, …; all groups are listed in docs/result-document.md. */
  group: z.string(),
  /** Visible in a container. */
  liveBytes: countSchema,
  /** Overwritten or deleted by a later layer. */
  wastedBytes: countSchema,
});

/**
 * What the bytes of an image are. Each byte is in exactly one group, so the sums equal the totals of the
 * image and of each layer.
 */
export const imageContentsSchema = z.object({
  /** Largest first, each with a readable name. */
  groups: z.array(z.extend(contentBytesSchema, { label: z.string() })),
  /** For each layer of the image, in order, its groups, largest first. */
  layers: z.array(z.array(contentBytesSchema)),
});
export type ImageContents = z.infer<typeof imageContentsSchema>;

export const imageResultSchema = z.object({
  totalBytes: countSchema,
  liveBytes: countSchema,
  wastedBytes: countSchema,
  baseBytes: countSchema,
  /**
   * Bytes transferred to a registry, before compression: layers as tars, with headers and names, and the
   * configuration. Absent in older results.
   */
  transferBytes: z.optional(countSchema),
  /** `python:3.11-slim-bookworm`, and whether it is the pulled image or a stand-in built from Debian. */
  base: z.optional(z.object({ reference: z.string(), standIn: z.boolean() })),
  layers: z.array(imageLayerSchema),
  /** Largest wasted or live paths, worst first. */
  largest: z
    .array(z.object({ path: z.string(), bytes: z.int(), layer: z.int(), wasted: z.boolean() }))
    .check(z.maxLength(50)),
  /** Absent in older results. */
  contents: z.optional(imageContentsSchema),
});
export type ImageResult = z.infer<typeof imageResultSchema>;

export const timingsSchema = z.object({
  queuedMs: z.optional(durationSchema),
  sandboxMs: z.optional(durationSchema),
  staticMs: z.optional(durationSchema),
  coldBuildMs: z.optional(durationSchema),
  replayMs: z.optional(durationSchema),
  imageMs: z.optional(durationSchema),
  runMs: z.optional(durationSchema),
  totalMs: durationSchema,
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
  score: z.number().check(z.minimum(0), z.maximum(100)),
  /** One sentence with the most important thing first. */
  headline: z.string(),
  axes: z.object({
    build: axisScoreSchema,
    size: axisScoreSchema,
    cache: axisScoreSchema,
    security: axisScoreSchema,
    runtime: axisScoreSchema,
    gpu: z.optional(axisScoreSchema),
  }),
  checks: z.array(checkResultSchema),
  /**
   * Findings that a `# dfm ignore=` comment ignores; absent if there are none. Never includes a check of the
   * rubric.
   */
  ignored: z.optional(z.array(ignoredFindingSchema)),
  replay: z.array(replayResultSchema),
  /** Steps of the cold build, in the format of a replay. */
  cold: z.optional(replayResultSchema),
  image: z.optional(imageResultSchema),
  timings: timingsSchema,
  /** The engine that graded the run: the version of the sandbox's engine. */
  engine: z.optional(z.object({ version: z.string(), stampedAt: z.iso.datetime() })),
  /**
   * Things that the reader must know: a stand-in base, or a `# syntax=` line handled by the built-in
   * frontend.
   */
  notices: z.array(z.string()),
  /**
   * If the status is not `graded`: what ended the run. `message` names its line itself. `limit` is the limit
   * that was reached, with its value.
   */
  failure: z.optional(
    z.object({
      phase: z.enum(['static', 'sandbox', 'cold-build', 'replay', 'image', 'run']),
      line: z.optional(positionSchema),
      message: z.string(),
      limit: z.optional(z.string()),
      logTail: z.optional(z.string()),
    }),
  ),
});
export type ResultDocument = z.infer<typeof resultDocumentSchema>;
