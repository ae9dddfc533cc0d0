import 'server-only';
import { type LookupAddress, lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, type LookupFunction, isIP } from 'node:net';
import { Readable } from 'node:stream';
import { PlatformError } from '@dfm/contracts';
import { isAllowed, siteIsLocal } from '../http/allowed-address.ts';
import { readBody } from '../http/read-body.ts';
import { env } from '../platform/env.ts';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;

/** Networks that no public LMS is in: loopback, private, link-local, shared, reserved and multicast. */
const privateNetworks = new BlockList();
for (const network of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b::/96',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]) {
  const [address = '', prefix] = network.split('/');
  privateNetworks.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an IP address is in a network that is not public. An IPv4 address inside an IPv6 one counts too. */
export function isPrivate(address: string): boolean {
  return privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Fetches an address of an LMS: https only, a limited time, a limited size, no redirects, and no connection
 * into a private network. The check applies to the address that is connected to, so a name that is looked up
 * twice cannot lead to two places. A site on its own machine may connect to anything there.
 *
 * @throws PlatformError `bad-request` or `too-large`, or the error of the connection
 */
export async function fetchFromPlatform(
  address: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Response> {
  if (!isAllowed(address)) throw refused(`${address} does not begin with https://.`);
  const url = new URL(address);
  const mayBePrivate = siteIsLocal() || env().LMS_IN_PRIVATE_NETWORK;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is not looked up.
  if (!mayBePrivate && isIP(host) !== 0 && isPrivate(host)) throw inPrivateNetwork(host);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        headers,
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(!mayBePrivate && { lookup: publicLookup }),
      },
      resolve,
    );
    request.once('error', reject);
    request.end(body);
  });
  const { statusCode: status = 502 } = answer;
  if (status >= 300 && status < 400) {
    answer.destroy();
    throw refused(`${address} redirects to another address.`);
  }
  const received = new Headers();
  for (const [name, value] of Object.entries(answer.headersDistinct))
    for (const each of value ?? []) received.append(name, each);
  const bytes = await readBody(
    { headers: received, body: Readable.toWeb(answer) as ReadableStream },
    MAX_BYTES,
  );
  return new Response(status === 204 ? null : bytes, { status, headers: received });
}

/** Looks a name up, and fails if any of its addresses is private. */
const publicLookup: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const bad = error ? undefined : found.find(({ address }) => isPrivate(address));
    if (error) callback(error, '');
    else if (bad) callback(inPrivateNetwork(name), '');
    else if (options.all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  });
};

const inPrivateNetwork = (host: string) => refused(`${host} is in a private network.`);
const refused = (message: string) => new PlatformError('bad-request', message);
