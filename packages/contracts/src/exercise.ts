import { z } from 'zod';
import { axisSchema } from './axes.ts';
import { drawsSchema } from './draws.ts';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
/** Metadata `names`: what a text is the name of, which the editor of drafts suggests. */
const checkId = slug.meta({ names: 'check' });
const relativePath = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (p) => !p.startsWith('/') && !p.split('/').includes('..') && !p.includes('\\') && !p.includes('\0'),
    'must be a path inside the build context',
  );

/** A file of a build context as sent between site and runner: text if it is valid UTF-8, otherwise base64. */
export const contextFileSchema = z.object({
  path: relativePath,
  encoding: z.enum(['utf8', 'base64']),
  data: z.string(),
  /** Octal permission bits as a number, 0o644 by default. */
  mode: z.int().nonnegative().default(0o644),
});
export type ContextFile = z.infer<typeof contextFileSchema>;

/** Build arguments by name. BuildKit's own, such as BUILDKIT_INLINE_CACHE, are set by the runner. */
const buildArgsSchema = z.record(
  z
    .string()
    .regex(
      /^(?!BUILDKIT_)[A-Za-z_]\w*$/,
      "must be the name of a build argument, and not one of BuildKit's own",
    ),
  z.string().max(1000),
);

/**
 * An edit that is replayed after the cold build: the files are changed, then the image is rebuilt with the
 * existing cache.
 */
export const editScenarioSchema = z.object({
  id: slug.describe('Figures refer to the edit by it.'),
  title: z.string().describe('What is edited, plain text.'),
  edits: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('append'), path: relativePath, text: z.string() }),
        z.object({ kind: z.literal('replace'), path: relativePath, find: z.string(), with: z.string() }),
      ]),
    )
    .describe(
      'Empty for an unchanged rebuild. `append` adds text to the end of a file; `replace` replaces the first occurrence of `find`.',
    ),
  buildArgs: buildArgsSchema
    .optional()
    .describe(
      'Build arguments that differ from those of the first build, such as the ID of a new commit. May contain `{{nonce}}`, like edits.',
    ),
  cache: z
    .enum(['own', 'pushed-image'])
    .default('own')
    .describe(
      "The cache that the rebuild may use: the builder's own, or, as on a fresh machine, only the one in the image that the first build pushed.",
    ),
  target: z
    .string()
    .regex(/^[a-z][a-z0-9-_.]*$/, 'must be the name of a stage, in lower case')
    .optional()
    .describe(
      'Stage to build instead of the last one, like `docker build --target`. The other checks still measure the image of the last stage.',
    ),
  expects: z
    .enum(['all-cached', 'deps-cached', 'deps-run', 'layers-shared'])
    .describe(
      'What `full-rebuild-cached`, `edit-keeps-deps` and, for `layers-shared`, `release-size` expect of the rebuild.',
    ),
});
export type EditScenario = z.infer<typeof editScenarioSchema>;

/** An HTTP request to the learner's container. Hidden from the learner's browser. */
export const httpProbeSchema = z.object({
  name: z.string(),
  method: z.enum(['GET', 'POST']).default('GET'),
  path: z.string().startsWith('/'),
  body: z.json().optional(),
  expectStatus: z.int().default(200),
  expectJson: z
    .json()
    .optional()
    .describe('Subset match: every key listed must be present with an equal value.'),
  draw: z
    .array(z.object({ body: z.json(), expectJson: z.json() }))
    .min(5)
    .max(50)
    .optional()
    .describe(
      'More bodies with their responses. Each run draws one at random, so that no image can contain a prepared response.',
    ),
  onGpu: z.boolean().optional().describe('Sent only if a GPU of the node is used, not a simulated one.'),
  timeoutMs: z.int().positive().default(5_000),
});
export type HttpProbe = z.infer<typeof httpProbeSchema>;

/**
 * What a service must do between its stop signal and its exit. Graded by its responses and the file that it
 * leaves, never by its output.
 */
export const shutdownPlanSchema = z.object({
  drainMs: z
    .int()
    .positive()
    .describe(
      'How long after the signal it must still respond. It must also report that it is no longer ready: `readyPath` no longer returns 2xx.',
    ),
  request: httpProbeSchema
    .omit({ draw: true })
    .describe('Sent repeatedly until then. `{{nonce}}` in its body is a new value each time.'),
  state: z
    .object({
      path: z.string().regex(/^\/(?:[\w.-]+\/)*[\w-][\w.-]*$/, 'must be the absolute path of a file'),
      /** Expected JSON content of the file. Subset match; `{{nonce}}` is the value in the last request. */
      expectJson: z.json(),
    })
    .describe(
      'A file that must exist after the stop. Its folder is a volume, so that the file outlives the container.',
    ),
});
export type ShutdownPlan = z.infer<typeof shutdownPlanSchema>;

const environmentSchema = z.record(
  z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable'),
  z.string().max(1000),
);

const folderInContainer = z
  .string()
  .max(200)
  .regex(/^(?:\/\.?[\w-][\w.-]*)+$/, 'must be the absolute path of a folder');

/** Files of the exercise that a container gets as a volume, such as a model that is not in the image. */
export const mountedFilesSchema = z.object({
  folder: slug.describe(
    'The name of a folder in `mounts/` of the exercise. It is in no build context, and learners do not see it.',
  ),
  path: folderInContainer.describe('Where the container has the folder.'),
  readonly: z.boolean().default(true).describe('If false, every user of the container can write to it.'),
});
export type MountedFiles = z.infer<typeof mountedFilesSchema>;

/** What may differ between the starts of a service. */
const configurationSchema = z.object({
  env: environmentSchema,
  port: z.int().min(1).max(65_535),
  files: mountedFilesSchema,
  probes: z.array(httpProbeSchema).min(1),
  afterwards: z.array(httpProbeSchema).min(1),
});

/** One more start of a service, with different settings. Hidden from the learner's browser. */
export const serviceStartSchema = z.object({
  name: z.string(),
  env: configurationSchema.shape.env.default({}).describe('Added to the environment of the plan.'),
  port: configurationSchema.shape.port
    .optional()
    .describe('Where it listens, if not on the port of the plan.'),
  files: configurationSchema.shape.files.optional().describe('Replaces the files of the plan.'),
  probes: z.array(httpProbeSchema).default([]).describe('What it must answer.'),
  refuses: z
    .boolean()
    .default(false)
    .describe(
      'Instead of becoming ready, it must exit with an error within `readyTimeoutMs`, because something is wrong with these settings.',
    ),
  keeps: folderInContainer
    .optional()
    .describe(
      'A volume at this path outlives the container: after the probes, the service is stopped, its container is removed, and a new container gets the same volume.',
    ),
  afterwards: z
    .array(httpProbeSchema)
    .default([])
    .describe('With `keeps`: what the new container must answer.'),
  draw: z
    .array(configurationSchema.partial())
    .min(5)
    .max(50)
    .optional()
    .describe(
      'Alternatives, each of which replaces what it has. Each run draws one at random, so that no image can contain a prepared answer.',
    ),
});
export type ServiceStart = z.infer<typeof serviceStartSchema>;

/** A server from which a service can download files, such as its model, when it starts. */
export const fileServerSchema = z.object({
  name: slug.describe('Its name in the network: it answers at `http://<name>/`, on port 80.'),
  folder: slug.describe('The name of a folder in `mounts/` of the exercise, which it serves.'),
  kbPerSecond: z
    .int()
    .min(10)
    .optional()
    .describe(
      'Speed of each download, so that a small file takes as long as a large one. In kB (1,000 bytes) per second.',
    ),
});
export type FileServer = z.infer<typeof fileServerSchema>;

/** Many requests, to see whether the memory of a service grows with them. Hidden from the learner's browser. */
export const loadPlanSchema = z.object({
  warmUp: z
    .int()
    .min(1)
    .max(1_000)
    .default(50)
    .describe('Requests before the memory is measured for the first time.'),
  requests: z.int().min(10).max(5_000).describe('Requests between the two measurements.'),
  concurrency: z.int().min(1).max(16).default(1).describe('Requests that are sent at the same time.'),
  maxGrowthMib: z.number().positive().describe('How much the resident memory of all its processes may grow.'),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

/** A service that has to report separately whether it is alive and whether it is ready. */
export const alivePlanSchema = z.object({
  path: z.string().startsWith('/').describe('GET path that returns 2xx while the service is alive.'),
  startingMs: z.int().positive().describe('Time limit for its first 2xx after the start of the container.'),
  loses: relativePath
    .optional()
    .describe(
      'A file in the folder of `files`, which is removed at the end: the service must then stay alive and no longer be ready.',
    ),
});
export type AlivePlan = z.infer<typeof alivePlanSchema>;

const optionsPath = relativePath
  .optional()
  .describe(
    'A Compose file of the submission, such as `compose.yaml`. Its service sets the options with which the image is started. Without it, containers have no capabilities and cannot gain privileges; with it, they have what Docker gives by default, and what the file changes.',
  );

/** What someone who has broken into a service would try. Hidden from the learner's browser. */
export const attackSchema = z.object({
  name: z.string().describe('What is tried, such as `change the code`.'),
  command: z
    .string()
    .max(2_000)
    .describe('Run by `sh -c` in the container, as its user. It must exit with 0 if the attack succeeded.'),
  why: z.string().describe('Shown if it succeeded: the principle that prevents it. A sentence, plain text.'),
});
export type Attack = z.infer<typeof attackSchema>;

/**
 * How the image of a service is started and probed. An exercise without this and without a job has no run
 * phase.
 */
export const runPlanSchema = z.object({
  port: z.int().min(1).max(65_535),
  readyPath: z.string().startsWith('/').describe('GET path that returns 2xx when the service is up.'),
  readyTimeoutMs: z.int().positive().default(30_000),
  probes: z
    .array(httpProbeSchema)
    .default([])
    .describe('The first probe is the golden request of `predict-smoke`.'),
  healthyWithinMs: z
    .int()
    .positive()
    .default(20_000)
    .describe("Time limit for the image's own HEALTHCHECK to report healthy."),
  unhealthyWithinMs: z
    .int()
    .positive()
    .optional()
    .describe(
      'Time limit for that HEALTHCHECK to notice that the service, with its processes stopped, no longer responds. If omitted, this is not tested.',
    ),
  stopGraceMs: z.int().positive().default(8_000),
  env: environmentSchema.default({}).describe('Environment of the container, like `docker run --env`.'),
  files: mountedFilesSchema
    .optional()
    .describe('Files that the container needs and the image does not have.'),
  serves: fileServerSchema
    .optional()
    .describe('A file server that every container of the service can reach, and the build cannot.'),
  starts: z
    .array(serviceStartSchema)
    .max(5)
    .default([])
    .describe(
      'Further starts of the same image, one after another. `{{nonce}}` in a start is a new value for each run.',
    ),
  load: loadPlanSchema
    .optional()
    .describe('The first probe is sent many times to the first start, after all other requests.'),
  alive: alivePlanSchema
    .optional()
    .describe(
      'The path and `readyPath` are watched from the first start on. The service must be alive before it is ready.',
    ),
  options: optionsPath,
  attacks: z
    .array(attackSchema)
    .max(10)
    .default([])
    .describe(
      'Tried after the probes. Each must fail in the container that is started with the `options`, and succeed in one that is started without them, as root.',
    ),
  shutdown: shutdownPlanSchema.optional().describe('If omitted, the service only has to exit by itself.'),
  memoryMib: z.int().positive().default(1_024),
});
export type RunPlan = z.infer<typeof runPlanSchema>;

const leftFileSchema = z.object({
  path: z
    .string()
    .regex(/^(?:\/\.?[\w-][\w.-]*)+$/, 'must be the absolute path of a file')
    .describe('Where the container has it, below the path of `files`.'),
  expectJson: z.json().optional().describe('Expected JSON content. Subset match, as for a probe.'),
  owner: z.int().nonnegative().optional().describe('ID of the user that it must belong to.'),
});
export type ExpectedFile = z.infer<typeof leftFileSchema>;

/** What may differ between the alternatives of a start. */
const jobRowSchema = z.object({
  env: environmentSchema,
  expectJson: z.json().optional(),
  leaves: leftFileSchema,
});

/** One start of an image that must exit by itself. Hidden from the learner's browser. */
export const jobStartSchema = z.object({
  name: z.string(),
  env: environmentSchema.default({}).describe('Environment of the container, like `docker run --env`.'),
  user: z
    .string()
    .regex(/^\d{1,5}(?::\d{1,5})?$/, 'must be the ID of a user, and of a group after a colon')
    .optional()
    .describe('User that it is started as, like `docker run --user`. Replaces the user of `options`.'),
  files: mountedFilesSchema
    .optional()
    .describe('Files that the container gets. With `readonly: false`, it can leave files there.'),
  expectJson: jobRowSchema.shape.expectJson.describe(
    'Expected JSON in the last line of standard output. Subset match, as for a probe.',
  ),
  leaves: leftFileSchema.optional().describe('A file that it must leave in the folder of `files`.'),
  draw: z
    .array(jobRowSchema.partial())
    .min(5)
    .max(50)
    .optional()
    .describe(
      'Alternatives, each of which replaces what it has, such as the environment and the report. Each run draws one at random, so that no image can contain a prepared report.',
    ),
});
export type JobStart = z.infer<typeof jobStartSchema>;

/** How an image is started that does its work and exits, such as a training script. Its exit code must be 0. */
export const jobPlanSchema = z.object({
  starts: z.array(jobStartSchema).min(1).max(5),
  options: optionsPath,
  endsWithinMs: z.int().positive().default(30_000).describe('Time limit for each start.'),
  memoryMib: z.int().positive().default(1_024),
});
export type JobPlan = z.infer<typeof jobPlanSchema>;

/** One entry of an exercise's rubric: a check, its axis and its points. */
export const rubricItemSchema = z.object({
  check: checkId.describe('The ID of a check.'),
  axis: z.optional(axisSchema).describe("Overrides the check's own axis."),
  points: z.number().nonnegative().describe('Its share of the score, which is in percent of all points.'),
  required: z.boolean().default(false).describe('A submission passes only when every required check passes.'),
  options: z
    .record(z.string(), z.json())
    .default({})
    .meta({ optionsOf: 'check' })
    .describe('Check-specific options, such as `{maxMb: 450}` for size-budget. Validated by the check.'),
});
export type RubricItem = z.infer<typeof rubricItemSchema>;

export const rubricSchema = z.object({
  passScore: z
    .number()
    .min(0)
    .max(100)
    .default(80)
    .describe('Score (0–100) from which a submission passes, if every required check passes.'),
  items: z.array(rubricItemSchema).min(1).describe('Checks and points.'),
});
export type Rubric = z.infer<typeof rubricSchema>;

/** Limits per exercise, with units in the names (MiB are 2^20 bytes). The runner's own limits still apply. */
export const limitsSchema = z.object({
  contextMib: z.number().positive().default(20),
  coldBuildSeconds: z.int().positive().default(300),
  replaySeconds: z.int().positive().default(240),
  imageMib: z.int().positive().default(2_000),
});
export type Limits = z.infer<typeof limitsSchema>;

export const wrongVariantSchema = z.object({
  id: slug.describe('The name of its folder in wrong/.'),
  title: z.string().describe('The mistake, plain text.'),
  caughtBy: z
    .array(checkId)
    .min(1)
    .describe(
      'Checks that must have status `fail` for this variant and be among the reasons why it does not pass.',
    ),
  mayAlsoFail: z
    .array(checkId)
    .default([])
    .describe(
      'Other checks that may fail or warn as a consequence. Any other failing check is a mistake in the content.',
    ),
  status: z
    .enum(['graded', 'build-failed', 'rejected', 'timed-out', 'out-of-memory'])
    .default('graded')
    .describe('Status of the run, if it is not graded.'),
});
export type WrongVariant = z.infer<typeof wrongVariantSchema>;

export const nodeLabelSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, 'must consist of lower-case letters, digits, points and hyphens');

const nodeNeedsSchema = z.object({
  labels: z.array(nodeLabelSchema).min(1).max(5).describe('Such as `gpu`.'),
  otherwise: z
    .enum(['wait', 'simulate'])
    .default('wait')
    .describe(
      'What happens while no node has all labels: the run waits for one, or runs on a node without them. In that case the missing capability is simulated, and the result states this.',
    ),
});

/** A hint for everyone, or one for learners in whose newest run one of these checks did not pass. */
export const hintSchema = z.union([
  z.string(),
  z.object({
    failed: z
      .array(checkId)
      .min(1)
      .describe('The hint is for learners whose newest run failed one of these.'),
    text: z.string().describe('Plain text.'),
  }),
]);
export type Hint = z.infer<typeof hintSchema>;

/**
 * The measure by which a board ranks confirmed runs, the smallest first. `total-bytes`: the complete image as
 * transferred to a registry, before compression.
 */
export const boardMeasureSchema = z.enum(
  ['total-bytes'],
  'must be total-bytes, the measure that the board ranks by',
);
export type BoardMeasure = z.infer<typeof boardMeasureSchema>;

/**
 * `exercise.yaml`. The files are next to it: solution/ and wrong/<id>/ contain only what differs from
 * starter/.
 */
export const exerciseSchema = z.object({
  version: z.literal(1).describe('Version of this format.'),
  slug: slug.describe('The name of its folder.'),
  title: z.string().describe('A few words, plain text.'),
  summary: z.string().describe('One sentence: what the learner does.'),
  difficulty: z.int().min(1).max(5).describe('From 1 to 5.'),
  minutes: z.int().positive().describe('How long learners usually need.'),
  tags: z
    .array(z.string().meta({ names: 'tag' }))
    .default([])
    .describe('Its topics: the course map groups by them, and the search finds them.'),
  lesson: slug
    .meta({ names: 'lesson' })
    .optional()
    .describe('The lesson that it practises, to which its page links.'),
  needs: nodeNeedsSchema.optional().describe('Labels that a node must have for this exercise.'),
  editable: z
    .array(relativePath)
    .min(1)
    .describe(
      'Files that the learner may change, in tab order. The first is opened. A path not in starter/ starts empty.',
    ),
  readonly: z
    .array(relativePath)
    .default([])
    .describe(
      'Files of starter/ that are shown read-only in tabs. Everything else is in the build context but not shown.',
    ),
  hints: z
    .array(hintSchema)
    .default([])
    .describe(
      'Unfolded one at a time: first those for failed checks, in the order in which to fix them, then the general ones.',
    ),
  buildArgs: buildArgsSchema.default({}).describe('Passed to every build, including the first.'),
  secrets: z
    .array(
      z
        .string()
        .regex(/^\w[\w.-]{0,63}$/, 'must consist of letters, digits, points, hyphens and underscores'),
    )
    .max(8)
    .refine((ids) => new Set(ids).size === ids.length, 'must not contain an ID twice')
    .default([])
    .describe(
      'IDs of the secrets passed to every build, for `RUN --mount=type=secret,id=…`. The runner generates their values, and looks for them in the image.',
    ),
  courseLayers: z
    .boolean()
    .default(true)
    .describe(
      "Whether learners' sandboxes start with the steps of its starter and solution already built. Turn it off if learners should watch the first build, because prebuilt steps print nothing. Never applies with `secrets`.",
    ),
  scenarios: z
    .array(editScenarioSchema)
    .default([])
    .describe('Edits that are replayed after the first build.'),
  run: runPlanSchema.optional().describe('How a service is started and probed.'),
  job: jobPlanSchema.optional().describe('Replaces `run` for an image that is not a service.'),
  limits: limitsSchema.prefault({}).describe('Limits of this exercise. MiB are 2^20 bytes.'),
  draws: drawsSchema
    .optional()
    .describe(
      'Values of which each learner has one set, filled in for placeholders such as `{{port}}` in all texts of the exercise and its files.',
    ),
  board: boardMeasureSchema
    .optional()
    .describe(
      'Gives the exercise a board that ranks the best confirmed runs of learners who choose to be listed.',
    ),
  rubric: rubricSchema.describe('The checks that are graded, with their points.'),
  wrong: z
    .array(wrongVariantSchema)
    .min(3)
    .describe('Plausible mistakes that must be caught: at least three.'),
});

/** An exercise with what its folder adds to `exercise.yaml`, as a runner gets it. */
export const loadedExerciseSchema = exerciseSchema.extend({
  /** The files in each folder of `mounts/`. */
  mounts: z.record(slug, z.array(contextFileSchema)).optional(),
});
export type Exercise = z.infer<typeof loadedExerciseSchema>;
