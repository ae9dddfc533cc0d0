import type { ContextFile, Exercise } from '@dfm/contracts';
import { bytesPerMib, formatBinaryBytes } from '@dfm/contracts/quantity';
import { bytesOf } from '@dfm/course/exercises';
import { ContentError } from '@dfm/course/yaml/content-error';
import { parseYaml } from '@dfm/course/yaml/parse-yaml';
import { z } from 'zod';
import { defaultCapabilities, withheldCapability, type StartOptions } from '../engine/start-options.ts';
import { done, type PhaseOutcome } from './outcome.ts';
import { rejected, sizeAndLimit } from './rejected.ts';

const maxFileBytes = 16 * 1024;
/** Of a tmpfs without a size, which could otherwise fill half of the machine's memory. */
const defaultTmpfsSize = '64m';
/** What is written to a tmpfs or to shared memory takes memory of the sandbox. */
const bytesPerGib = 1024 * bytesPerMib;
const maxMemoryBytes = bytesPerGib;

const capability = z.string().transform((name) => name.toUpperCase().replace(/^CAP_/, ''));
const dropped = capability.pipe(z.enum([...defaultCapabilities, 'ALL']));
const added = capability.pipe(z.enum(defaultCapabilities).exclude([withheldCapability]));

const unitBytes: Record<string, number> = { '': 1, b: 1, k: 1024, m: bytesPerMib, g: bytesPerGib };
const size = z
  .union([z.int().transform(String), z.string()])
  .transform(bytesOfSize)
  .pipe(z.number('must be a size such as 256m').min(1024).max(maxMemoryBytes, 'must be at most 1g'));

const tmpfsOption = /^(?:mode=[0-7]{3,4}|[ug]id=\d{1,9}|exec|no(?:exec|suid|dev))$/;
const tmpfs = z
  .string()
  .regex(/^(?:\/\.?[\w-][\w.-]*)+(?::.*)?$/, 'must be an absolute path, such as /tmp or /tmp:size=64m')
  .refine((text) => !/^\/(?:proc|sys|dev)(?:[/:]|$)/.test(text), 'cannot be in /proc, /sys or /dev')
  .transform((text): [path: string, options: string[]] => {
    const at = text.indexOf(':');
    return at < 0 ? [text, []] : [text.slice(0, at), text.slice(at + 1).split(',')];
  })
  .refine(([, options]) => options.every(isTmpfsOption), {
    error: 'may have only size (at most 1g), mode, uid, gid, exec, noexec, nosuid and nodev',
  })
  .transform(([path, options]): [path: string, options: string] => [
    path,
    // The last size counts.
    [`size=${defaultTmpfsSize}`, ...options].join(','),
  ]);

const userPattern = /^[\w.-]{1,64}(?::[\w.-]{1,64})?$/;
const serviceSchema = z.object({
  // Without effect, so that the file also works with `docker compose up`.
  build: z.literal('.').optional(),
  ports: z.array(z.union([z.string(), z.number()])).optional(),

  cap_add: z.array(added).default([]),
  cap_drop: z.array(dropped).default([]),
  command: z.array(z.string().max(1_000)).min(1).max(50).optional(),
  environment: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/),
      z.union([z.string(), z.number(), z.boolean()]).transform(String),
    )
    .default({}),
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  security_opt: z.array(z.enum(['no-new-privileges:true', 'no-new-privileges'])).default([]),
  shm_size: size.optional(),
  tmpfs: z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(tmpfs).max(10).default([]),
  ),
  user: z
    .union([
      z.int().nonnegative().transform(String),
      z.string().regex(userPattern, 'must be a user such as "1000:1000"'),
    ])
    .optional(),
});

const allowedKeys = new Intl.ListFormat('en').format(Object.keys(serviceSchema.shape).toSorted());

const composeSchema = z.object({
  name: z.string().optional(),
  services: z
    .record(z.string(), serviceSchema)
    .refine((services) => Object.keys(services).length === 1, 'must have exactly one service'),
});

/** @returns undefined if the text is no size */
function bytesOfSize(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,12})(?:([bkmg])b?)?$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * unitBytes[unit.toLowerCase()]!;
}

function isTmpfsOption(option: string): boolean {
  const [name, value] = option.split('=');
  return name === 'size' ? size.safeParse(value).success : tmpfsOption.test(option);
}

/**
 * How the submission's own Compose file says that its image is started.
 *
 * @returns undefined if the exercise reads no such file. A file with anything but the allowed keys is
 *   rejected with its line, because a setting without effect would pass for one that works
 */
export function composeOptions(
  { run, job }: Exercise,
  files: readonly ContextFile[],
): PhaseOutcome<StartOptions | undefined> {
  const path = run?.options ?? job?.options;
  if (path === undefined) return done(undefined);
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined)
    return rejected(`There is no ${path}, which says how your image is started. Add one with a service.`);
  const bytes = bytesOf(file);
  if (bytes > maxFileBytes)
    return rejected(
      `${path} is ${sizeAndLimit(bytes, maxFileBytes)}. Leave only the service in it.`,
      undefined,
      `${path} of ${formatBinaryBytes(maxFileBytes)}`,
    );
  if (file.encoding === 'base64') return rejected(`${path} is not valid UTF-8. Save the file as UTF-8 text.`);
  return read(path, file.data);
}

function read(path: string, text: string): PhaseOutcome<StartOptions> {
  try {
    const { services } = parseYaml(composeSchema, text, path);
    return done(optionsOf(Object.values(services)[0]!));
  } catch (error) {
    const [problem] = error instanceof ContentError ? error.problems : [];
    // Anything else is thrown for what is YAML and cannot be built, such as aliases that multiply.
    const message = problem?.message ?? 'this cannot be read as YAML';
    const isUnknownKey = message.includes('unknown key');
    return rejected(
      `${path}${problem?.line === undefined ? '' : `, line ${problem.line}`}: ${message}.${isUnknownKey ? ` Here, a service may have only ${allowedKeys}.` : ''}`,
    );
  }
}

function optionsOf(service: z.infer<typeof serviceSchema>): StartOptions {
  return {
    readOnly: service.read_only,
    tmpfs: Object.fromEntries(service.tmpfs),
    capDrop: service.cap_drop,
    capAdd: service.cap_add,
    noNewPrivileges: service.security_opt.length > 0,
    init: service.init,
    user: service.user,
    shmBytes: service.shm_size,
    environment: service.environment,
    command: service.command,
  };
}
