import 'server-only';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { FORWARDED_HEADERS } from '../http/client-address.ts';
import { isVisitCookie } from './visit.ts';

/** Of one connection only (RFC 9110, section 7.6.1), so that each side has its own. */
const ofConnection = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * The headers of a request to a preview, as the program in the sandbox gets them. It learns how it was
 * addressed, but neither who the browser belongs to nor what lets it in.
 *
 * @param host of the preview, with its port
 * @param protocol that the browser uses: `http` or `https`
 */
export function headersToSandbox(
  headers: IncomingHttpHeaders,
  { host, protocol, isUpgrade = false }: { host: string; protocol: string; isUpgrade?: boolean },
): OutgoingHttpHeaders {
  const passed = without(headers, [...ofConnection, ...FORWARDED_HEADERS, 'expect', 'cookie']);
  const cookies = (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !isVisitCookie(pair.split('=')[0]!.trim()));
  return {
    ...passed,
    host,
    ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
    ...(headers['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
    ...(isUpgrade && { connection: 'Upgrade', upgrade: 'websocket' }),
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol,
  };
}

/** What a program must not tell a browser about the host of a preview, or about its neighbours. */
const keptBack = [
  'alt-svc',
  'clear-site-data',
  'nel',
  'report-to',
  'strict-transport-security',
  // Read by a reverse proxy or a cache in front of the site.
  'cdn-cache-control',
  'surrogate-control',
  'x-accel-redirect',
  'x-lighttpd-send-file',
  'x-reproxy-url',
  'x-sendfile',
];

interface Place {
  /** Host of the preview, with its port. */
  host: string;
  /** The port in the sandbox. */
  port: number;
}

/** The headers of a response from the sandbox, as the browser gets them. */
export function headersToBrowser(headers: IncomingHttpHeaders, place: Place): OutgoingHttpHeaders {
  const { location } = headers;
  const cookies = headers['set-cookie']?.flatMap(ownCookie) ?? [];
  return {
    'referrer-policy': 'same-origin',
    ...without(headers, [...ofConnection, ...keptBack, 'set-cookie']),
    ...(location !== undefined && { location: localAddress(location, place) }),
    ...(cookies.length > 0 && { 'set-cookie': cookies }),
    // A page with two policies has to satisfy both. No cache that several people use may keep a response.
    'content-security-policy': listOf(headers['content-security-policy'], "frame-ancestors 'self'"),
    'cache-control': listOf(headers['cache-control'], 'private'),
  };
}

const listOf = (...values: (string | string[] | undefined)[]) =>
  values
    .flat()
    .filter((value) => value !== undefined)
    .join(', ');

/** Without these headers, and without those that `Connection` names. */
function without(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  const left = new Set(names);
  for (const name of (headers.connection ?? '').split(',')) left.add(name.trim().toLowerCase());
  // Without it, the next side might see a different end of the body.
  left.delete('content-length');
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !left.has(name)),
  );
}

/** A cookie for this host only; none if it has the name of a visit's cookie. */
function ownCookie(cookie: string): string[] {
  const [pair = '', ...attributes] = cookie.split(';');
  if (isVisitCookie(pair.split('=')[0]!.trim())) return [];
  return [[pair, ...attributes.filter((attribute) => !/^\s*domain\s*(=|$)/i.test(attribute))].join(';')];
}

/** An address on the program's own host, as the program knows it, becomes one on the host of the preview. */
function localAddress(location: string, { host, port }: Place): string {
  const url = URL.parse(location);
  if (url === null || !/^https?:$/.test(url.protocol)) return location;
  const isOwn =
    url.host === host ||
    (/^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])$/.test(url.hostname) && url.port === String(port));
  // Only one slash at the beginning: two would name a different host.
  return isOwn ? `${url.pathname.replace(/^\/+/, '/')}${url.search}${url.hash}` : location;
}
