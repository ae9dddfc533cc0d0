import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { anonymous } from 'better-auth/plugins/anonymous';
import { db } from '../db/client.ts';
import { CLIENT_ADDRESS_HEADER } from '../http/client-address.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';

const SESSION_SECONDS = 400 * 24 * 60 * 60;

const makeAuth = () =>
  betterAuth({
    database: prismaAdapter(db(), { provider: 'postgresql' }),
    baseURL: env().SITE_URL,
    secret: env().AUTH_SECRET,
    trustedOrigins: [env().SITE_URL],
    telemetry: { enabled: false },
    // better-auth limits requests to its own routes by the address that the site's server determined.
    advanced: { ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 64 } },
    // Every way to create a learner goes through this hook.
    databaseHooks: {
      user: { create: { before: async (_user, context) => countLearner(context?.headers ?? new Headers()) } },
    },
    // The cookie is the only access of an anonymous learner, so it lasts as long as browsers allow. Pages cannot
    // renew it.
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    // The user is kept when an account is linked, because the learner's work refers to it.
    plugins: [anonymous({ disableDeleteAnonymousUser: true })],
  });

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
