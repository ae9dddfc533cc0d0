import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LinkableModule } from '@dfm/contracts/page-data';
import { accountOf } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { type CohortAccess, cohortAccess } from '../teaching/access.ts';
import { assignMore, assignableWork, workKey } from '../teaching/assignments.ts';
import { arrivalOf } from './arrival.ts';
import { actingOnVisit, visitIsOver } from './continue-visit.ts';
import { signedByTool } from './keys.ts';
import { DEEP_LINKING, LTI } from './launch.ts';
import { type LinkedWork, pathOfWork } from './target.ts';
import { type StoredRequest, type Visit, endVisit, storeChoice, visitOf, visitOfFrame } from './visit.ts';

/** The number of points of every exercise and quiz. */
const POINTS_MAX = 100;

/** What links can lead to, with what the class is assigned already. */
export async function linkableWork({ cohortId }: CohortAccess<'manage'>): Promise<LinkableModule[]> {
  const [modules, assigned] = await Promise.all([
    assignableWork(),
    db().assignment.findMany({ where: { cohortId }, select: { kind: true, slug: true } }),
  ]);
  const keys = new Set(assigned.map(workKey));
  return modules
    .filter(({ items }) => items.length > 0)
    .map((module) => ({
      ...module,
      items: module.items.map((item) => ({ ...item, isAssigned: keys.has(workKey(item)) })),
    }));
}

/**
 * Assigns what was chosen, and remembers it until the browser takes it back to the LMS.
 *
 * @param visitId unvalidated
 * @param chosen keys of work, such as `exercise/slim-trap`
 * @returns the path to continue on
 * @throws PlatformError as `actingOnVisit`, `conflict` if something has changed meanwhile, `bad-request` for
 *   more than the LMS accepts
 */
export async function chooseContent(visitId: unknown, chosen: readonly string[]): Promise<string> {
  const { visit, arrival } = await actingOnVisit(visitId);
  const { launch } = visit;
  if (arrival.step !== 'choose' || launch.kind !== 'choose')
    throw new PlatformError('conflict', 'Something has changed since this page was opened. Reload it.');
  const { account } = arrival.access;
  const items = (await titledWork()).filter((item) => chosen.includes(workKey(item)));
  if (items.length === 0) throw new PlatformError('bad-request', 'Choose at least one.');
  if (items.length > 1 && !launch.isMany)
    throw new PlatformError('bad-request', 'Your LMS accepts only one at a time.');
  await assignMore(await cohortAccess(account, arrival.cohortId, 'manage'), items);
  await storeChoice(visit, { ...launch, chosen: items.map(({ kind, slug }) => ({ kind, slug })) });
  return visit.isFramed ? hrefTo('ltiVisit', visit.id) : returnAddress(visit);
}

/** From here, a browser takes what was chosen back to the LMS. */
export const returnAddress = ({ id }: Pick<Visit, 'id'>) => `/api/lti/return/${id}`;

/** What a browser takes back to the LMS. */
export interface ChosenContent {
  platform: Visit['platform'];
  returnUrl: string;
  /** Signed `LtiDeepLinkingResponse`. */
  jwt: string;
}

/**
 * Signs what was chosen in a browser, and ends the visit.
 *
 * @param visitId unvalidated
 * @throws PlatformError `not-found` if the visit is over, nothing was chosen, or the account in use is no
 *   longer that of an instructor
 */
export async function takeChosen(visitId: unknown, headers: Headers): Promise<ChosenContent> {
  const visit = await visitOf(visitId, headers);
  const arrival = visit && (await arrivalOf(visit, await accountOf(headers)));
  if (arrival?.step !== 'choose' && arrival?.step !== 'chosen') throw isOver();
  return signed(visit);
}

/**
 * Signs what was chosen, for the frame that waits for it, and ends the visit.
 *
 * @param secret of the frame, unvalidated
 * @throws PlatformError `not-found` if the visit is over, or nothing was chosen
 */
export async function takeChosenInFrame(secret: string): Promise<ChosenContent> {
  return signed(await visitOfFrame(secret));
}

/** Whether something was chosen for a frame. @param secret of the frame, unvalidated */
export async function isChosen(secret: string): Promise<boolean> {
  const launch = (await visitOfFrame(secret))?.launch;
  return launch?.kind === 'choose' && launch.chosen !== undefined;
}

async function signed(visit: Visit | undefined): Promise<ChosenContent> {
  const launch = visit?.launch.kind === 'choose' ? visit.launch : undefined;
  if (!visit || !launch?.chosen) throw isOver();
  const jwt = await signedByTool(await answerTo(visit, launch, launch.chosen));
  await endVisit(visit);
  return { platform: visit.platform, returnUrl: launch.returnUrl, jwt };
}

const isOver = () => new PlatformError('not-found', visitIsOver);

async function answerTo(
  { platform }: Visit,
  { deploymentId, data, takesColumns }: StoredRequest,
  chosen: readonly LinkedWork[],
): Promise<Record<string, unknown>> {
  const titles = new Map((await titledWork()).map((item) => [workKey(item), item.title]));
  return {
    iss: platform.clientId,
    aud: [platform.issuer],
    nonce: crypto.randomUUID(),
    [`${LTI}deployment_id`]: deploymentId,
    [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
    [`${LTI}version`]: '1.3.0',
    ...(data !== undefined && { [`${DEEP_LINKING}data`]: data }),
    [`${DEEP_LINKING}content_items`]: chosen.map((work) => {
      const title = titles.get(workKey(work)) ?? work.slug;
      return {
        type: 'ltiResourceLink',
        title,
        url: new URL(pathOfWork(work), env().SITE_URL).href,
        custom: { kind: work.kind, slug: work.slug },
        window: { targetName: '_blank' },
        ...(takesColumns && {
          lineItem: { scoreMaximum: POINTS_MAX, label: title, resourceId: workKey(work) },
        }),
      };
    }),
  };
}

async function titledWork(): Promise<(LinkedWork & { title: string })[]> {
  return (await assignableWork()).flatMap(({ items }) => items);
}
