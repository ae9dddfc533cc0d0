import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { hrefTo, signInAddress } from '@dfm/contracts/page-addresses';
import { headers } from 'next/headers';
import * as oidc from 'openid-client';
import { accountOfPerson } from '../accounts/account-of-person.ts';
import { startSession } from '../accounts/start-session.ts';
import { accountOf } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { connectSchool } from './own-schools.ts';
import { type PersonOfSchool, personFrom } from './person-from-school.ts';
import { connectToProvider } from './school-client.ts';
import { CALLBACK_PATH, type SchoolVisit, rememberVisit, takeVisit } from './school-visit.ts';
import { type SignInProblem, signInProblemText } from './sign-in-problems.ts';

/** The address that a school has to know, and to which it sends the browser back. */
export const redirectUri = () => new URL(CALLBACK_PATH, env().SITE_URL).href;

/** Signing in failed in a way that the person is told. */
class Failed extends Error {
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/**
 * Begins to sign in with a school, or to connect an account with it.
 *
 * @param providerId unvalidated
 * @param next validated path to continue on, and the account that is connected
 * @returns the address of the school's own page
 * @throws PlatformError `not-found`, `rate-limited`, `forbidden`; `bad-request` if it cannot be reached
 */
export async function startWithSchool(
  providerId: unknown,
  next: { to: string; connectTo?: string },
): Promise<string> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  await countUse(networkKey(requestHeaders), 'sign-in');
  const provider = isId(providerId) ? await providerWith(providerId) : null;
  if (!provider)
    throw new PlatformError(
      'not-found',
      'Signing in with this school is no longer possible. Reload the page.',
    );
  const configuration = await connectToProvider(provider).catch((error: unknown) => {
    log.warn({ err: error, provider: provider.id }, 'a school cannot be reached');
    throw new PlatformError('bad-request', signInProblemText('unreachable', provider.name)!);
  });
  const [state, nonce, codeVerifier] = [
    oidc.randomState(),
    oidc.randomNonce(),
    oidc.randomPKCECodeVerifier(),
  ];
  await rememberVisit({ providerId: provider.id, state, nonce, codeVerifier, ...next });
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(),
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  }).href;
}

/**
 * Signs in, or connects an account, when a school sends the browser back.
 *
 * @param search of the address, with the school's answer
 * @returns the path of the page to continue on, which says what went wrong if something did
 */
export async function finishWithSchool(search: string): Promise<string> {
  const visit = await takeVisit();
  if (visit === undefined) return pageAbout('expired', undefined);
  try {
    return await answered(visit, search);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    log.info({ err: error.cause, provider: visit.providerId, problem: error.problem }, 'no sign-in');
    return pageAbout(error.problem, visit);
  }
}

/** @returns the path to continue on */
async function answered(visit: SchoolVisit, search: string): Promise<string> {
  const requestHeaders = await headers();
  await countUse(networkKey(requestHeaders), 'school answer').catch((error: unknown) => {
    throw error instanceof PlatformError ? new Failed('limited') : error;
  });
  const provider = await providerWith(visit.providerId);
  if (!provider) throw new Failed('unreachable');
  const person = await personFrom(
    await connectToProvider(provider).catch((error: unknown) => {
      throw new Failed('unreachable', error);
    }),
    new URL(search, redirectUri()),
    visit,
  ).catch((error: unknown) => {
    throw new Failed(problemOf(error), error);
  });
  if (visit.connectTo === undefined)
    return startSession(await accountFor(person, provider.id), requestHeaders, visit.to);
  if ((await accountOf(requestHeaders))?.id !== visit.connectTo) throw new Failed('signed-out');
  if (!(await connectSchool(visit.connectTo, provider.id, person.subject))) throw new Failed('other-account');
  return visit.to;
}

async function accountFor(person: PersonOfSchool, providerId: string): Promise<string> {
  const account = await accountOfPerson(person, providerId, person.emailVerified);
  if (typeof account === 'string') throw new Failed(account);
  return account.userId;
}

function problemOf(error: unknown): SignInProblem {
  if (error instanceof oidc.AuthorizationResponseError) return 'refused';
  const code = (error as { code?: unknown }).code;
  // Network faults have other codes, or none.
  const isAnswer = typeof code === 'string' && code.startsWith('OAUTH_') && code !== 'OAUTH_TIMEOUT';
  return isAnswer || error instanceof oidc.ResponseBodyError ? 'invalid' : 'unreachable';
}

function pageAbout(problem: SignInProblem, visit: SchoolVisit | undefined): string {
  const [page, to] =
    visit?.connectTo === undefined || problem === 'signed-out'
      ? ([signInAddress('signIn', visit?.to), visit?.to] as const)
      : ([hrefTo('account'), undefined] as const);
  const about = new URLSearchParams({ problem, ...(visit && { school: visit.providerId }) });
  return `${page}${to === undefined ? '?' : '&'}${about}`;
}

const providerWith = (id: string) => db().identityProvider.findUnique({ where: { id } });
