import 'server-only';
import { z } from 'zod';
import { Prisma, db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { askWithToken, type ServiceClient } from './access-token.ts';
import { type GradedLink, lineItemOf } from './line-item.ts';
import { isDone } from './platform-request.ts';
import { readAnswer } from './read-answer.ts';
import { backOffSeconds } from './retry-time.ts';
import { scopes } from './scopes.ts';
import { below, isShown, scoreMessage } from './score-message.ts';
import { acknowledge, fail, failLink, type SentScore, takeNext, withNewTime } from './score-rows.ts';
import { type SendingLease, takeLease } from './sending-lease.ts';
import { ServiceFailure, type ServiceProblem } from './service-problem.ts';

interface Platform extends ServiceClient {
  failures: number;
}

/** Someone who has disconnected the account from the LMS has no ID there. */
const isDue = (platformId: Prisma.Sql) => Prisma.sql`
  lti_score.next_try_at <= now() AND EXISTS (
    SELECT FROM account WHERE user_id = lti_score.learner_id AND provider_id = 'lti:' || ${platformId})`;

/**
 * Sends to each LMS the scores that it should have and has not confirmed. Called again and again; one process
 * of the site sends to an LMS at a time.
 */
export async function sendScores(): Promise<void> {
  const platforms = await db().$queryRaw<Platform[]>`
    SELECT DISTINCT platform.id, client_id AS "clientId", token_url AS "tokenUrl", failures
    FROM lti_platform AS platform
    JOIN lti_context AS context ON context.platform_id = platform.id
    JOIN lti_link AS link ON link.context_id = context.id
    JOIN lti_score ON lti_score.link_id = link.id AND ${isDue(Prisma.sql`platform.id`)}
    WHERE context.cohort_id IS NOT NULL AND (paused_until IS NULL OR paused_until <= now())`;
  await Promise.all(
    platforms.map((platform) =>
      sendTo(platform).catch((error: unknown) =>
        log.error({ err: error, platformId: platform.id }, 'cannot send scores'),
      ),
    ),
  );
}

async function sendTo(platform: Platform): Promise<void> {
  const lease = await takeLease(platform.id);
  if (lease === undefined) return;
  try {
    for (const link of await linksToSend(platform.id)) await sendLink(platform, link, lease);
    await db().ltiPlatform.updateMany({
      where: { id: platform.id, problem: { not: null } },
      data: { failures: 0, problem: null, pausedUntil: null },
    });
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    await pause(platform, error);
  } finally {
    await lease.end();
  }
}

async function linksToSend(platformId: string): Promise<GradedLink[]> {
  return db().$queryRaw<GradedLink[]>`
    SELECT link.id, link.context_id AS "contextId", resource_link_id AS "resourceLinkId", link.kind, link.slug,
      line_item_url AS "lineItemUrl", line_items_url AS "lineItemsUrl", link.scopes
    FROM lti_link AS link JOIN lti_context AS context ON context.id = link.context_id
    WHERE context.platform_id = ${platformId} AND context.cohort_id IS NOT NULL AND EXISTS (SELECT FROM lti_score WHERE link_id = link.id AND ${isDue(Prisma.sql`context.platform_id`)})
    ORDER BY link.id`;
}

/** @throws ServiceFailure if nothing else would work either */
async function sendLink(platform: Platform, link: GradedLink, lease: SendingLease): Promise<void> {
  try {
    if (!link.scopes.includes(scopes.sendScores)) throw new ServiceFailure('no-column');
    const lineItemUrl = await lineItemOf(platform, link);
    for (;;) {
      await lease.renew();
      const score = await takeNext(platform.id, link.id);
      if (score === undefined) return;
      const problem = await send(platform, { ...link, lineItemUrl }, score);
      siteMetrics().scores.inc({ outcome: problem === undefined ? 'accepted' : 'refused' });
      if (problem !== undefined) await fail(score, problem);
    }
  } catch (error) {
    if (!(error instanceof ServiceFailure) || error.concernsAll) throw error;
    log.warn({ err: error, linkId: link.id }, 'cannot send the scores of a link');
    await failLink(link.id, error.problem);
  }
}

type LinkWithColumn = GradedLink & { lineItemUrl: string };

/** @returns why the LMS does not accept it; undefined if it has it */
async function send(
  platform: Platform,
  link: LinkWithColumn,
  score: SentScore,
): Promise<ServiceProblem | undefined> {
  const status = await post(platform, link, score);
  if (isDone(status)) return void (await acknowledge(score));
  if (!mayHaveIt(status)) return problemOf(status);
  // The answer to an earlier request may have been lost.
  if (await hasIt(platform, link, score)) return void (await acknowledge(score));
  const newer = await withNewTime(score);
  const again = await post(platform, link, newer);
  if (isDone(again)) return void (await acknowledge(newer));
  return problemOf(again);
}

async function post(platform: Platform, link: LinkWithColumn, score: SentScore): Promise<number> {
  const { status } = await askWithToken(platform, link.scopes, below(link.lineItemUrl, 'scores').href, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.ims.lis.v1.score+json', accept: 'application/json' },
    body: JSON.stringify(scoreMessage(score)),
  });
  return status;
}

/** Whether a refusal may mean that the LMS has something as new. The standard asks for 409. */
const mayHaveIt = (status: number) => status === 409 || status === 400;

const results = z.array(
  z.object({
    userId: z.string(),
    resultScore: z.number().nullish(),
    resultMaximum: z.number().positive().nullish(),
  }),
);

async function hasIt(platform: Platform, link: LinkWithColumn, score: SentScore): Promise<boolean> {
  if (!link.scopes.includes(scopes.readResults)) return false;
  const address = below(link.lineItemUrl, 'results');
  address.searchParams.set('user_id', score.subject);
  const answer = await askWithToken(platform, link.scopes, address.href, {
    method: 'GET',
    headers: { accept: 'application/vnd.ims.lis.v2.resultcontainer+json' },
  });
  return isDone(answer.status) && isShown(score, readAnswer(answer, results));
}

function problemOf(status: number): ServiceProblem {
  if (status === 404) return 'column-gone';
  return status === 401 || status === 403 ? 'not-allowed' : 'refused';
}

async function pause({ id, failures }: Platform, failure: ServiceFailure): Promise<void> {
  log.warn({ err: failure, platformId: id }, 'an LMS takes no scores');
  const seconds = failure.pauseSeconds ?? backOffSeconds(failures + 1);
  await db().$executeRaw`
    UPDATE lti_platform SET problem = ${failure.problem}, failures = failures + 1,
      paused_until = now() + make_interval(secs => ${seconds}::int)
    WHERE id = ${id}`;
}
