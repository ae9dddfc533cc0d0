import { hostname, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { z } from 'zod';
import { kubernetesSettings, maxStartSeconds } from './kubernetes-settings.ts';

const dataDir = resolve(import.meta.dirname, '../../../.data');
const int = (fallback: number) => z.coerce.number().int().positive().default(fallback);
/**
 * Memory of an idle sandbox, not counting its share of the engine's program, with room for what a build left
 * in its engine.
 */
export const idleSandboxMib = 512;
const maxIdle = 32;
/** Memory of a learner's terminal on average: its engine, the shells, a few small containers. */
export const terminalMib = 1_024;
const maxTerminals = 16;

/**
 * Environment of the sandbox-runner. Units are in the names. Every variable has a default that suits a single
 * machine.
 */
const runnerEnvSchema = z
  .object({
    SITE_URL: z.url().default('http://127.0.0.1:3000'),
    /** Address of the process that serves all terminals, if SITE_URL leads to several. */
    TERMINALS_URL: z.url().optional(),
    RUNNER_TOKEN: z.string().min(32).optional(),
    RUNNER_NAME: z
      .string()
      .min(1)
      .max(100)
      .default(hostname().slice(0, 100) || 'runner'),
    /**
     * Comma-separated, such as `cpu`. The runner itself decides about `gpu`: it adds the label if there is a
     * GPU and removes it if there is none.
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
    /** Folder of the course whose exercises are prebuilt. If the folder does not exist, none are. */
    PREBUILD_CONTENT_DIR: z.string().default(resolve(import.meta.dirname, '../../../content')),
    /** What sandboxes are: containers of this machine's Docker Engine, or pods of a Kubernetes cluster. */
    SANDBOX_BACKEND: z.enum(['docker', 'kubernetes']).default('docker'),
    ...kubernetesSettings,
    DOCKER_SOCKET: z.string().default('/var/run/docker.sock'),
    /** `MB` in the names of settings is MiB, as everywhere in the runner. */
    SANDBOX_MEMORY_MB: int(3_072),
    SANDBOX_CPUS: z.coerce.number().positive().default(2),
    SANDBOX_PIDS: int(1_024),
    /** Size of a sandbox's own disk, including the base images (about 1 GB). */
    SANDBOX_DISK_MB: int(8_192),
    /**
     * Limit for reading from a sandbox's disk, and the same for writing to it. All sandboxes share the host's
     * disk.
     */
    SANDBOX_DISK_MB_PER_SECOND: int(200),
    SANDBOX_DISK_OPERATIONS_PER_SECOND: int(5_000),
    /**
     * Free space that must remain on the file system of the sandboxes' disks after another one is created.
     * Disks grow as they are written to.
     */
    HOST_DISK_RESERVE_MB: z.coerce.number().int().min(512).default(2_048),
    /** Runtime of the host's engine that starts sandboxes, such as `runc` or `sysbox-runc`. */
    SANDBOX_RUNTIME: z.string().min(1).default('runc'),
    /** How long an idle sandbox is kept for its learner. 0: sandboxes are removed after each run. */
    SANDBOX_IDLE_SECONDS: z.coerce.number().int().nonnegative().default(900),
    /** Sandboxes kept ready for learners who do not have one. */
    SANDBOX_WARM: z.coerce.number().int().nonnegative().default(1),
    /**
     * Sandboxes on this machine: busy ones, idle ones kept for their learner's next run, and ready ones.
     * Default: as many as fit into memory, see `sandboxMaxOf`.
     */
    SANDBOX_MAX: z.coerce.number().int().positive().optional(),
    /**
     * Runs that this machine executes at the same time; never more than SANDBOX_MAX. Default: 3, or 1 if each
     * run takes a GPU of the cluster.
     */
    RUNS_AT_ONCE: z.coerce.number().int().positive().optional(),
    /**
     * Learners who can use a terminal on this machine at the same time, each in a sandbox of their own, which
     * SANDBOX_MAX does not count. 0: no terminals. Default: as many as fit into a quarter of memory, see
     * `terminalsOf`.
     */
    TERMINALS_AT_ONCE: z.coerce.number().int().nonnegative().optional(),
    /** Sandboxes of one learner that are busy at the same time. */
    SANDBOX_MAX_PER_LEARNER: int(2),
    /** First host UID of the ranges given to sandboxes; each range has 65,537 UIDs. */
    SANDBOX_UID_BASE: z.coerce
      .number()
      .int()
      .positive()
      .max(2_000_000_000, 'at most 2000000000: the engine accepts no ID of 32 bits or more')
      .default(600_000),
    SANDBOX_START_SECONDS: int(30),
    /**
     * `address:port` for /metrics, /healthz and /readyz. They require no token, so use an address of this
     * machine or a private network. Port 0 picks a free port.
     */
    RUNNER_HTTP: z
      .string()
      .regex(/^(?:[\w.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i, 'expected address:port, such as 127.0.0.1:9464')
      .optional(),
    /** Where traces are sent by OTLP over HTTP, such as http://127.0.0.1:4318. If unset, there are no traces. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /**
     * Interval of heartbeats. The site takes a run away from a runner that is silent for the site's
     * RUN_HEARTBEAT_TIMEOUT_SECONDS, which must be several times this.
     */
    RUNNER_HEARTBEAT_SECONDS: z.coerce.number().positive().default(5),
    /** How often to look for remains of sandboxes whose process has died. */
    RUNNER_SWEEP_SECONDS: z.coerce.number().positive().default(30),
    /** If the file system of DATA_DIR has fewer free inodes than this, the node takes no runs. */
    HOST_INODES_RESERVE: int(10_000),
    /**
     * How long current runs may continue after SIGTERM. A supervisor should wait longer than this before
     * killing the runner.
     */
    RUNNER_DRAIN_SECONDS: int(5),
    RUN_COLD_BUILD_SECONDS: int(600),
    RUN_REPLAY_SECONDS: int(600),
    RUN_IMAGE_SECONDS: int(300),
    RUN_PROBE_SECONDS: int(180),
  })
  .refine(({ SANDBOX_BACKEND, KUBERNETES_IMAGE }) => SANDBOX_BACKEND === 'docker' || KUBERNETES_IMAGE, {
    path: ['KUBERNETES_IMAGE'],
    message: 'set it to the image of sandboxes, which SANDBOX_BACKEND=kubernetes needs',
  })
  .refine(
    ({ SANDBOX_BACKEND, SANDBOX_START_SECONDS }) =>
      SANDBOX_BACKEND === 'docker' || SANDBOX_START_SECONDS <= maxStartSeconds,
    {
      path: ['SANDBOX_START_SECONDS'],
      message: `at most ${maxStartSeconds} with SANDBOX_BACKEND=kubernetes`,
    },
  )
  .refine(
    ({ SANDBOX_BACKEND, KUBERNETES_GPU_RESOURCE }) =>
      SANDBOX_BACKEND === 'kubernetes' || KUBERNETES_GPU_RESOURCE === undefined,
    { path: ['KUBERNETES_GPU_RESOURCE'], message: 'needs SANDBOX_BACKEND=kubernetes' },
  )
  .transform((env) => ({
    ...env,
    RUNS_AT_ONCE: env.RUNS_AT_ONCE ?? (env.KUBERNETES_GPU_RESOURCE === undefined ? 3 : 1),
    SHELF_DIR: resolve(env.SHELF_DIR ?? join(env.DATA_DIR, 'shelf')),
    TERMINALS_AT_ONCE: env.TERMINALS_AT_ONCE ?? terminalsOf(totalmem() / bytesPerMib),
  }))
  .transform((env) => (env.KUBERNETES_GPU_RESOURCE === undefined ? env : withoutIdlePods(env)))
  .transform((env) => ({
    ...env,
    SANDBOX_MAX:
      env.SANDBOX_MAX ?? sandboxMaxOf(totalmem() / bytesPerMib - env.TERMINALS_AT_ONCE * terminalMib, env),
  }))
  .transform((env) => ({ ...env, RUNS_AT_ONCE: Math.min(env.RUNS_AT_ONCE, env.SANDBOX_MAX) }));
export type RunnerEnv = z.infer<typeof runnerEnvSchema>;

/** A pod has its GPU from its start to its end, so each pod is made for a run and removed after it. */
function withoutIdlePods<Env extends { RUNS_AT_ONCE: number; SANDBOX_MAX?: number | undefined }>(env: Env) {
  return {
    ...env,
    SANDBOX_WARM: 0,
    SANDBOX_IDLE_SECONDS: 0,
    TERMINALS_AT_ONCE: 0,
    SANDBOX_MAX: env.SANDBOX_MAX ?? env.RUNS_AT_ONCE,
  };
}

/**
 * Default number of sandboxes on a machine: one per concurrent run, with all the memory it may use, plus as
 * many idle ones as fit into the remaining memory. There is at least one idle sandbox per run, and at most as
 * many as a disk has room for.
 *
 * @param memoryMib of the complete machine, without what terminals use
 */
export function sandboxMaxOf(
  memoryMib: number,
  { RUNS_AT_ONCE, SANDBOX_MEMORY_MB }: { RUNS_AT_ONCE: number; SANDBOX_MEMORY_MB: number },
): number {
  const idle = Math.floor((memoryMib - RUNS_AT_ONCE * SANDBOX_MEMORY_MB) / idleSandboxMib);
  return RUNS_AT_ONCE + Math.min(Math.max(idle, RUNS_AT_ONCE), maxIdle);
}

/** Default number of terminals on a machine with this memory: those that fit into a quarter of it. */
export function terminalsOf(memoryMib: number): number {
  return Math.min(Math.floor(memoryMib / 4 / terminalMib), maxTerminals);
}

/**
 * Reads the environment once, at the start of a process.
 *
 * @throws Error that names every invalid variable
 */
export function readRunnerEnv(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): RunnerEnv {
  const parsed = runnerEnvSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw new Error(
    `The runner's environment is invalid. Fix these variables:\n${z.prettifyError(parsed.error)}`,
  );
}
