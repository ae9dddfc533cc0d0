import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { anonymous } from 'better-auth/plugins/anonymous';
import { z } from 'zod';
import { db } from '../db/client.ts';
import { CLIENT_ADDRESS_HEADER } from '../http/client-address.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';
import { adoptWork } from './adopt-work.ts';

const DAY_SECONDS = 24 * 60 * 60;
const ANONYMOUS_SESSION_DAYS = 400;
/** The owner of an account can sign in again. */
const ACCOUNT_SESSION_DAYS = 60;

/** NIST SP 800-63B, section 3.1.1: length matters, composition rules do not help. */
export const passwordLength = { min: 10, max: 128 };

/** What someone without an account reads where the installation requires one. */
export const accountRequired =
  'Sign in or create an account first. This site needs one for runs and answers.';

/**
 * Signs in to an account after the site itself has checked who it is. Only the server can call it: it is no
 * route. Its path makes it a sign-in for the plugin for anonymous learners.
 */
const checkedSignIn = {
  id: 'checked-sign-in',
  endpoints: {
    signInChecked: createAuthEndpoint(
      '/sign-in/checked',
      { method: 'POST', body: z.object({ userId: z.string() }), metadata: { SERVER_ONLY: true } },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.userId);
        if (!user) throw new APIError('UNAUTHORIZED');
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({});
      },
    ),
  },
} satisfies BetterAuthPlugin;

const makeAuth = () =>
  betterAuth({
    database: prismaAdapter(db(), { provider: 'postgresql' }),
    baseURL: env().SITE_URL,
    secret: env().AUTH_SECRET,
    trustedOrigins: [env().SITE_URL],
    telemetry: { enabled: false },
    // better-auth limits requests to its own routes by the address that the site's server determined.
    advanced: { ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 64 } },
    // Its messages contain e-mail addresses.
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      revokeSessionsOnPasswordReset: true,
    },
    user: { additionalFields: { isAdmin: { type: 'boolean', defaultValue: false, input: false } } },
    databaseHooks: {
      // Every way to create a learner goes through this hook. New accounts are counted as sign-ins.
      user: {
        create: {
          before: async (user, context) => {
            if (user.isAnonymous !== true) return;
            if (env().ACCOUNT_REQUIRED) throw new APIError('UNAUTHORIZED', { message: accountRequired });
            await countLearner(context?.headers ?? new Headers());
          },
        },
      },
      session: { create: { before: async (session) => ({ data: await shorterForAccounts(session) }) } },
    },
    // The cookie is the only access of an anonymous learner, so it lasts as long as browsers allow. Pages cannot
    // renew it.
    session: { expiresIn: ANONYMOUS_SESSION_DAYS * DAY_SECONDS, disableSessionRefresh: true },
    plugins: [
      checkedSignIn,
      anonymous({
        // adoptWork deletes the anonymous user, together with moving what refers to it.
        disableDeleteAnonymousUser: true,
        onLinkAccount: async ({ anonymousUser, newUser }) =>
          adoptWork(anonymousUser.user.id, newUser.user.id),
      }),
    ],
  });

async function shorterForAccounts<S extends { userId: string; expiresAt: Date }>(session: S): Promise<S> {
  const user = await db().user.findUnique({ where: { id: session.userId }, select: { isAnonymous: true } });
  if (user?.isAnonymous === true) return session;
  return { ...session, expiresAt: new Date(Date.now() + ACCOUNT_SESSION_DAYS * DAY_SECONDS * 1_000) };
}

/** @throws APIError with status 429 and the limit's message, which better-auth passes on */
async function countLearner(headers: Headers): Promise<void> {
  try {
    await countUse(networkKey(headers), 'learner');
  } catch (error) {
    throw error instanceof PlatformError
      ? new APIError('TOO_MANY_REQUESTS', { message: error.learnerMessage })
      : error;
  }
}

export function auth(): ReturnType<typeof makeAuth> {
  return perProcess('auth', makeAuth);
}
