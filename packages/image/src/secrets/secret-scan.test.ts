import fc from 'fast-check';
import { expect, test } from 'vitest';
import { credentialRules } from './credential-rules.ts';
import { largestScannedFile, secretsInFile, secretsInText } from './secret-scan.ts';
import { tokenRules } from './token-rules.ts';

const letters = 'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(4);
const token = `hf_${letters.slice(0, 34)}`;
const rules = [...tokenRules, ...credentialRules];

test('the configuration is searched by the rules that need no path', () => {
  expect(secretsInText(`HF_TOKEN=${token}`)).toEqual(['hugging-face-token']);
  expect(secretsInText('DB_PASSWORD=s3cr3t-pa55')).toEqual([]);
});

test('a binary file is not searched', () => {
  expect(secretsInFile('a.bin', Buffer.from(`\0${token}`))).toEqual([]);
  expect(secretsInFile('a.bin', Buffer.from(`\u0001${token}`))).toEqual(['hugging-face-token']);
});

test('files over 1 MiB are data', () => {
  expect(secretsInFile('a', Buffer.from(`${token}\n`.padEnd(largestScannedFile + 1)))).toEqual([]);
  expect(secretsInFile('a', Buffer.from(`${token}\n`.padEnd(largestScannedFile)))).toEqual([
    'hugging-face-token',
  ]);
});

test('no rule repeats a repetition: the steps of a search stay in proportion to the text', () => {
  expect(
    rules
      .map(({ pattern }) => pattern.source)
      .filter((source) => /(?<!\\)\)(?:[*+]|\{\d+,\}|\{\d+,\d{2,}\})/.test(source)),
  ).toEqual([]);
});

test.each(rules.map((rule) => [rule.id, rule.pattern.source, rule] as const))(
  '%s says the same of its own beginnings 20 times and as often as the largest file holds: %s',
  (_, __, rule) => {
    for (const needle of rule.needles) {
      for (const between of ['', ' ', '\n', ':', '="', '": "', '\nmachine a ', 'A'.repeat(300)]) {
        const unit = needle + between;
        expect(rule.pattern.test(unit.repeat(Math.floor(largestScannedFile / unit.length)))).toBe(
          rule.pattern.test(unit.repeat(20)),
        );
      }
    }
  },
);

test('a token on a line of its own is found, whatever stands around it', () => {
  const pieces = fc.constantFrom(
    ...rules.flatMap((rule) => rule.needles),
    ' ',
    '\n',
    '=',
    '"',
    ':',
    '-----',
    'machine ',
    'password',
    'A'.repeat(100),
    '0'.repeat(100),
  );
  const noise = fc
    .array(fc.oneof(pieces, fc.string({ maxLength: 20 })), { maxLength: 200 })
    .map((parts) => parts.join('').replaceAll('\0', ''));
  fc.assert(
    fc.property(noise, noise, (before, after) => {
      expect(secretsInFile('srv/.env', Buffer.from(`${before}\n${token}\n${after}`))).toContain(
        'hugging-face-token',
      );
    }),
    { numRuns: 300 },
  );
});
