import { hostname, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { z } from 'zod';

const dataDir = resolve(import.meta.dirname, '../../../.data');
const int = (fallback: number) => z.coerce.number().int().positive().default(fallback);
/**
 * What a kept sandbox holds beside its share of the engine's program, with room for what a build left in its
 * engine.
 */
const keptSandboxMib = 512;
const maxKept = 32;

/**
 * Environment of the sandbox-runner. Units are in the names. Anything missing has a default that fits one
 * machine.
 */
const runnerEnvSchema = z
  .object({
    SITE_URL: z.url().default('http://127.0.0.1:3000'),
    RUNNER_TOKEN: z.string().min(16).optional(),
    RUNNER_NAME: z
      .string()
      .min(1)
      .max(100)
      .default(hostname().slice(0, 100) || 'runner'),
    /**
     * Comma-separated, such as `cpu`. `gpu` is the runner's to say: it is added where there is one, and left
     * out where there is none.
     */
    RUNNER_LABELS: z
      .string()
      .default('cpu')
      .transform((text) =>
        text
          .split(',')
          .map((label) => label.trim())
          .filter((label) => label !== ''),
      ),
    DATA_DIR: z
      .string()
      .default(dataDir)
      .transform((path) => resolve(path)),
    /** Default: `<DATA_DIR>/shelf`. */
    SHELF_DIR: z.string().optional(),
    /** Folder of the course whose exercises are prebuilt. Without such a folder none are. */
    PREBUILD_CONTENT_DIR: z.string().default(resolve(import.meta.dirname, '../../../content')),
    DOCKER_SOCKET: z.string().default('/var/run/docker.sock'),
    /** `MB` in the names of settings is MiB, as everywhere in the runner. */
    SANDBOX_MEMORY_MB: int(3_072),
    SANDBOX_CPUS: z.coerce.number().positive().default(2),
    SANDBOX_PIDS: int(1_024),
    /** Size of a sandbox's own disk, the base images (about 1 GB) included. */
    SANDBOX_DISK_MB: int(8_192),
    /** What the disk of a sandbox may read, and what it may write. Disks of several share the host's. */
    SANDBOX_DISK_MB_PER_SECOND: int(200),
    SANDBOX_DISK_OPERATIONS_PER_SECOND: int(5_000),
    /**
     * Room that must be left where the sandboxes' disks lie once one more is made; they grow as they are
     * written to.
     */
    HOST_DISK_RESERVE_MB: z.coerce.number().int().min(512).default(2_048),
    /** Runtime of the host's engine that starts sandboxes, such as `runc`, `sysbox-runc`, `runsc` or `kata`. */
    SANDBOX_RUNTIME: z.string().min(1).default('runc'),
    SANDBOX_IDLE_SECONDS: int(900),
    /** Sandboxes kept ready for a learner who has none. */
    SANDBOX_WARM: z.coerce.number().int().nonnegative().default(1),
    /**
     * Sandboxes on this machine: those at work, those kept for their learner's next run, and those ready.
     * Default: as many as fit into its memory, `sandboxMaxOf`.
     */
    SANDBOX_MAX: z.coerce.number().int().positive().optional(),
    /** Runs that this machine works on at the same time; never more than SANDBOX_MAX. */
    RUNS_AT_ONCE: int(3),
    /** Sandboxes of one learner that are at work at the same time. */
    SANDBOX_MAX_PER_LEARNER: int(2),
    /** First host UID of the ranges given to sandboxes; each takes 65,537 from there on. */
    SANDBOX_UID_BASE: z.coerce
      .number()
      .int()
      .positive()
      .max(2_000_000_000, 'at most 2000000000: the engine takes no id of 32 bits and more')
      .default(600_000),
    SANDBOX_START_SECONDS: int(30),
    /**
     * `address:port` at which /metrics, /healthz and /readyz answer, without a token: keep it to this machine
     * or a network of yours. Port 0 takes a free one.
     */
    RUNNER_HTTP: z
      .string()
      .regex(/^(?:[\w.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i, 'expected address:port, such as 127.0.0.1:9464')
      .optional(),
    /** Where traces go by OTLP over HTTP, such as http://127.0.0.1:4318; without it none are made. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /**
     * The site takes a run away from a runner that is silent for RUN_HEARTBEAT_TIMEOUT_SECONDS of its own:
     * several times this.
     */
    RUNNER_HEARTBEAT_SECONDS: z.coerce.number().positive().default(5),
    /** How often to look for what sandboxes of dead processes left on this machine. */
    RUNNER_SWEEP_SECONDS: z.coerce.number().positive().default(30),
    /** With room for fewer files than this where DATA_DIR lies, the node takes no runs. */
    HOST_INODES_RESERVE: int(10_000),
    /**
     * How long runs at work may go on after SIGTERM. Whoever stops the runner should wait longer than this
     * before killing it.
     */
    RUNNER_DRAIN_SECONDS: int(5),
    RUN_COLD_BUILD_SECONDS: int(600),
    RUN_REPLAY_SECONDS: int(600),
    RUN_IMAGE_SECONDS: int(300),
    RUN_PROBE_SECONDS: int(180),
  })
  .transform((env) => ({
    ...env,
    SHELF_DIR: resolve(env.SHELF_DIR ?? join(env.DATA_DIR, 'shelf')),
    SANDBOX_MAX: env.SANDBOX_MAX ?? sandboxMaxOf(totalmem() / bytesPerMib, env),
  }))
  .transform((env) => ({ ...env, RUNS_AT_ONCE: Math.min(env.RUNS_AT_ONCE, env.SANDBOX_MAX) }));
export type RunnerEnv = z.infer<typeof runnerEnvSchema>;

/**
 * How many sandboxes a machine keeps where nobody said: the runs at work with all the memory they may use,
 * and beside them what fits into the rest, one for each at least and so many that a disk has room for them at
 * most.
 *
 * @param memoryMib of the whole machine
 */
export function sandboxMaxOf(
  memoryMib: number,
  { RUNS_AT_ONCE, SANDBOX_MEMORY_MB }: { RUNS_AT_ONCE: number; SANDBOX_MEMORY_MB: number },
): number {
  const kept = Math.floor((memoryMib - RUNS_AT_ONCE * SANDBOX_MEMORY_MB) / keptSandboxMib);
  return RUNS_AT_ONCE + Math.min(Math.max(kept, RUNS_AT_ONCE), maxKept);
}

/**
 * Reads the environment once, at the start of a process.
 *
 * @throws Error naming every variable that is wrong
 */
export function readRunnerEnv(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): RunnerEnv {
  const parsed = runnerEnvSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw new Error(`The runner's environment is wrong.\n${z.prettifyError(parsed.error)}`);
}
