import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { db } from '../db/client.ts';
import type { Env } from '../platform/env-schema.ts';
import { env } from '../platform/env.ts';

type Executor = Pick<ReturnType<typeof db>, '$queryRaw'>;

interface Limit {
  /** A number, or the setting that has it. */
  max: number | keyof Env;
  whose: string;
  what: string;
}

const limits = {
  learner: { max: 'LEARNERS_PER_NETWORK_PER_HOUR', whose: 'Your network', what: 'new learners' },
  submission: { max: 'SUBMISSIONS_PER_NETWORK_PER_HOUR', whose: 'Your network', what: 'submissions' },
  'sign-in': { max: 'SIGN_INS_PER_NETWORK_PER_HOUR', whose: 'Your network', what: 'sign-ins' },
  'school answer': {
    max: 'SIGN_INS_PER_NETWORK_PER_HOUR',
    whose: 'Your network',
    what: 'sign-ins with a school',
  },
  /** Logins and launches. A school that is one network may open every exercise from its LMS. */
  'LMS launch': { max: 20_000, whose: 'Your network', what: 'requests from an LMS' },
  /** By one network into one account, so that no one can lock the owner out from elsewhere. */
  'sign-in to an account': { max: 20, whose: 'This account', what: 'failed sign-ins from your network' },
  /** Opening a join link, and joining with it. A school that is one network may do both for a whole year. */
  'join link': { max: 2_000, whose: 'Your network', what: 'uses of join links' },
  /** From all networks. Only someone who knows the password gets to guess a code. */
  'second factor': { max: 20, whose: 'This account', what: 'wrong codes' },
  'mail to an address': { max: 5, whose: 'This address', what: 'links by e-mail' },
  password: { max: 20, whose: 'This account', what: 'password entries' },
  api: { max: 2_000, whose: 'This account', what: 'requests of programs' },
  /** A clone or a push takes two to four. */
  git: { max: 1_000, whose: 'This account', what: 'requests of git' },
  download: { max: 10, whose: 'This account', what: 'downloads of everything stored' },
  report: { max: 20, whose: 'This browser or account', what: 'reports and replies' },
  /** A whole class may report at once. */
  'report from a network': { max: 600, whose: 'Your network', what: 'reports and replies' },
  comment: { max: 120, whose: 'This account', what: 'comments' },
} satisfies Record<string, Limit>;

/**
 * Counts one use of something that is limited per hour. The hour starts with the first use. In a transaction,
 * other uses by the subject wait until it ends, and the use counts only if the transaction commits.
 *
 * @param subject key of the network or account
 * @throws PlatformError `rate-limited` beyond the limit
 */
export async function countUse(
  subject: string,
  kind: keyof typeof limits,
  executor: Executor = db(),
): Promise<void> {
  const [used] = await executor.$queryRaw<{ count: number; minutesLeft: number }[]>`
    INSERT INTO hourly_use AS used (subject, kind, since, count) VALUES (${subject}, ${kind}, now(), 1)
    ON CONFLICT (subject, kind) DO UPDATE SET
      since = CASE WHEN used.since > now() - interval '1 hour' THEN used.since ELSE now() END,
      count = CASE WHEN used.since > now() - interval '1 hour' THEN used.count + 1 ELSE 1 END
    RETURNING count, ceil(extract(epoch FROM since + interval '1 hour' - now()) / 60)::int AS "minutesLeft"`;
  const { max: given, whose, what }: Limit = limits[kind];
  const isSetting = typeof given === 'string';
  const max = isSetting ? Number(env()[given]) : given;
  if (used!.count <= max) return;
  const wait = used!.minutesLeft === 1 ? 'a minute' : `${used!.minutesLeft} minutes`;
  const advice = isSetting ? ', or ask the operator of this site to raise the limit' : '';
  throw new PlatformError(
    'rate-limited',
    `${whose} has reached the limit of ${max.toLocaleString('en')} ${what} per hour. Try again in ${wait}${advice}.`,
  );
}

/**
 * Takes a use back that turned out not to be one of those that the limit is for. Counting it first and taking
 * it back later lets no more uses pass at the same time than the limit allows.
 */
export async function giveBackUse(subject: string, kind: keyof typeof limits): Promise<void> {
  await db().$executeRaw`
    UPDATE hourly_use SET count = greatest(count - 1, 0) WHERE subject = ${subject} AND kind = ${kind}`;
}
