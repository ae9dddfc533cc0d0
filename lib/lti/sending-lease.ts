import 'server-only';
import { Prisma, db } from '../db/client.ts';

/** Longer than one score takes with all its requests. */
const LEASE_SECONDS = 60;

/** The right to send scores to an LMS, which one process of the site has at a time. */
export interface SendingLease {
  /** Extends it. @throws Error if a different process has it by now, because this one was stopped for long */
  renew(): Promise<void>;
  /** Gives it back. */
  end(): Promise<void>;
}

/** @returns undefined while a different process sends, and while the LMS is paused */
export async function takeLease(platformId: string): Promise<SendingLease | undefined> {
  let until = await extend(
    platformId,
    Prisma.sql`(sending_until IS NULL OR sending_until < now()) AND (paused_until IS NULL OR paused_until <= now())`,
  );
  if (until === undefined) return undefined;
  return {
    renew: async () => {
      until = await extend(platformId, Prisma.sql`sending_until = ${until}`);
      if (until === undefined) throw new Error('A different process sends scores to the LMS.');
    },
    end: async () => {
      await db().$executeRaw`
        UPDATE lti_platform SET sending_until = NULL WHERE id = ${platformId} AND sending_until = ${until}`;
    },
  };
}

async function extend(platformId: string, where: Prisma.Sql): Promise<Date | undefined> {
  const [row] = await db().$queryRaw<{ until: Date }[]>`
    UPDATE lti_platform SET sending_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE id = ${platformId} AND ${where} RETURNING sending_until AS until`;
  return row?.until;
}
