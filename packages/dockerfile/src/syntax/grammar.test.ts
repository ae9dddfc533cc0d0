import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionOf } from './model.ts';
import { parseDockerfile } from './parse.ts';
import { trimStart } from './white-space.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'FROM a',
    'FROM a AS b\n',
    '\nRUN ',
    '\nCOPY --link ',
    '<<EOF',
    '<<-"E"',
    '\nEOF\n',
    ' \\\n',
    '\\\n',
    '\n',
    '\n\n',
    '\n# no\n',
    '# escape=`\n',
    '`\n',
    '\\',
    '"',
    "'",
    '$A',
    '--mount=',
    '\t',
    '\r\n',
    '\uFEFF',
    '\u00A0',
    'ONBUILD ',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

test('instructions and the lines between them make up the file, and every argument character is at its reported position', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const { lines, instructions, problems } = parseDockerfile(pieces.join(''));
      const broken = new Set(problems.map(({ line }) => line));
      const rebuilt: string[] = [];
      const takeGap = (end: number) => {
        const gap = lines.slice(rebuilt.length, end);
        // Only comments, directives, empty lines and escape characters that continue nothing appear between
        // instructions.
        const first = gap.findIndex((line) => trimStart(line) !== '' && !trimStart(line).startsWith('#'));
        if (first >= 0) expect(broken.has(rebuilt.length + first + 1)).toBe(true);
        rebuilt.push(...gap);
      };
      for (const instruction of instructions) {
        takeGap(instruction.startLine - 1);
        expect(rebuilt).toHaveLength(instruction.startLine - 1);
        rebuilt.push(...instruction.raw.split('\n'));
        expect(rebuilt).toHaveLength(instruction.endLine);
        for (let i = 0; i < instruction.args.length; i += 1) {
          const { line, column } = positionOf(instruction, i);
          expect(line >= instruction.startLine && line <= instruction.endLine).toBe(true);
          expect(lines[line - 1]![column - 1]).toBe(instruction.args[i]);
        }
      }
      takeGap(lines.length);
      expect(rebuilt).toEqual(lines);
    }),
    { numRuns: 2000 },
  );
});

interface Item {
  keyword: string;
  flags: [name: string, value: string | undefined][];
  /** As in the file, with `~` for the escape character. */
  words: string[];
  json?: string[];
  /** Bodies with their terminators, and the expected parsed body. */
  heredocs?: Body[];
}

interface Body {
  start: string;
  lines: string[];
  body: string;
}

const word = fc.constantFrom(
  'a',
  './b',
  '/srv/app',
  'x=1',
  '"two words"',
  "'it is'",
  'thr~ ee',
  '&&',
  '$HOME',
  '${A:-b}',
  'end.',
  'a#no',
  '"~""',
);
const words = fc.array(word, { minLength: 1, maxLength: 4 });
const path = fc.constantFrom('a', './b', '/srv/app', '"two words"', '*.py');
const noFlags: Item['flags'] = [];

const run = fc.record({
  keyword: fc.constant('RUN'),
  flags: fc.subarray<[string, string | undefined]>([
    ['mount', 'type=cache,target=/c'],
    ['mount', 'type=bind,from=x,target=/b'],
    ['network', 'none'],
  ]),
  words: words.map((rest) => ['echo', ...rest]),
});
const exec = fc
  .record({
    keyword: fc.constantFrom('CMD', 'ENTRYPOINT', 'SHELL', 'RUN'),
    json: fc.array(fc.constantFrom('a', 'b c', '"', '\\', 'é'), { minLength: 1, maxLength: 3 }),
  })
  .map(({ keyword, json }): Item => ({ keyword, flags: noFlags, words: [], json }));
const copy = fc.record({
  keyword: fc.constant('COPY'),
  flags: fc.subarray<[string, string | undefined]>([
    ['link', undefined],
    ['chmod', '755'],
    ['chown', '1:1'],
    ['exclude', '*.md'],
    ['exclude', '*.txt'],
    ['parents', undefined],
  ]),
  words: fc.array(path, { minLength: 2, maxLength: 3 }),
});
const plain = fc
  .oneof(
    fc.constantFrom<[string, string[]]>(
      ['USER', ['1000:1000']],
      ['WORKDIR', ['/srv']],
      ['EXPOSE', ['80', '443/tcp']],
      ['STOPSIGNAL', ['SIGINT']],
      ['HEALTHCHECK', ['NONE']],
      ['ONBUILD', ['RUN', 'x']],
      ['VOLUME', ['/v']],
    ),
    fc.tuple(
      fc.constantFrom('ENV', 'LABEL', 'ARG'),
      fc.array(fc.constantFrom('A=1', 'B="two words"', "C='x'", 'D=', 'F=x~ y'), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
  )
  .map(([keyword, rest]): Item => ({ keyword, flags: noFlags, words: rest }));
const heredoc = fc.constantFrom<Body[]>(
  {
    start: '<<EOF',
    lines: ['FROM no', '', '# no', 'EOFx', 'x \\', 'EOF'],
    body: 'FROM no\n\n# no\nEOFx\nx \\\n',
  },
  { start: "<<-'Z Z'", lines: ['\tRUN x', '\tZ Z'], body: 'RUN x\n' },
  { start: '<<"E"', lines: ['E'], body: '' },
  { start: '3<<EOT', lines: [' EOT', 'EOT'], body: ' EOT\n' },
);
const withHeredocs = fc
  .tuple(fc.constantFrom('RUN', 'COPY'), fc.array(heredoc, { minLength: 1, maxLength: 2 }))
  .map(([keyword, heredocs]): Item => ({
    keyword,
    flags: noFlags,
    words: [...heredocs.map(({ start }) => start), '/x'],
    heredocs,
  }));
const item: fc.Arbitrary<Item> = fc.oneof<fc.Arbitrary<Item>[]>(run, exec, copy, plain, withHeredocs);

const stages = fc.array(
  fc.record({ base: fc.nat(6), named: fc.boolean(), items: fc.array(item, { maxLength: 5 }) }),
  { minLength: 1, maxLength: 4 },
);
const layout = fc.record({
  escape: fc.constantFrom('\\', '`'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  lastLineEnds: fc.boolean(),
  /** Used in turn. */
  gaps: fc.array(fc.constantFrom<string[]>([], [], [''], ['# FROM no'], ['  ', '\t# x \\']), {
    minLength: 1,
    maxLength: 5,
  }),
  joints: fc.array(fc.constantFrom(' ', ' ', '\t', '  ', ' ~\n  ', ' ~  \n', ' ~\n# no ~\n\n\t# no\n  '), {
    minLength: 1,
    maxLength: 7,
  }),
  cases: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  indents: fc.array(fc.constantFrom('', '', '  ', '\t', '~\n  '), { minLength: 1, maxLength: 4 }),
});

test('parsing a Dockerfile generated from the grammar returns the parts it was generated from', () => {
  fc.assert(
    fc.property(
      stages,
      layout,
      (plan, { escape, lineEnd, mark, lastLineEnds, gaps, joints, cases, indents }) => {
        let turn = 0;
        const draw = <T>(from: T[]): T => from[turn++ % from.length]!;
        const escaped = (text: string) => text.replaceAll('~', () => escape);
        const lines = escape === '`' ? ['# escape=`'] : [];
        const expected: unknown[] = [];
        const write = ({ keyword, flags, words: own, json, heredocs = [] }: Item, stage: number) => {
          lines.push(...draw(gaps));
          const startLine = lines.length + 1;
          const written = own.map((text) => (heredocs.length > 0 ? text : escaped(text)));
          const tokens = [
            draw(cases) ? keyword : keyword.toLowerCase(),
            ...flags.map(([name, value]) => (value === undefined ? `--${name}` : `--${name}=${value}`)),
            ...(json === undefined ? written : [JSON.stringify(json)]),
          ];
          lines.push(
            ...(
              escaped(draw(indents)) +
              tokens.map((token, i) => (i === 0 ? token : escaped(draw(joints)) + token)).join('')
            ).split('\n'),
          );
          const bodies: unknown[] = [];
          for (const { lines: body, body: read } of heredocs) {
            bodies.push({ startLine: lines.length + 1, body: read });
            lines.push(...body);
          }
          expected.push({
            keyword,
            stage,
            startLine,
            endLine: lines.length,
            flags: flags.map(([name, value]) => ({ name, value })),
            ...(json === undefined ? { words: written } : {}),
            json,
            heredocs: bodies,
          });
        };
        const names: (string | undefined)[] = [];
        const expectedStages: unknown[] = [];
        for (const [i, { base, named, items }] of plan.entries()) {
          const parent = names[base];
          const name = named ? `Stage-${i}` : undefined;
          write(
            {
              keyword: 'FROM',
              flags: [],
              words: [parent ?? 'python:3.12', ...(name === undefined ? [] : ['as', name])],
            },
            i,
          );
          names.push(name?.toLowerCase());
          expectedStages.push({
            index: i,
            name: name?.toLowerCase(),
            parent: parent === undefined ? undefined : base,
            length: items.length,
          });
          for (const each of items) write(each, i);
        }
        const text = (mark ? '\uFEFF' : '') + lines.join(lineEnd) + (lastLineEnds ? lineEnd : '');

        const read = parseDockerfile(text);
        expect(read.problems).toEqual([]);
        expect(read.instructions).toMatchObject(expected);
        expect(read.instructions).toHaveLength(expected.length);
        expect(
          read.stages.map(({ index, name, parent, instructions }) => ({
            index,
            name,
            parent,
            length: instructions.length,
          })),
        ).toEqual(expectedStages);
      },
    ),
    { numRuns: 1000 },
  );
});
