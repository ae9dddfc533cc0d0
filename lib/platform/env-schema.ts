import { join } from 'node:path';
import { z } from 'zod';

const seconds = z.coerce.number().positive();
const count = z.coerce.number().int().positive();

/**
 * The site's environment variables. Units are in the names. Without `server-only`, because `dfm doctor` reads
 * them too.
 */
export const envSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Public address of the site, without a path. */
  SITE_URL: z.url({ protocol: /^https?$/ }),
  /** Domain of previews; checked by `previewDomain`, which has the default. */
  PREVIEW_DOMAIN: z.string().optional(),
  /** Signs cookies, and is the key for the learner IDs that runners get. */
  AUTH_SECRET: z.string().min(32),
  RUNNER_TOKEN: z.string().min(32),
  /** Whether running exercises and answering quizzes needs an account. */
  ACCOUNT_REQUIRED: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  /**
   * Server that sends mail, such as smtp://user:password@mail.school.example:587, with `smtps` for TLS from
   * the start. Without it, the site sends none.
   */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of mails; without it, no-reply at the host of SITE_URL. */
  MAIL_FROM: z.string().optional(),
  /** Whether the addresses of an LMS may be in a private network, such as 10.0.0.0/8. */
  LMS_IN_PRIVATE_NETWORK: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  /** Token for `/metrics`, which does not exist without it. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Destination of traces (OTLP over HTTP), such as http://127.0.0.1:4318; without it, none are created. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** If a runner has been silent for longer, its run is given to a different one. */
  RUN_HEARTBEAT_TIMEOUT_SECONDS: seconds.default(20),
  /** Number of claims after which a run that keeps losing its runner ends with a platform fault. */
  RUN_ATTEMPTS_MAX: count.default(3),
  RUN_ACTIVE_PER_LEARNER: count.default(3),
  /** Limit for all queued runs together; more are rejected. */
  RUN_QUEUE_MAX: count.default(500),
  /** Time in use that a learner's terminal gets, and gets again when it is extended. */
  TERMINAL_MINUTES: count.default(60),
  TERMINAL_MINUTES_PER_LEARNER_PER_DAY: count.default(240),
  /** A terminal that nobody has used for this time is ended. */
  TERMINAL_IDLE_MINUTES: count.default(20),
  /** Limit for all open terminals together, including those that wait for a node. */
  TERMINALS_MAX: count.default(200),
  /** Limits per network: an IPv4 address or an IPv6 /64 network. A school may be a single network. */
  LEARNERS_PER_NETWORK_PER_HOUR: count.default(300),
  SUBMISSIONS_PER_NETWORK_PER_HOUR: count.default(2_000),
  SIGN_INS_PER_NETWORK_PER_HOUR: count.default(600),
  QUEUED_RUNS_PER_NETWORK: count.default(150),
  /** Files and events of all runs of a network. A typical run has 0.1 MB. */
  STORED_MB_PER_NETWORK: count.default(2_000),
  /** After this time, a cancelled run and its files are deleted. */
  CANCELLED_RUNS_KEPT_HOURS: count.default(24),
  /** After this time, the events of a run are deleted; its result and its files are kept. */
  RUN_EVENTS_KEPT_DAYS: count.default(30),
  /** After this time, a learner who never did anything is deleted. */
  UNUSED_LEARNERS_KEPT_DAYS: count.default(7),
  /** After this time, what staff did is deleted from the log. */
  STAFF_LOG_KEPT_DAYS: count.default(730),
  /**
   * File in which `npm start` reports the progress of preparing this machine's node; without it, none is
   * shown.
   */
  PREPARATION_FILE: z.string().optional(),
  /** Folder of the git repository with the drafts of the content. It is made when an author first opens it. */
  CONTENT_STORE: z.string().default(join(process.cwd(), '.data/content-store')),
  /** Size of that repository beyond which no push is taken, in MB of 10⁶ bytes. */
  CONTENT_STORE_MB: count.default(1_000),
  /** A runner that reported within this time counts as connected. A claim is answered after at most 25 s. */
  RUNNER_SEEN_WITHIN_SECONDS: seconds.default(60),
});
export type Env = z.infer<typeof envSchema>;

/**
 * Reads the site's environment.
 *
 * @throws Error that names every missing or invalid variable, but not the values, because some are secrets
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(
    `The site's environment variables are missing or invalid:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
  );
}
