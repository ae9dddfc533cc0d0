import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { Prisma, db } from '../db/client.ts';
import { placesForTerminals } from '../nodes/runners.ts';
import { env } from '../platform/env.ts';
import { dayLeftMs, endSessions, viewsOf } from './session-state.ts';

const MINUTE_MS = 60_000;

/** A learner's open session; undefined if there is none. */
export async function ownSession(learnerId: string): Promise<SessionView | undefined> {
  const [open] = await viewsOf(Prisma.sql`learner_id = ${learnerId} AND state <> 'ended'`, 1);
  return open;
}

/**
 * A session of a learner, also after its end.
 *
 * @throws PlatformError `not-found` (also for another learner's session)
 */
export async function sessionOf(learnerId: string, sessionId: string): Promise<SessionView> {
  const [session] = await viewsOf(Prisma.sql`id = ${sessionId} AND learner_id = ${learnerId}`, 1);
  if (!session) throw new PlatformError('not-found', 'There is no such session.');
  return session;
}

/** How long a learner can use a terminal, in minutes. @param learnerId undefined for a visitor */
export async function terminalAllowance(learnerId: string | undefined): Promise<TerminalAllowance> {
  const { TERMINAL_MINUTES: sessionMinutes, TERMINAL_IDLE_MINUTES: idleMinutes } = env();
  const dayMinutesLeft = Math.floor((await dayLeft(learnerId ?? '')) / MINUTE_MS);
  return { sessionMinutes, idleMinutes, dayMinutesLeft: Math.max(0, dayMinutesLeft) };
}

/**
 * Rejects what `openSession` would reject from anyone, so that no learner is created for it.
 *
 * @param ending ID of a session that ends for it
 * @throws PlatformError `no-runner`, `rate-limited`
 */
export async function assertRoomForSession(ending = ''): Promise<void> {
  if ((await placesForTerminals()) === 0)
    throw new PlatformError(
      'no-runner',
      'No runner that offers terminals is connected at the moment. Try again in a few minutes.',
    );
  if (
    (await db().terminalSession.count({ where: { id: { not: ending }, state: { not: 'ended' } } })) >=
    env().TERMINALS_MAX
  )
    throw new PlatformError('rate-limited', 'All terminals are in use. Try again in a few minutes.');
}

/** What a session is for. */
export interface WantedSession {
  /** Undefined for the playground. */
  lab?: Required<Pick<Prisma.TerminalSessionUncheckedCreateInput, 'lab' | 'content' | 'labStart'>> & {
    bases: string[];
  };
  /** ID of the open session that the learner has agreed to end. */
  replaces?: string | undefined;
}

/**
 * Queues a session for a learner. If one is open already, it ends if the learner has agreed to it; if it is
 * for the same, the learner gets it.
 *
 * @throws PlatformError `conflict` if a session for something else is open, `no-runner`, `rate-limited` (the
 *   time of the day is used, or all terminals are)
 */
export async function openSession(
  learnerId: string,
  { lab, replaces }: WantedSession = {},
): Promise<SessionView> {
  await db().$transaction(async (tx) => {
    // Of two requests at once, the second one finds the session of the first.
    await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${learnerId} FOR UPDATE`;
    const open = await tx.terminalSession.findFirst({
      where: { learnerId, state: { not: 'ended' } },
      select: { id: true, lab: true },
    });
    if (open !== null && open.id !== replaces) {
      if (open.lab === (lab?.lab ?? null)) return;
      throw new PlatformError('conflict', 'Your terminal is open for something else. Reload the page.');
    }
    await assertRoomForSession(open?.id);
    if (open !== null) await endSessions('closed', Prisma.sql`id = ${open.id}`, tx);
    const leftMs = await dayLeft(learnerId, tx);
    if (leftMs < MINUTE_MS)
      throw new PlatformError(
        'rate-limited',
        `You have used a terminal for ${env().TERMINAL_MINUTES_PER_LEARNER_PER_DAY} minutes in the last 24 hours, which is the limit.`,
      );
    const allowedMs = Math.min(env().TERMINAL_MINUTES * MINUTE_MS, leftMs);
    await tx.terminalSession.create({ data: { learnerId, allowedMs, ...lab } });
    await tx.$queryRaw`SELECT pg_notify('terminal_queued', '')::text AS notified`;
  });
  return (await ownSession(learnerId))!;
}

/**
 * Adds the time of one more session, as far as the day allows it.
 *
 * @throws PlatformError `not-found`, `conflict` if the session has ended, `rate-limited` if the day has no
 *   more time
 */
export async function extendSession(learnerId: string, sessionId: string): Promise<SessionView> {
  const moreMs = env().TERMINAL_MINUTES * MINUTE_MS;
  const most = dayLeftMs(Prisma.sql`session.learner_id`, Prisma.sql`session.id`);
  const extended = await db().$queryRaw<object[]>`
    UPDATE terminal_session AS session SET allowed_ms = least(used_ms + ${moreMs}::int, ${most})
    WHERE id = ${sessionId} AND learner_id = ${learnerId} AND state <> 'ended' AND allowed_ms < least(used_ms + ${moreMs}::int, ${most})
    RETURNING id, pg_notify('terminal_changed', id)::text AS notified`;
  const session = await sessionOf(learnerId, sessionId);
  if (session.state === 'ended') throw new PlatformError('conflict', 'This session has ended.');
  // Pressed twice: the first has already added all there is to add.
  if (extended.length === 0 && session.state === 'running' && !session.canExtend)
    throw new PlatformError('rate-limited', 'You have no more time today.');
  return session;
}

/**
 * Ends a session of a learner. Safe to repeat.
 *
 * @throws PlatformError `not-found`
 */
export async function closeSession(learnerId: string, sessionId: string): Promise<SessionView> {
  await endSessions('closed', Prisma.sql`id = ${sessionId} AND learner_id = ${learnerId}`);
  return sessionOf(learnerId, sessionId);
}

async function dayLeft(
  learnerId: string,
  executor: Pick<ReturnType<typeof db>, '$queryRaw'> = db(),
): Promise<number> {
  const [row] = await executor.$queryRaw<{ leftMs: number }[]>`
    SELECT ${dayLeftMs(Prisma.sql`${learnerId}`, Prisma.sql`''`)} AS "leftMs"`;
  return row!.leftMs;
}
