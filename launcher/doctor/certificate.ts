import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { type Finding, problem, warning } from './finding.ts';
import { longTime } from './long-time.ts';

const answerMs = 10_000;
const dayMs = 24 * 60 * 60_000;
/**
 * Let's Encrypt certificates are renewed a month before they expire, and a failed renewal is retried for
 * weeks.
 */
const soonMs = 14 * dayMs;

/** When the certificate at an address expires. @throws Error if nothing there speaks TLS */
export async function certificateExpiry(url: URL, signal: AbortSignal): Promise<number> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({
    host,
    port: Number(url.port || 443),
    ...(isIP(host) === 0 && { servername: host }),
    // Only its date is read here. The request for a page finds out whether it is trusted.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
    return Date.parse(socket.getPeerCertificate().valid_to);
  } finally {
    socket.destroy();
  }
}

/** @param expiry of the certificate. @returns nothing if it does not expire soon */
export function certificateFindings({ host }: Pick<URL, 'host'>, expiry: number, now: number): Finding[] {
  const leftMs = expiry - now;
  const advice =
    'Renew it, and find out why it was not renewed automatically: the log of the reverse proxy has the reason.';
  if (leftMs <= 0) return [problem(`the certificate of ${host} expired ${longTime(-leftMs)} ago`, advice)];
  return leftMs < soonMs
    ? [warning(`the certificate of ${host} expires in ${longTime(leftMs)}`, advice)]
    : [];
}
