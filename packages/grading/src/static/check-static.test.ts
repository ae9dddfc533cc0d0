import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checks } from '../checks/registry.ts';
import { checkStatic } from '../read-text.ts';
import { findingsOf } from './read-static.ts';

describe('checkStatic', () => {
  test('sorts by location and adds the fields from the registry', () => {
    const watched = new Set(['apt-lists-left', 'base-tag', 'healthcheck']);
    const found = checkStatic({
      dockerfile: parseDockerfile('FROM a\nRUN apt-get update\nUSER 1'),
      context: undefined,
    }).filter(({ id }) => watched.has(id));
    expect(found.map(({ id, line }) => `${line} ${id}`)).toEqual([
      '1 healthcheck',
      '1 base-tag',
      '2 apt-lists-left',
    ]);
    expect(found[2]).toMatchObject({
      severity: 'warning',
      also: ['DL3009', 'DKL-DI-0005'],
      path: 'Dockerfile',
    });
  });
});

describe('every check has the texts that a page needs', () => {
  test.each(checks.map((check) => [check.meta.id, check] as const))(
    '%s',
    (_, { meta, findings, measure }) => {
      for (const text of [meta.title, meta.detects, meta.why, meta.fix, meta.bad, meta.good])
        expect(text).not.toBe('');
      for (const text of [meta.detects, meta.why, meta.fix]) expect(text).toMatch(/[.)]$/u);
      expect(findings ?? measure).toBeDefined();
      expect(meta.bad).not.toBe(meta.good);
    },
  );

  test('ids are unique and in order', () => {
    const ids = checks.map((check) => check.meta.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

/** Examples that need more than a Dockerfile, or show the text of a different file. */
const withContext = new Set(
  checks.filter(({ meta }) => meta.needs.includes('context')).map(({ meta }) => meta.id),
);
const byText = checks.filter(({ meta, findings }) => findings !== undefined && !withContext.has(meta.id));

test.each(byText.map((check) => [check.meta.id, check] as const))(
  '%s reports its bad example and not its good one',
  (_, check) => {
    const found = (example: string) =>
      findingsOf(check, {
        dockerfile: parseDockerfile(
          /^(?:#.*\n)*(?:FROM|ARG) /u.test(example) ? example : `FROM debian:12\n${example}`,
        ),
        context: undefined,
      }).length;
    expect([found(check.meta.bad) > 0, found(check.meta.good)]).toEqual([true, 0]);
  },
);

const piece = fc.oneof(
  fc.constantFrom(
    'FROM python',
    ' AS b',
    'FROM b',
    '\nRUN ',
    '\nCOPY . .',
    '\nCOPY ',
    '\nADD ',
    '\nENV A_TOKEN=',
    '\nARG KEY',
    '\nCMD ',
    '\nENTRYPOINT ',
    '\nHEALTHCHECK ',
    '\nUSER ',
    '\nWORKDIR /x',
    '\nSHELL ["bash", "-c"]',
    'apt-get update',
    'apt-get install -y gcc',
    'pip install -r requirements.txt',
    'uv pip',
    'chown -R a .',
    'rm -rf /x',
    ' && ',
    ' | ',
    ' \\\n',
    '<<EOF',
    '\nEOF\n',
    '--mount=type=cache,target=/root/.cache ',
    'sh -c ',
    'sudo ',
    'env ',
    'curl -o ',
    ' | tee x',
    'cd x',
    '\nEXPOSE 80/TCP',
    '\nMAINTAINER x',
    '\nARG A=$B',
    ' as ',
    '--from=x ',
    '--platform=$TARGETPLATFORM ',
    '$(',
    ')',
    '`',
    "'",
    '"',
    '{',
    '}',
    '[',
    ']',
    '${A:-',
    '\n# dfm ignore=root-user x\n',
    '# dfm ignore-file=base-tag,nothing x\n',
    '# dfm ignore',
    '\r\n',
    '\uFEFF',
    '\t',
    '-r',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

test('no text makes it throw, and every finding is inside the file', () => {
  const context: BuildContext = {
    files: [
      { path: 'data/x', bytes: 3e7 },
      { path: 'requirements.txt', bytes: 5 },
    ],
    totalBytesBefore: 3e7,
    dockerignore: undefined,
  };
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const lines = text.split('\n').length;
      for (const { line, endLine, column, endColumn, fix } of checkStatic({
        dockerfile: parseDockerfile(text),
        context,
      })) {
        expect(line >= 1 && line <= endLine && endLine <= lines && column >= 1 && endColumn >= 1).toBe(true);
        const replaced = fix ?? { startLine: line, endLine };
        expect(
          replaced.startLine >= 1 && replaced.startLine <= replaced.endLine && replaced.endLine <= lines,
        ).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

// Each of these takes quadratic time or worse in a careless parser, and would take minutes. The time limit
// only proves that it ends.
describe('hostile input ends', () => {
  const rows: [name: string, text: string][] = [
    ['10 MB of one line', `FROM a\nRUN ${'x '.repeat(5e6)}`],
    ['10 MB of spaces in a directive', `# syntax=a${' '.repeat(1e7)}b`],
    ['10 MB of lines', 'FROM a\n'.repeat(1.4e6)],
    ['100 000 continuation lines', `FROM a\nRUN apt-get update ${'\\\n && x '.repeat(1e5)}`],
    ['100 000 heredocs on a line', `FROM a\nRUN ${'<<a '.repeat(1e5)}`],
    [
      '100 000 stacked ignore comments',
      `${'# dfm ignore=root-user x\n'.repeat(1e5)}FROM a\n${'# dfm ignore=root-user x\nUSER 0\n'.repeat(1e5)}`,
    ],
    ['10 MB of spaces in an ignore comment', `# dfm${' '.repeat(5e6)}ignore=a${' '.repeat(5e6)}\nFROM a`],
    ['10 MB of commas in an ignore comment', `# dfm ignore=${'a, '.repeat(3e6)}\nFROM a`],
    ['100 000 short RUNs', `FROM a\n${'RUN apt-get update && rm -rf /srv/x\nCOPY . /srv\n'.repeat(1e5)}`],
    [
      'a chain of 20 000 stages',
      `FROM a AS s0\nCOPY . .\n${Array.from({ length: 20_000 }, (_, i) => `FROM s${i} AS s${i + 1}\nRUN pip install x`).join('\n')}`,
    ],
    [
      '20 000 variables, read 20 000 times',
      `FROM a\n${Array.from({ length: 20_000 }, (_, i) => `ENV V${i}=$V${i - 1}x\nRUN pip install $V${i}`).join('\n')}`,
    ],
    ['values that double', `FROM a\nENV A=x\n${'ENV A=$A$A\n'.repeat(1e3)}RUN pip install x`],
    ['nested substitutions', `FROM a\nRUN ${'$('.repeat(4e4)}`],
    ['nested defaults', `FROM ${'${a:-'.repeat(1e6)}`],
    [
      'patterns',
      `FROM a\nENV A=${'x'.repeat(256)}\n${`ENV B=\${A%${'*'.repeat(120)}}\n`.repeat(8e3)}RUN pip install $B`,
    ],
    ['very many global variables', `${'ARG A=$A\n'.repeat(2e5)}FROM a\nRUN x`],
    ['open quotes', `FROM a\nRUN ${`"'`.repeat(4e4)}`],
    ['JSON brackets', `FROM a\nCMD ${'['.repeat(1e6)}`],
    ['spaces before nothing', `FROM a\nHEALTHCHECK CMD${' '.repeat(1e6)}x`],
    ['slashes', `FROM a\nWORKDIR ${'/..'.repeat(1e6)}\nCOPY ${'./'.repeat(1e6)} .`],
  ];
  test.each(rows)(
    '%s',
    (_, text) => {
      expect(Array.isArray(checkStatic({ dockerfile: parseDockerfile(text), context: undefined }))).toBe(
        true,
      );
    },
    // Takes seconds on an idle machine. The test only asserts that it ends.
    300_000,
  );
});
