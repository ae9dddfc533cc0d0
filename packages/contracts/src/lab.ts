import { z } from 'zod';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const commands = z
  .string()
  .trim()
  .min(1)
  .max(4_000)
  .describe('Shell commands, one per line, as the learner could type them.');
const says = z
  .string()
  .min(1)
  .max(120)
  .describe('What must be true, as a short sentence. The learner sees it next to a tick.');

/**
 * Part of what `docker inspect` prints for an object: every key must be there with a value that matches. A
 * list matches if each of its entries matches one of the other list. `{contains: text}` matches part of a
 * text, `{atLeast: n}` and `{atMost: n}` a number.
 */
export type Pattern = z.infer<ReturnType<typeof z.json>>;
const pattern = z
  .json()
  .describe(
    'Part of what `docker inspect` prints: every key must be there with a matching value. A list matches if each of its entries matches one of the other list. `{contains: text}` matches part of a text, `{atLeast: n}` and `{atMost: n}` a number.',
  );

/** The kinds of objects that an engine has. */
export const engineObjects = ['container', 'image', 'volume', 'network'] as const;
export type EngineObjectKind = (typeof engineObjects)[number];

const absolutePath = z
  .string()
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)+$/, 'must be the absolute path of a file, without . and ..');
/** As the engine requires it. So it is never an option of a command, nor more than one part of a path. */
const objectName = z
  .string()
  .regex(/^[a-zA-Z0-9][\w.-]*$/, 'must be the name of a container or a volume')
  .max(200);
const port = z.int().min(1).max(65_535);

const objectsCondition = z.object({
  kind: z.enum(engineObjects),
  says,
  name: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The name of the object; for an image, one of its names with tag.'),
  has: pattern.optional(),
  count: z
    .strictObject({ min: z.int().nonnegative().default(0), max: z.int().nonnegative().optional() })
    .default({ min: 1 })
    .describe('How many such objects there must be: at least one, if omitted. `{max: 0}` for none.'),
  isNew: z
    .boolean()
    .default(false)
    .describe('Counts only objects that did not exist when the step began, whatever their names.'),
});

const sameCondition = z.object({
  kind: z.literal('same-image'),
  says,
  names: z
    .array(z.string().min(1).max(200))
    .length(2)
    .describe('Two names, by tag or by digest, that must lead to one image.'),
});

const eventCondition = z.object({
  kind: z.literal('event'),
  says,
  of: z.enum(engineObjects),
  action: z
    .string()
    .max(60)
    .describe('As in `docker events`, such as `start`, `die` or `pull`. `exec_start` without its command.'),
  has: z
    .record(z.string(), pattern)
    .default({})
    .describe('What its attributes must match, such as `{image: …, exitCode: "0"}`.'),
});

const fileCondition = z.object({
  kind: z.literal('file'),
  says,
  in: z
    .union([z.literal('home'), z.object({ container: objectName }), z.object({ volume: objectName })])
    .describe("The learner's home, a container by name, or a volume by name."),
  path: absolutePath.describe('In a container, or below the home or the root of the volume.'),
  is: z
    .enum(['present', 'absent'])
    .default('present')
    .describe('`absent`: nothing is there, in a container or a volume that exists.'),
  contains: z.string().min(1).optional().describe('Text that it must contain.'),
  equals: z.string().optional().describe('Its complete text, apart from white space at both ends.'),
});

const answersCondition = z.object({
  kind: z.literal('answers'),
  says,
  port: port.describe('A published port.'),
  path: z.string().startsWith('/').default('/'),
  status: z.int().default(200),
  accept: z
    .string()
    .regex(/^[\w.+*/;=, -]+$/, 'must be a list of media types')
    .optional()
    .describe('The header Accept of the request, such as the type of a manifest in a registry.'),
  contains: z.string().min(1).optional().describe('Text that the answer must contain.'),
});

/** One thing that must be true for a step to be done. */
export const labConditionSchema = z.discriminatedUnion('kind', [
  objectsCondition,
  sameCondition,
  eventCondition,
  fileCondition,
  answersCondition,
]);
export type LabCondition = z.infer<typeof labConditionSchema>;

const wrongWaySchema = z.object({
  id: slug,
  title: z.string().min(1).describe('The mistake, plain text.'),
  commands,
  undo: commands
    .optional()
    .describe('Takes back what would be in the way of the right commands, such as a name in use.'),
});

export const labStepSchema = z.object({
  id: slug.describe('The name of its text, steps/<id>.mdx.'),
  title: z.string().min(1).max(80).describe('What is done, plain text.'),
  done: z.array(labConditionSchema).min(1).max(8).describe('All of them must be true at the same time.'),
  hints: z.array(z.string().min(1)).min(1).max(6).describe('Plain text, unfolded one at a time.'),
  reference: commands.describe('What the learner could type. It must make the step done.'),
  wrong: z
    .array(wrongWaySchema)
    .min(3)
    .describe('Ways that look right and must leave the step open. They run before the reference.'),
});
export type LabStep = z.infer<typeof labStepSchema>;

/** `lab.yaml`. The text of each step is next to it, in steps/. */
export const labSchema = z.object({
  version: z.literal(1).describe('Version of this format.'),
  slug: slug.describe('The name of its folder.'),
  title: z.string().min(1).max(80).describe('A few words, plain text.'),
  summary: z.string().min(1).describe('One sentence: what the learner does.'),
  minutes: z.int().positive().describe('How long learners usually need.'),
  lesson: slug
    .meta({ names: 'lesson' })
    .optional()
    .describe('The lesson that it practises, to which its page links.'),
  bases: z
    .array(z.string())
    .default([])
    .describe('The images that its commands use. It is given only to nodes that have them.'),
  setup: commands
    .optional()
    .describe('Runs in the home before the first step, and is not shown. It must exit with 0.'),
  steps: z.array(labStepSchema).min(1).max(12),
});
export type Lab = z.infer<typeof labSchema>;
