import 'server-only';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { anonymous } from 'better-auth/plugins/anonymous';
import { db } from '../db/client.ts';
import { env } from '../env.ts';
import { perProcess } from '../per-process.ts';

const SESSION_SECONDS = 400 * 24 * 60 * 60;

const makeAuth = () =>
  betterAuth({
    database: prismaAdapter(db(), { provider: 'postgresql' }),
    baseURL: env().SITE_URL,
    secret: env().AUTH_SECRET,
    trustedOrigins: [env().SITE_URL],
    telemetry: { enabled: false },
    // An anonymous learner has nothing but this cookie: it lasts as long as browsers allow. Pages cannot renew it.
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    // Kept when an account is linked: the learner's work refers to it.
    plugins: [anonymous({ disableDeleteAnonymousUser: true })],
  });

export function auth(): ReturnType<typeof makeAuth> {
  return perProcess('auth', makeAuth);
}
