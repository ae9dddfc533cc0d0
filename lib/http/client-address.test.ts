import { describe, expect, test } from 'vitest';
import { clientAddress, networkOf, parseTrustedProxies } from './client-address.ts';

const canonical = (address: string) => clientAddress(address, undefined, parseTrustedProxies(''));

describe('the address of the client', () => {
  test.each([
    ['without trusted proxies, a header changes nothing', '', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    [
      'without trusted proxies, not even this machine is trusted',
      '',
      '127.0.0.1',
      '198.51.100.1',
      '127.0.0.1',
    ],
    ['a trusted proxy names the client', '10.0.0.0/8', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    [
      'a trusted proxy without a header is itself the client',
      '10.0.0.0/8',
      '10.1.2.3',
      undefined,
      '10.1.2.3',
    ],
    ['an address next to the trusted network', '10.0.0.0/8', '11.0.0.1', '198.51.100.1', '11.0.0.1'],
    [
      'a header that the client sent is ignored',
      '10.0.0.1',
      '10.0.0.1',
      '1.1.1.1, 198.51.100.1',
      '198.51.100.1',
    ],
    [
      'a chain of trusted proxies',
      '10.0.0.0/8',
      '10.0.0.1',
      '1.1.1.1, 198.51.100.1, 10.9.9.9',
      '198.51.100.1',
    ],
    ['a chain with an untrusted proxy', '10.0.0.1', '10.0.0.1', '198.51.100.1, 10.9.9.9', '10.9.9.9'],
    ['only trusted addresses: the first of them', '10.0.0.0/8', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['a word instead of an address', '10.0.0.1', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['an address after a word', '10.0.0.1', '10.0.0.1', 'unknown, 198.51.100.1', '198.51.100.1'],
    ['an empty header', '10.0.0.1', '10.0.0.1', '', '10.0.0.1'],
    ['IPv4-mapped IPv6, from the socket', '10.0.0.1', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    [
      'IPv4-mapped IPv6, written in hexadecimal',
      '10.0.0.1',
      '::ffff:a00:1',
      '::FFFF:c633:6401',
      '198.51.100.1',
    ],
    ['an address with a port', '10.0.0.1', '10.0.0.1', '198.51.100.1:40312', '198.51.100.1'],
    ['an IPv6 address with a port', '::1', '::1', '[2001:db8::7]:40312', '2001:db8:0:0:0:0:0:7'],
    ['an address with a zone', '', 'fe80::1%eth0', undefined, 'fe80:0:0:0:0:0:0:1'],
    ['a trusted IPv6 network', 'fd00::/8', 'fd12::1', '2001:db8::7', '2001:db8:0:0:0:0:0:7'],
    ['two networks and a space', ' 10.0.0.1 , ::1,', '::1', '198.51.100.1', '198.51.100.1'],
  ])('%s', (_name, trusted, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, parseTrustedProxies(trusted))).toBe(expected);
  });

  test.each([
    '10.0.0.0/33',
    '::/129',
    'proxy.example',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '*',
  ])('%j is not a network', (text) => {
    expect(() => parseTrustedProxies(`127.0.0.1, ${text}`)).toThrow(text);
  });
});

describe('the network that limits apply to', () => {
  test.each([
    ['198.51.100.1', '198.51.100.1'],
    ['::ffff:198.51.100.1', '198.51.100.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['64:ff9b::198.51.100.1', '64:ff9b:0:0::/64'],
  ])('%s counts as %s', (address, expected) => {
    expect(networkOf(canonical(address))).toBe(expected);
  });
});
