import { z } from 'zod';
import { axisSchema } from './axes.ts';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const relativePath = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (p) => !p.startsWith('/') && !p.split('/').includes('..') && !p.includes('\\') && !p.includes('\0'),
    'a path inside the build context',
  );

/** Build arguments by name. BuildKit's own, such as BUILDKIT_INLINE_CACHE, are the runner's to set. */
const buildArgsSchema = z.record(
  z.string().regex(/^(?!BUILDKIT_)[A-Za-z_]\w*$/, "the name of a build argument, not one of BuildKit's own"),
  z.string().max(1000),
);

/**
 * One edit replayed after the cold build. The files are changed as told, then the image is built again with
 * the cache kept.
 */
export const editScenarioSchema = z.object({
  id: slug,
  title: z.string(),
  /**
   * Nothing for an unchanged rebuild. `append` adds text to the end of a file; `replace` swaps the first
   * `find`.
   */
  edits: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('append'), path: relativePath, text: z.string() }),
      z.object({ kind: z.literal('replace'), path: relativePath, find: z.string(), with: z.string() }),
    ]),
  ),
  /**
   * Build arguments that differ from those of the first build, such as the id of a new commit. `{{nonce}}` as
   * in edits.
   */
  buildArgs: buildArgsSchema.optional(),
  /**
   * What the rebuild may take steps from: the builder's own cache, or as on a fresh machine only what the
   * image that the first build pushed carries along.
   */
  cache: z.enum(['own', 'pushed-image']).default('own'),
  /**
   * Stage to build instead of the last one, as `docker build --target`. What the other checks measure is the
   * image of the last stage.
   */
  target: z
    .string()
    .regex(/^[a-z][a-z0-9-_.]*$/, 'the name of a stage, in lower case')
    .optional(),
  /** What `full-rebuild-cached`, `edit-keeps-deps` and, for `layers-shared`, `release-size` expect of it. */
  expects: z.enum(['all-cached', 'deps-cached', 'deps-run', 'layers-shared']),
});
export type EditScenario = z.infer<typeof editScenarioSchema>;

/** An HTTP request to the learner's container. Hidden from the learner's browser. */
export const httpProbeSchema = z.object({
  name: z.string(),
  method: z.enum(['GET', 'POST']).default('GET'),
  path: z.string().startsWith('/'),
  body: z.json().optional(),
  expectStatus: z.int().default(200),
  /** Subset match: every key named must be there with an equal value. */
  expectJson: z.json().optional(),
  /**
   * Other bodies with their answers. Each run draws one at random, so that no image can hold the answer
   * ready.
   */
  draw: z
    .array(z.object({ body: z.json(), expectJson: z.json() }))
    .min(5)
    .max(50)
    .optional(),
  timeoutMs: z.int().positive().default(5_000),
});
export type HttpProbe = z.infer<typeof httpProbeSchema>;

/**
 * What a service must do between its stop signal and its end. Judged by what it answers and leaves, never by
 * what it prints.
 */
export const shutdownPlanSchema = z.object({
  /**
   * How long after the signal it still answers. It must also take itself out of service: `readyPath` no
   * longer answers 2xx.
   */
  drainMs: z.int().positive(),
  /** Sent again and again until then. `{{nonce}}` in its body is a new value each time. */
  request: httpProbeSchema.omit({ draw: true }),
  /**
   * A file that must exist after the stop. The folder it is in is a volume, so that it outlives the
   * container.
   */
  state: z.object({
    path: z.string().regex(/^\/(?:[\w.-]+\/)*[\w-][\w.-]*$/, 'the absolute path of a file'),
    /** What the file holds as JSON. Subset match; `{{nonce}}` is the value in the last request. */
    expectJson: z.json(),
  }),
});
export type ShutdownPlan = z.infer<typeof shutdownPlanSchema>;

/**
 * How the image of a service is started and probed. Without it and without a job the exercise has no run
 * phase.
 */
export const runPlanSchema = z.object({
  port: z.int().min(1).max(65_535),
  /** GET path that answers 2xx when the service is up. */
  readyPath: z.string().startsWith('/'),
  readyTimeoutMs: z.int().positive().default(30_000),
  /** The first probe is the golden request of `predict-smoke`. */
  probes: z.array(httpProbeSchema).default([]),
  /** How long the image's own HEALTHCHECK has to turn healthy. */
  healthyWithinMs: z.int().positive().default(20_000),
  /**
   * How long that HEALTHCHECK has to notice that the service, its processes stopped, no longer answers. Left
   * out: not tried.
   */
  unhealthyWithinMs: z.int().positive().optional(),
  stopGraceMs: z.int().positive().default(8_000),
  /** Left out: the service only has to end by itself. */
  shutdown: shutdownPlanSchema.optional(),
  memoryMb: z.int().positive().default(1_024),
});
export type RunPlan = z.infer<typeof runPlanSchema>;

const environmentSchema = z.record(
  z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable'),
  z.string().max(1000),
);

/** One start of an image that is to end by itself. Hidden from the learner's browser. */
export const jobStartSchema = z.object({
  name: z.string(),
  /** Given to the container, as by `docker run --env`. */
  env: environmentSchema.default({}),
  /** What the last line on standard output has to say as JSON. Subset match, as of a probe. */
  expectJson: z.json().optional(),
  /**
   * Other environments with their reports. Each run draws one at random, so that no image can hold the report
   * ready.
   */
  draw: z
    .array(z.object({ env: environmentSchema, expectJson: z.json() }))
    .min(5)
    .max(50)
    .optional(),
});
export type JobStart = z.infer<typeof jobStartSchema>;

/** How an image is started that does its work and ends, such as a training script. Its exit code has to be 0. */
export const jobPlanSchema = z.object({
  starts: z.array(jobStartSchema).min(1).max(5),
  /** How long each start has. */
  endsWithinMs: z.int().positive().default(30_000),
  memoryMb: z.int().positive().default(1_024),
});
export type JobPlan = z.infer<typeof jobPlanSchema>;

/** One line of an exercise's rubric: which check counts, on which axis, for how much. */
export const rubricItemSchema = z.object({
  check: slug,
  /** Overrides the check's own axis. */
  axis: axisSchema.optional(),
  points: z.number().nonnegative(),
  /** A submission passes only when every required check passes. */
  required: z.boolean().default(false),
  /** Check-specific options, such as `{maxMb: 450}` for size-budget. Validated by the check. */
  options: z.record(z.string(), z.json()).default({}),
});
export type RubricItem = z.infer<typeof rubricItemSchema>;

export const rubricSchema = z.object({
  /** Score (0–100) from which a submission passes, given every required check does. */
  passScore: z.number().min(0).max(100).default(80),
  items: z.array(rubricItemSchema).min(1),
});
export type Rubric = z.infer<typeof rubricSchema>;

/** Per-exercise limits. Units in the names. The runner caps them by its own environment. */
export const limitsSchema = z.object({
  contextMb: z.number().positive().default(20),
  coldBuildSeconds: z.int().positive().default(300),
  replaySeconds: z.int().positive().default(240),
  imageMb: z.int().positive().default(2_000),
});
export type Limits = z.infer<typeof limitsSchema>;

export const wrongVariantSchema = z.object({
  id: slug,
  title: z.string(),
  /** Checks that must end as `fail` for this variant, and be among the reasons it does not pass. */
  caughtBy: z.array(slug).min(1),
  /** Further checks that may fail or warn as a consequence. Any other failing check is a content defect. */
  mayAlsoFail: z.array(slug).default([]),
  /** Where the whole run ends otherwise than graded. */
  status: z.enum(['graded', 'build-failed', 'rejected', 'timed-out', 'out-of-memory']).default('graded'),
});
export type WrongVariant = z.infer<typeof wrongVariantSchema>;

export const nodeLabelSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, 'lower-case letters, digits, points and hyphens');

const nodeNeedsSchema = z.object({
  /** Such as `gpu`. */
  labels: z.array(nodeLabelSchema).min(1).max(5),
  /**
   * While no node has them all: the run waits for one, or goes on elsewhere with what they stand for
   * simulated, and its result says so.
   */
  otherwise: z.enum(['wait', 'simulate']).default('wait'),
});

/** A hint for everybody, or one for those in whose newest run one of these checks did not pass. */
export const hintSchema = z.union([z.string(), z.object({ failed: z.array(slug).min(1), text: z.string() })]);
export type Hint = z.infer<typeof hintSchema>;

/**
 * What a board ranks confirmed runs by, the least first. `total-bytes`: the whole image as a registry moves
 * it, before compression.
 */
export const boardMeasureSchema = z.enum(['total-bytes'], 'what the board ranks by: there is total-bytes');
export type BoardMeasure = z.infer<typeof boardMeasureSchema>;

/**
 * `exercise.yaml`. Files lie beside it: starter/, solution/ and wrong/<id>/ hold only what differs from
 * starter/.
 */
export const exerciseSchema = z.object({
  version: z.literal(1),
  slug,
  title: z.string(),
  summary: z.string(),
  difficulty: z.int().min(1).max(5),
  minutes: z.int().positive(),
  tags: z.array(z.string()).default([]),
  lesson: slug.optional(),
  /** What a node must have for this, by its label. */
  needs: nodeNeedsSchema.optional(),
  /** Files the learner may change, in tab order. The first is opened. A path not in starter/ starts empty. */
  editable: z.array(relativePath).min(1),
  /** Files of starter/ shown read-only in tabs. Everything else is in the context but not shown. */
  readonly: z.array(relativePath).default([]),
  /** Unfold one at a time: first those for what failed, in the order to mend it, then those for everybody. */
  hints: z.array(hintSchema).default([]),
  /** Given to every build, the first included. */
  buildArgs: buildArgsSchema.default({}),
  /**
   * Ids of the secrets handed to every build, for `RUN --mount=type=secret,id=…`. The runner makes their
   * values up: canaries to look for in the image.
   */
  secrets: z
    .array(z.string().regex(/^\w[\w.-]{0,63}$/, 'letters, digits, points, hyphens and underscores'))
    .max(8)
    .refine((ids) => new Set(ids).size === ids.length, 'each id once')
    .default([]),
  /**
   * Whether learners' sandboxes start with the steps of its starter and solution already built. Off where the
   * first build is to be watched: steps that come from there print nothing. Never with `secrets`.
   */
  courseLayers: z.boolean().default(true),
  scenarios: z.array(editScenarioSchema).default([]),
  run: runPlanSchema.optional(),
  /** Instead of `run`, for an image that is no service. */
  job: jobPlanSchema.optional(),
  limits: limitsSchema.prefault({}),
  /**
   * The exercise has a board, on which learners who want to stand side by side with what their best confirmed
   * run measured.
   */
  board: boardMeasureSchema.optional(),
  rubric: rubricSchema,
  wrong: z.array(wrongVariantSchema).min(3),
});
export type Exercise = z.infer<typeof exerciseSchema>;

/** A file of a build context as it crosses site ⇄ runner: text where it is valid UTF-8, base64 otherwise. */
export const contextFileSchema = z.object({
  path: relativePath,
  encoding: z.enum(['utf8', 'base64']),
  data: z.string(),
  /** Octal permission bits as a number, 0o644 by default. */
  mode: z.int().nonnegative().default(0o644),
});
export type ContextFile = z.infer<typeof contextFileSchema>;
