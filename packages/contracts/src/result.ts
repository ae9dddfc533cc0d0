import { z } from 'zod';
import { axisSchema } from './axes.ts';
import { ignoredFindingSchema, severitySchema } from './finding.ts';

/**
 * How a run ended. All are expected outcomes but `infrastructure`, our fault: it never costs the learner an
 * attempt.
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

/** A named, measured fact: what was seen, where, and what was wanted. */
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
  /** `skipped`: its evidence is missing (never a pass). */
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
  /** Rules of established tools: of what failed those that its findings name, otherwise all of the check. */
  also: z.array(z.string()),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const replayStepSchema = z.object({
  line: z.int().positive().optional(),
  /** `builder` or `stage-0`; the step's text as BuildKit names it. */
  stage: z.string(),
  name: z.string(),
  cached: z.boolean(),
  ms: z.number().nonnegative(),
  /**
   * Uncompressed bytes of the new layer this step pushed; 0 when cached, when it makes no layer of the final
   * image, and where the rebuild was stopped.
   */
  bytes: z.int().nonnegative(),
  /**
   * Of a cached step whose result came with the course's layers: what it took when those were built. `bytes`
   * is its layer's.
   */
  courseMs: z.number().nonnegative().optional(),
  /**
   * Of a step that was not done when the rebuild was stopped: what it took in the first build. `ms` is how
   * long it had run, 0 where it had not started.
   */
  firstBuildMs: z.number().nonnegative().optional(),
});
export type ReplayStep = z.infer<typeof replayStepSchema>;

export const replayResultSchema = z.object({
  scenario: z.string(),
  title: z.string(),
  totalMs: z.number().nonnegative(),
  /** Line of the first step that ran though an earlier build had done it: the reason for all below. */
  firstMissLine: z.int().positive().optional(),
  /**
   * The rebuild was stopped because its answer was known: `repeatsMs` is what the steps that it had yet to
   * run took in the first build, `totalMs` ends where it was stopped. Steps of which nothing was known are
   * left out.
   */
  stopped: z.object({ repeatsMs: z.number().nonnegative() }).optional(),
  steps: z.array(replayStepSchema),
});
export type ReplayResult = z.infer<typeof replayResultSchema>;

export const imageLayerSchema = z.object({
  /** Line of the learner's Dockerfile; absent for layers of the base. */
  line: z.int().positive().optional(),
  /** Kind of instruction, for colour: FROM for base layers. */
  instruction: z.string(),
  createdBy: z.string(),
  diffId: z.string(),
  fromBase: z.boolean(),
  /** Uncompressed bytes of the regular files the layer adds; hard links counted once. */
  bytes: z.int().nonnegative(),
  /** Of these, bytes a later layer overwrote or deleted. */
  wastedBytes: z.int().nonnegative(),
  /** Of the layer as it is stored, gzip or zstd; absent where it is stored plain, as an engine does. */
  compressedBytes: z.int().nonnegative().optional(),
  files: z.int().nonnegative(),
});
export type ImageLayer = z.infer<typeof imageLayerSchema>;

const contentBytesSchema = z.object({
  /** `model-weights`, `python-packages`, …; those that there are stand in docs/result-document.md. */
  group: z.string(),
  /** Visible in a container. */
  liveBytes: z.int().nonnegative(),
  /** Overwritten or deleted by a later layer. */
  wastedBytes: z.int().nonnegative(),
});

/**
 * What the bytes of an image are. Each byte is in one group: the sums are the image's and each layer's own
 * numbers.
 */
export const imageContentsSchema = z.object({
  /** Largest first, each with its name for a reader. */
  groups: z.array(contentBytesSchema.extend({ label: z.string() })),
  /** For each of the image's layers, in their order, the groups it has bytes of, largest first. */
  layers: z.array(z.array(contentBytesSchema)),
});
export type ImageContents = z.infer<typeof imageContentsSchema>;

export const imageResultSchema = z.object({
  totalBytes: z.int().nonnegative(),
  liveBytes: z.int().nonnegative(),
  wastedBytes: z.int().nonnegative(),
  baseBytes: z.int().nonnegative(),
  /**
   * What a registry moves, before compression: layers as tars, with headers and names, and the configuration.
   * Absent in results from before it was counted.
   */
  transferBytes: z.int().nonnegative().optional(),
  /** `python:3.11-slim-bookworm`, and whether it is the pulled image or a stand-in built from Debian. */
  base: z.object({ reference: z.string(), standIn: z.boolean() }).optional(),
  layers: z.array(imageLayerSchema),
  /** Largest wasted or live paths, worst first. */
  largest: z
    .array(z.object({ path: z.string(), bytes: z.int(), layer: z.int(), wasted: z.boolean() }))
    .max(50),
  /** Absent in results from before it was measured. */
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
  /** One sentence that says the most important thing first. */
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
   * Remarks that a `# dfm ignore=` comment set aside; absent where there are none. Never a check of the
   * rubric.
   */
  ignored: z.array(ignoredFindingSchema).optional(),
  replay: z.array(replayResultSchema),
  /** Steps of the cold build, in the shape of a replay. */
  cold: replayResultSchema.optional(),
  image: imageResultSchema.optional(),
  timings: timingsSchema,
  /** Which engine graded: version of the sandbox's engine, and BuildKit's where known. */
  engine: z.object({ version: z.string(), stampedAt: z.iso.datetime() }).optional(),
  /** Things the reader must know: a stand-in base, a `# syntax=` answered by the built-in frontend. */
  notices: z.array(z.string()),
  /** Where status is not `graded`: what ended it. `limit` names the limit reached with its number. */
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
