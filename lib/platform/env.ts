import 'server-only';
import { z } from 'zod';

const seconds = z.coerce.number().positive();
const count = z.coerce.number().int().positive();

const envSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Public address of the site, without a path. */
  SITE_URL: z.url({ protocol: /^https?$/ }),
  /** Signs cookies; also keys what is told of a learner to a runner. */
  AUTH_SECRET: z.string().min(32),
  RUNNER_TOKEN: z.string().min(32),
  /** Opens the operator's pages; without it there are none. */
  OPERATOR_KEY: z.string().min(32).optional(),
  /** Opens `/metrics`; without it there is none. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Where traces go by OTLP over HTTP, such as http://127.0.0.1:4318; without it none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** A run whose runner has been silent for longer is given to another. */
  RUN_HEARTBEAT_TIMEOUT_SECONDS: seconds.default(20),
  /** Claims after which a run that keeps losing its runner ends as a fault of ours. */
  RUN_ATTEMPTS_MAX: count.default(3),
  RUN_ACTIVE_PER_LEARNER: count.default(3),
  /** Runs that may wait in all; further ones are refused. */
  RUN_QUEUE_MAX: count.default(500),
  /** Limits of one network: an IPv4 address, or an IPv6 network of 64 bits. A school may be one. */
  LEARNERS_PER_NETWORK_PER_HOUR: count.default(300),
  SUBMISSIONS_PER_NETWORK_PER_HOUR: count.default(2_000),
  QUEUED_RUNS_PER_NETWORK: count.default(150),
  /** Files and events of its runs. A typical run has 0.1 MB. */
  STORED_MB_PER_NETWORK: count.default(2_000),
  /** A cancelled run is deleted then, with its files. */
  CANCELLED_RUNS_KEPT_HOURS: count.default(24),
  /** What a run reported is deleted then; its result and its files are kept. */
  RUN_EVENTS_KEPT_DAYS: count.default(30),
  /** A learner who never did anything is deleted then. */
  UNUSED_LEARNERS_KEPT_DAYS: count.default(7),
  /** Where `npm start` says how far it has prepared this machine's node; without it nothing is known of that. */
  PREPARATION_FILE: z.string().optional(),
  /** A runner that reported within this time counts as connected. A claim is answered after at most 25 s. */
  RUNNER_SEEN_WITHIN_SECONDS: seconds.default(60),
});
export type Env = z.infer<typeof envSchema>;

/**
 * Reads the site's environment.
 *
 * @throws Error naming every variable that is missing or wrong; values are not repeated, some are secrets
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(
    `The site's environment is not usable:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
  );
}

let known: Env | undefined;

/** The environment of this process, read once. Not read at import: a build of the site has none. */
export function env(): Env {
  return (known ??= parseEnv(process.env));
}
