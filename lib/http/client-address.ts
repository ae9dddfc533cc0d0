import { BlockList, isIP } from 'node:net';

/**
 * The only header that contains the client's address. The site's server sets it for every request, replacing
 * what the client sent.
 */
export const CLIENT_ADDRESS_HEADER = 'x-forwarded-for';

/**
 * The other end of the connection, if it sent headers of a proxy and is not trusted. The site's server sets
 * it, replacing what the client sent.
 */
export const IGNORED_PROXY_HEADER = 'x-ignored-proxy';

/** Headers that a proxy sets. From anyone else they are dropped. */
export const FORWARDED_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * Parses the list of proxies that are trusted to report a client's address.
 *
 * @param text addresses and networks separated by commas, such as `127.0.0.1, 10.0.0.0/8, fd00::/8`; '' for
 *   none
 * @throws Error that names the invalid entry
 */
export function parseTrustedProxies(text: string): BlockList {
  const proxies = new BlockList();
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    const bits = family === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (family === 0 || rest.length > 0 || !(length <= bits)) {
      throw new Error(`TRUSTED_PROXIES: "${entry}" is neither an address nor a network such as 10.0.0.0/8`);
    }
    proxies.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return proxies;
}

/** Whether a request comes from a trusted proxy. @param peer the other end of its connection */
export function isTrusted(peer: string, trusted: BlockList): boolean {
  const address = plainAddress(peer);
  return address !== undefined && trusted.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/**
 * The address of the client that made a request: the other end of the connection, unless that is a trusted
 * proxy. Each proxy appends the address of its own client to the header, so the header is read from its end,
 * as long as the proxies are trusted.
 *
 * @param peer the other end of the connection
 * @param forwarded the request's `X-Forwarded-For` header, if it has one
 * @returns an address without port or zone; IPv4 in its usual form, even if it arrived as `::ffff:…`
 */
export function clientAddress(peer: string, forwarded: string | undefined, trusted: BlockList): string {
  let address = plainAddress(peer) ?? peer;
  for (const hop of (forwarded ?? '').split(',').reverse()) {
    const before = plainAddress(hop.trim());
    if (before === undefined || !isTrusted(address, trusted)) break;
    address = before;
  }
  return address;
}

/**
 * The network that limits apply to: an IPv4 address, or the first 64 bits of an IPv6 address, because a
 * single household or machine has all the addresses with the same prefix.
 *
 * @param address as returned by `clientAddress`
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  return `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/** An address without port, brackets and zone; undefined for anything else. */
function plainAddress(text: string): string | undefined {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.split('%')[0]!;
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : undefined;
  const groups = groupsOf(address);
  return groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
    ? ipv4Of(groups[6]!, groups[7]!)
    : groups.join(':');
}

/** The eight groups of a valid IPv6 address, in lower case without leading zeros. */
function groupsOf(address: string): string[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [a, b, c, d] = dotted?.slice(2).map(Number) ?? [];
  const hex = dotted
    ? `${dotted[1]}${(a! * 256 + b!).toString(16)}:${(c! * 256 + d!).toString(16)}`
    : address;
  const [left, right] = hex.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const middle = right === undefined ? [] : Array<string>(8 - left!.length - right.length).fill('0');
  return [...left!, ...middle, ...(right ?? [])].map((group) => Number.parseInt(group, 16).toString(16));
}

function ipv4Of(high: string, low: string): string {
  return [high, low]
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.');
}
