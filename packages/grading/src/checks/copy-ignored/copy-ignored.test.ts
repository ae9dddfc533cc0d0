import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import { copyIgnored } from './copy-ignored.ts';

/** As many as a runner accepts: 64 KiB of rules and of text. One rule after the other took minutes. */
test.each<[name: string, rule: (n: number) => string]>([
  ['stars', () => `${'*a'.repeat(30)}*b`],
  ['characters after a star', () => `*${'a'.repeat(60)}b`],
  ['folders', () => `${'**/a'.repeat(15)}*b`],
  ['ranges', () => `${'*[a-c]'.repeat(10)}*b`],
  ['different beginnings', (n) => `*${n}${'*a'.repeat(28)}*b`],
])('a thousand rules and thousands of copies are judged: %s', (_name, rule) => {
  const copies = Array.from({ length: 3_000 }, (_, n) => `COPY aaaaaaaaaa${n} /x`);
  const { findings } = copyIgnored;
  const found = findings!({
    dockerfile: parseDockerfile(['FROM a', ...copies, 'COPY lost/a.csv /x'].join('\n')),
    context: {
      files: [],
      totalBytesBefore: 0,
      dockerignore: [...Array.from({ length: 999 }, (_, n) => rule(n)), 'lost'].join('\n'),
    },
  });
  expect(found.map(({ line }) => line)).toEqual([3_002]);
});
