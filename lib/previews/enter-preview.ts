import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { loginOf } from '../auth/session.ts';
import { ownSession } from '../terminals/own-session.ts';
import { hasPreviews, originOf } from './preview-address.ts';
import { ticketFor } from './visit.ts';

/** Where a ticket is exchanged for a cookie, on the host of a preview. */
export const entryPath = '/.well-known/dfm-preview';

/**
 * Leads a learner to a port of their running terminal.
 *
 * @param portText from the address
 * @returns the address with a ticket, for this browser only
 * @throws PlatformError `forbidden` unless the request opens a page, from this site or by hand;
 *   `unauthenticated`; `not-found` without a terminal or previews
 */
export async function enterPreview(headers: Headers, portText: string): Promise<string> {
  const [dest, from] = ['sec-fetch-dest', 'sec-fetch-site'].map((name) => headers.get(name));
  if ((dest ?? 'document') !== 'document' || !['same-origin', 'none', null].includes(from ?? null))
    throw new PlatformError('forbidden', 'A preview is opened from the page of the terminal.');
  if (!hasPreviews()) throw new PlatformError('not-found', 'Published ports cannot be opened on this site.');
  const port = /^[1-9]\d{0,4}$/.test(portText) ? Number(portText) : undefined;
  if (port === undefined || port > 65_535) throw new PlatformError('not-found', 'There is no such port.');
  const login = await loginOf(headers);
  if (!login)
    throw new PlatformError('unauthenticated', 'You are not signed in as the learner of a terminal.');
  const session = await ownSession(login.learnerId);
  if (session?.state !== 'running')
    throw new PlatformError('not-found', 'You have no terminal at the moment. Start one to open its ports.');
  const visit = { sessionId: session.id, port, loginId: login.loginId };
  return `${originOf(visit)}${entryPath}?ticket=${ticketFor(visit)}`;
}
