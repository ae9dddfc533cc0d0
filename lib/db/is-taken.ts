import 'server-only';
import { Prisma } from './client.ts';

/** Whether a unique index rejected a row. */
export function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
