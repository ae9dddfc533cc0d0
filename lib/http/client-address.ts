import { BlockList, isIP } from 'node:net';

/**
 * The one header that says who asks. The site's server sets it for every request: what a client sent there is
 * not in it.
 */
export const CLIENT_ADDRESS_HEADER = 'x-forwarded-for';

/** What a proxy says about a request. From anyone else it is dropped. */
export const FORWARDED_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * Proxies whose word about a client's address counts.
 *
 * @param text addresses and networks with commas between them, such as `127.0.0.1, 10.0.0.0/8, fd00::/8`; ''
 *   for none
 * @throws Error naming the entry that is neither
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
 * proxy. Each proxy adds the address it was reached from at the end of the header, so the header is read from
 * there, as far as trust goes.
 *
 * @param peer the other end of the connection
 * @param forwarded what the request's `X-Forwarded-For` says, if it has one
 * @returns without a port or zone; IPv4 in its own form, also where it arrived as `::ffff:…`
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
 * What limits per address count by: an IPv4 address, or the first 64 bits of an IPv6 address, because one
 * household or one machine has all the addresses that begin with them.
 *
 * @param address as `clientAddress` gives it
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
    ? fourOf(groups[6]!, groups[7]!)
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

function fourOf(high: string, low: string): string {
  return [high, low]
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.');
}
