import 'server-only';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { linkTokenHash } from '../accounts/link-token.ts';
import { type Prisma, db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { browserOf } from './browser.ts';
import { verifiedClaims } from './id-token.ts';
import { type ContentRequest, type OpenedLink, launchIn } from './launch.ts';
import { type LoginState, readLoginState } from './login-state.ts';
import { LtiRefusal } from './problems.ts';
import { refusedAs } from './refused-as.ts';
import { sentFields } from './sent-fields.ts';
import { VISIT_MS, type StoredLaunch } from './visit.ts';

/**
 * Answers a launch: the form with which an LMS sends a browser back after the login. It comes from a page of
 * a different site, so the state takes the place of the check of the origin. Nobody is signed in by it: the
 * browser does not send its session with such a form. It is led to the page of the visit.
 */
export async function answerLaunch(request: Request): Promise<Response> {
  return refusedAs('launch', async () => {
    await countUse(networkKey(request.headers), 'LMS launch');
    const { id_token: idToken, state: sealed, error } = await sentFields(request);
    if (error !== undefined) throw new LtiRefusal('platform-refused');
    if (idToken === undefined || sealed === undefined) throw new LtiRefusal('not-a-launch');
    const browser = browserOf(request.headers);
    const state = browser === undefined ? undefined : readLoginState(sealed, browser);
    if (browser === undefined || state === undefined) throw new LtiRefusal('other-browser');
    const platform = await db().ltiPlatform.findUnique({
      where: { id: state.platformId },
      include: { deployments: true },
    });
    if (!platform) throw new LtiRefusal('unknown-platform');
    const launch = await launchIn(await verifiedClaims(idToken, platform, state.nonce));
    if (!platform.deployments.some(({ deploymentId }) => deploymentId === launch.deploymentId))
      throw new LtiRefusal('unknown-deployment');
    const visitId = await store(launch, platform.id, browser, state);
    return new Response(null, {
      status: 303,
      headers: { location: hrefTo('ltiVisit', visitId), 'cache-control': 'no-store' },
    });
  });
}

/** Stores what the LMS says about its course and its link, and the visit. All of it happens, or nothing. */
async function store(
  launch: OpenedLink | ContentRequest,
  platformId: string,
  browser: string,
  { nonce, frame, expiresAt }: LoginState,
): Promise<string> {
  return db().$transaction(async (transaction) => {
    await useNonce(transaction, nonce, new Date(expiresAt));
    const { id: contextId, title, membershipsUrl = null } = launch.context;
    const seen = { title, membershipsUrl, lastSeenAt: new Date() };
    const context = await transaction.ltiContext.upsert({
      where: { platformId_contextId: { platformId, contextId } },
      create: { platformId, contextId, ...seen },
      update: seen,
      select: { id: true },
    });
    const stored =
      launch.kind === 'open'
        ? await storeLink(transaction, context.id, launch)
        : storedRequest(launch, context.id);
    const { id } = await transaction.ltiVisit.create({
      data: {
        platformId,
        browserHash: browser,
        frameHash: launch.kind === 'choose' ? (frame ?? null) : null,
        email: launch.person.email ?? null,
        launch: stored satisfies StoredLaunch as Prisma.InputJsonObject,
        expiresAt: new Date(Date.now() + VISIT_MS),
      },
      select: { id: true },
    });
    return id;
  });
}

/** @throws LtiRefusal `used` the second time */
async function useNonce(
  transaction: Prisma.TransactionClient,
  nonce: string,
  expiresAt: Date,
): Promise<void> {
  try {
    await transaction.ltiNonce.create({ data: { nonceHash: linkTokenHash(nonce), expiresAt } });
  } catch (error) {
    throw isTaken(error) ? new LtiRefusal('used') : error;
  }
}

async function storeLink(
  transaction: Prisma.TransactionClient,
  contextId: string,
  { person, link }: OpenedLink,
): Promise<StoredLaunch> {
  const { id: resourceLinkId, work, lineItemsUrl = null, scopes } = link;
  const others = await transaction.ltiLink.count({ where: { contextId, resourceLinkId, NOT: work } });
  // An LMS that opens several with one link names the same column with each, which belongs to one of them.
  const lineItemUrl = others > 0 ? undefined : link.lineItemUrl;
  const { id } = await transaction.ltiLink.upsert({
    where: { contextId_resourceLinkId_kind_slug: { contextId, resourceLinkId, ...work } },
    create: { contextId, resourceLinkId, ...work, lineItemUrl, lineItemsUrl, scopes },
    // An LMS does not always name a column that this site has created.
    update: { lineItemUrl, lineItemsUrl, scopes },
    select: { id: true },
  });
  return { kind: 'open', person, contextId, linkId: id };
}

function storedRequest(launch: ContentRequest, contextId: string): StoredLaunch {
  const { kind, person, deploymentId, returnUrl, data, isMany, takesColumns } = launch;
  return { kind, person, contextId, deploymentId, returnUrl, data, isMany, takesColumns };
}
