import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyFrom, sealWith } from '../../lib/platform/sealed-with.ts';
import { worstOf } from './finding.ts';
import { ltiFindings, type StoredKey } from './lti.ts';

const secret = 's'.repeat(32);
const now = Date.parse('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(now - days * 24 * 60 * 60_000);

function key(id: string, retiredAt: Date | null = null, bits = 2_048): StoredKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
  return { id, retiredAt, sealed: sealWith(keyFrom(secret, 'key of the LMS tool'), jwk, '') };
}
const current = key('2');
const garbage = sealWith(keyFrom(secret, 'key of the LMS tool'), '{"kty":"RSA"}', '');

test.each<[string, StoredKey[], string[] | undefined, string, string]>([
  ['one that is served', [current], ['2'], 'good', 'one key of 2048 bits, served by the site'],
  ['none', [], [], 'warning', 'there is no key yet'],
  ['only one that was replaced', [key('1', daysAgo(1))], ['1'], 'warning', 'there is no key yet'],
  ['one that is not served', [current], ['1'], 'problem', 'does not have the key of this database'],
  ['a site that does not answer', [current], undefined, 'warning', 'does not serve its key set'],
  ['one that is too short', [key('2', null, 1_024)], ['2'], 'problem', 'has 1024 bits'],
  ['something else in its place', [{ ...current, sealed: garbage }], ['2'], 'problem', 'cannot be read'],
  [
    'one that was replaced four days ago',
    [current, key('1', daysAgo(4))],
    ['2', '1'],
    'warning',
    'in 3 days',
  ],
])('%s', (_name, stored, served, ...expected) => {
  const findings = ltiFindings(stored, secret, served, now);
  expect([worstOf(findings), findings.map(({ saw }) => saw).join()]).toEqual([
    expected[0],
    expect.stringContaining(expected[1]!),
  ]);
});

test('with a different AUTH_SECRET', () => {
  expect(ltiFindings([current], `${secret}s`, ['2'], now)).toMatchObject([
    { result: 'problem', saw: expect.stringContaining('cannot be read with this AUTH_SECRET') },
  ]);
});
