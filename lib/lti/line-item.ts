import 'server-only';
import { z } from 'zod';
import { db } from '../db/client.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { inCourseOrder } from '../teaching/assigned.ts';
import { workKey } from '../teaching/assignments.ts';
import { askWithToken, type ServiceClient } from './access-token.ts';
import { isDone, type PlatformAnswer } from './platform-request.ts';
import { nextPage, readAnswer } from './read-answer.ts';
import { scopes } from './scopes.ts';
import { MAX_POINTS } from './score-message.ts';
import { ServiceFailure } from './service-problem.ts';

/** A link of an LMS and what it opens, with what the LMS allows. */
export interface GradedLink {
  id: string;
  contextId: string;
  resourceLinkId: string;
  kind: AssignmentKind;
  slug: string;
  lineItemUrl: string | null;
  lineItemsUrl: string | null;
  scopes: string[];
}

const lineItem = z.object({
  id: z.url().max(2_000),
  resourceLinkId: z.string().nullish(),
  resourceId: z.string().nullish(),
});

type LineItem = z.infer<typeof lineItem>;

const PAGES_MAX = 20;
const LABEL_MAX = 100;
const item = 'application/vnd.ims.lis.v2.lineitem+json';
const container = 'application/vnd.ims.lis.v2.lineitemcontainer+json';

/**
 * The column for the points of a link: the one that the LMS has for it, or a new one. It looks before it
 * creates one, so that a process that was killed in between leaves only one column.
 *
 * @returns its address, which is stored with the link
 * @throws ServiceFailure as `askWithToken`, `no-column` or `not-allowed`
 */
export async function lineItemOf(platform: ServiceClient, link: GradedLink): Promise<string> {
  if (link.lineItemUrl !== null) return link.lineItemUrl;
  const { lineItemsUrl } = link;
  const mayCreate = link.scopes.includes(scopes.manageColumns);
  if (lineItemsUrl === null || !(mayCreate || link.scopes.includes(scopes.readColumns)))
    throw new ServiceFailure('no-column');
  const found = await existing(platform, link, lineItemsUrl);
  if (found === undefined && !mayCreate) throw new ServiceFailure('no-column');
  const { id: lineItemUrl } = found ?? (await create(platform, link, lineItemsUrl));
  // Access tokens are sent there.
  if (new URL(lineItemUrl).origin !== new URL(lineItemsUrl).origin)
    throw new ServiceFailure('address', lineItemUrl);
  await db().ltiLink.updateMany({ where: { id: link.id, lineItemUrl: null }, data: { lineItemUrl } });
  return lineItemUrl;
}

/**
 * The column that an LMS has for a link, preferably the one that this site created. A column of something
 * else that the same link opens is not returned, even if a killed process has not stored that it has one.
 */
async function existing(
  platform: ServiceClient,
  link: GradedLink,
  lineItemsUrl: string,
): Promise<LineItem | undefined> {
  const search = new URL(lineItemsUrl);
  search.searchParams.set('resource_link_id', link.resourceLinkId);
  const found: LineItem[] = [];
  let address: string | undefined = search.href;
  for (let page = 0; address !== undefined && page < PAGES_MAX; page++) {
    const answer: PlatformAnswer = await askWithToken(platform, link.scopes, address, {
      method: 'GET',
      headers: { accept: container },
    });
    assertDone(answer, address);
    // Not every LMS filters.
    const ofLink = readAnswer(answer, z.array(lineItem)).filter(
      ({ resourceLinkId }) => resourceLinkId === link.resourceLinkId,
    );
    found.push(...ofLink);
    address = nextPage(answer, address);
  }
  const own = found.find(({ resourceId }) => resourceId === workKey(link));
  if (own !== undefined || found.length === 0) return own;
  const { contextId, resourceLinkId, kind, slug } = link;
  const others = await db().ltiLink.findMany({
    where: { contextId, resourceLinkId, NOT: { kind, slug } },
    select: { kind: true, slug: true, lineItemUrl: true },
  });
  return found.find(
    ({ id, resourceId }) =>
      !others.some((other) => other.lineItemUrl === id || workKey(other) === resourceId),
  );
}

async function create(platform: ServiceClient, link: GradedLink, lineItemsUrl: string): Promise<LineItem> {
  const [assignment] = await inCourseOrder([link]);
  const { title } = assignment!;
  const answer = await askWithToken(platform, link.scopes, lineItemsUrl, {
    method: 'POST',
    headers: { 'content-type': item, accept: item },
    body: JSON.stringify({
      label: (link.kind === 'quiz' ? `Quiz: ${title}` : title).slice(0, LABEL_MAX).toWellFormed(),
      scoreMaximum: MAX_POINTS,
      resourceLinkId: link.resourceLinkId,
      resourceId: workKey(link),
      tag: 'grade',
    }),
  });
  assertDone(answer, lineItemsUrl);
  return readAnswer(answer, lineItem);
}

function assertDone({ status }: PlatformAnswer, address: string): void {
  if (!isDone(status)) throw new ServiceFailure('not-allowed', `${address}: ${status}`);
}
