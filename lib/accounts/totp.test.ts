import { expect, test } from 'vitest';
import { base32, newTotpSecret, stepOfCode, totpCode, totpStep } from './totp.ts';

/** The secret of the examples in RFC 6238, appendix B, of whose eight digits the last six are ours. */
const secret = base32(Buffer.from('12345678901234567890'));

test('base32 is that of RFC 4648, section 10, without padding', () => {
  const examples = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
  expect(examples.map((text) => base32(Buffer.from(text)))).toEqual([
    '',
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
});

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code at %i seconds is that of RFC 6238', (seconds, code) => {
  expect(totpCode(secret, totpStep(seconds * 1_000))).toBe(code);
});

test('a new secret has 160 bits and is different each time', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
});

const at = 1_800_000_000_000;
const now = totpStep(at);

test.each([
  ['two steps ago', -2, null, undefined],
  ['one step ago', -1, null, -1],
  ['of now', 0, null, 0],
  ['of the next step', 1, null, 1],
  ['two steps ahead', 2, null, undefined],
  ['that was used', 0, 0, undefined],
  ['older than the one that was used', -1, 0, undefined],
  ['after the one that was used', 1, 0, 1],
])('a code %s', (_name, offset, used, accepted) => {
  const after = used === null ? null : now + used;
  expect(stepOfCode(secret, totpCode(secret, now + offset), { at, after })).toBe(
    accepted === undefined ? undefined : now + accepted,
  );
});

test.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('%j is no code', (code) => {
  expect(stepOfCode(secret, code, { at, after: null })).toBeUndefined();
});
