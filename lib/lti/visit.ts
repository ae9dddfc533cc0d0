import 'server-only';
import { visibleLine } from '@dfm/contracts/visible-text';
import { z } from 'zod';
import { linkTokenHash } from '../accounts/link-token.ts';
import { type Prisma, db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { readStored } from '../db/read-stored.ts';
import { browserOf } from './browser.ts';
import { scopes } from './scopes.ts';
import type { LinkedWork } from './target.ts';

/** How long someone may take to continue, such as to sign in, in ms. */
export const VISIT_MS = 30 * 60_000;

const work = z.object({ kind: z.enum(['exercise', 'quiz']), slug: z.string() });
const common = {
  person: z.object({ subject: z.string(), name: z.string(), email: z.string().optional() }),
  /** ID of the LtiContext. */
  contextId: z.string(),
};
const storedLaunch = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), ...common, linkId: z.string() }),
  z.object({
    kind: z.literal('choose'),
    ...common,
    deploymentId: z.string(),
    returnUrl: z.string(),
    data: z.string().optional(),
    isMany: z.boolean(),
    takesColumns: z.boolean(),
    /** What was chosen, once it was. */
    chosen: z.array(work).optional(),
  }),
]);

/** What a visit has in the database. */
export type StoredLaunch = z.infer<typeof storedLaunch>;
export type StoredRequest = Extract<StoredLaunch, { kind: 'choose' }>;

/** Someone whom an LMS has sent here, in the browser of the request. */
export interface Visit {
  id: string;
  launch: StoredLaunch;
  platform: {
    id: string;
    name: string;
    issuer: string;
    clientId: string;
    authUrl: string;
    courseId: string;
  };
  context: { id: string; title: string; cohortId: string | undefined };
  /** What the link opens; undefined for someone who chooses content. */
  work: LinkedWork | undefined;
  /** Whether the LMS takes the points that its learners get for the link. */
  takesPoints: boolean;
  /** Whether a frame in the LMS waits for what is chosen. */
  isFramed: boolean;
}

/**
 * A visit of the browser of a request.
 *
 * @param id unvalidated
 * @returns undefined if it is over, or belongs to a different browser
 */
export async function visitOf(id: unknown, headers: Headers): Promise<Visit | undefined> {
  const browserHash = browserOf(headers);
  if (!isId(id) || browserHash === undefined) return undefined;
  return read({ id, browserHash });
}

/**
 * The visit for which a frame in the LMS waits.
 *
 * @param secret of the frame, unvalidated
 * @returns undefined if it has not begun or is over
 */
export async function visitOfFrame(secret: string): Promise<Visit | undefined> {
  return read({ frameHash: linkTokenHash(secret) });
}

async function read(
  where: { id: string; browserHash: string } | { frameHash: string },
): Promise<Visit | undefined> {
  const found = await db().ltiVisit.findUnique({
    where: { ...where, expiresAt: { gt: new Date() } },
    include: { platform: true },
  });
  if (!found) return undefined;
  const { id } = found;
  const launch = readStored(storedLaunch, found.launch, { column: 'lti_visit.launch', row: id });
  if (!launch) return undefined;
  const [context, link] = await Promise.all([
    db().ltiContext.findUnique({ where: { id: launch.contextId } }),
    launch.kind === 'open' ? db().ltiLink.findUnique({ where: { id: launch.linkId } }) : null,
  ]);
  if (!context) return undefined;
  const { platform } = found;
  return {
    id,
    launch,
    platform: { ...platform, name: visibleLine(platform.name) },
    context: {
      id: context.id,
      title: visibleLine(context.title),
      cohortId: context.cohortId ?? undefined,
    },
    work: link ? { kind: link.kind, slug: link.slug } : undefined,
    takesPoints: link?.scopes.includes(scopes.sendScores) ?? false,
    isFramed: found.frameHash !== null,
  };
}

/** Stores what was chosen, until the browser takes it back to the LMS. */
export async function storeChoice(visit: Visit, launch: StoredRequest): Promise<void> {
  await db().ltiVisit.updateMany({
    where: { id: visit.id },
    data: { launch: launch as Prisma.InputJsonObject },
  });
}

/** Ends a visit, so that the next person at the browser cannot continue as this one. */
export async function endVisit({ id }: Pick<Visit, 'id'>): Promise<void> {
  await db().ltiVisit.deleteMany({ where: { id } });
}
