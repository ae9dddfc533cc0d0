import fc from 'fast-check';
import { expect, test } from 'vitest';
import { credentialRules } from './credential-rules.ts';
import { maxScannedFileBytes, secretsInFile, secretsInText } from './secret-scan.ts';
import { tokenRules } from './token-rules.ts';

const letters = 'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(4);
const token = `hf_${letters.slice(0, 34)}`;
const rules = [...tokenRules, ...credentialRules];

test('the configuration is searched with the rules that need no path', () => {
  expect(secretsInText(`HF_TOKEN=${token}`)).toEqual(['hugging-face-token']);
  expect(secretsInText('DB_PASSWORD=s3cr3t-pa55')).toEqual([]);
});

test('a binary file is not searched', () => {
  expect(secretsInFile('a.bin', Buffer.from(`\0${token}`))).toEqual([]);
  expect(secretsInFile('a.bin', Buffer.from(`\u0001${token}`))).toEqual(['hugging-face-token']);
});

test('files over 1 MiB are not searched', () => {
  expect(secretsInFile('a', Buffer.from(`${token}\n`.padEnd(maxScannedFileBytes + 1)))).toEqual([]);
  expect(secretsInFile('a', Buffer.from(`${token}\n`.padEnd(maxScannedFileBytes)))).toEqual([
    'hugging-face-token',
  ]);
});

test('no rule nests repetitions, so the time of a search is proportional to the text', () => {
  expect(
    rules
      .map(({ pattern }) => pattern.source)
      .filter((source) => /(?<!\\)\)(?:[*+]|\{\d+,\}|\{\d+,\d{2,}\})/.test(source)),
  ).toEqual([]);
});

test.each(rules.map((rule) => [rule.id, rule.pattern.source, rule] as const))(
  '%s gives the same result for 20 repetitions of its needles and for as many as the largest file can hold: %s',
  (_, __, rule) => {
    for (const needle of rule.needles) {
      for (const between of ['', ' ', '\n', ':', '="', '": "', '\nmachine a ', 'A'.repeat(300)]) {
        const unit = needle + between;
        expect(rule.pattern.test(unit.repeat(Math.floor(maxScannedFileBytes / unit.length)))).toBe(
          rule.pattern.test(unit.repeat(20)),
        );
      }
    }
  },
);

test('a token on a separate line is found, whatever is around it', () => {
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
