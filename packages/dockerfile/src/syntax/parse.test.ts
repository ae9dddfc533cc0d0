import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { positionOf } from './model.ts';
import { parseDockerfile } from './parse.ts';
import { trimEnd } from './white-space.ts';

describe('instructions and their lines', () => {
  const rows: [name: string, text: string, expected: string[]][] = [
    ['plain', 'FROM a\nRUN x', ['FROM 1-1 a', 'RUN 2-2 x']],
    ['lower case and indented', '  from a\n\trun x', ['FROM 1-1 a', 'RUN 2-2 x']],
    ['continuation', 'FROM a\nRUN x \\\n  && y', ['FROM 1-1 a', 'RUN 2-3 x   && y']],
    ['spaces after the escape', 'FROM a\nRUN x \\  \n y', ['FROM 1-1 a', 'RUN 2-3 x  y']],
    [
      'an escaped escape does not continue',
      'FROM a\nRUN x \\\\\nUSER y',
      ['FROM 1-1 a', 'RUN 2-2 x \\\\', 'USER 3-3 y'],
    ],
    [
      'comments and empty lines inside',
      'FROM a\nRUN x \\\n# no\n\n  # no\n y\nUSER z',
      ['FROM 1-1 a', 'RUN 2-6 x  y', 'USER 7-7 z'],
    ],
    [
      'near miss: a hash inside a line is not a comment',
      'FROM a\nRUN x # y',
      ['FROM 1-1 a', 'RUN 2-2 x # y'],
    ],
    ['CRLF', 'FROM a\r\nRUN x \\\r\n y\r\n', ['FROM 1-1 a', 'RUN 2-3 x  y']],
    ['byte order mark', '\uFEFFFROM a', ['FROM 1-1 a']],
    [
      'escape directive',
      '# escape=`\nFROM a\nRUN x `\n y\nRUN c:\\',
      ['FROM 2-2 a', 'RUN 3-4 x  y', 'RUN 5-5 c:\\'],
    ],
    [
      'near miss: an escape directive after a comment',
      '# hello\n# escape=`\nFROM a\nRUN x `\nUSER y',
      ['FROM 3-3 a', 'RUN 4-4 x `', 'USER 5-5 y'],
    ],
    ['only an escape before the instruction', 'FROM a\n\\\n  RUN x', ['FROM 1-1 a', 'RUN 2-3 x']],
    ['an escape alone continues past an empty line', 'FROM a\n\\\n\nRUN x', ['FROM 1-1 a', 'RUN 2-4 x']],
    ['tabs', 'FROM\ta\n\tCOPY\tb\tc', ['FROM 1-1 a', 'COPY 2-2 b\tc']],
    ['a no-break space belongs to the keyword', 'FROM\u00A0a\nFROM b', ['FROM\u00A0A 1-1 ', 'FROM 2-2 b']],
    [
      'a line with only a no-break space is empty',
      'FROM a\nRUN x \\\n\u00A0\n y',
      ['FROM 1-1 a', 'RUN 2-4 x  y'],
    ],
    [
      'a later byte order mark belongs to the keyword',
      'FROM a\n\uFEFFRUN x',
      ['FROM 1-1 a', '\uFEFFRUN 2-2 x'],
    ],
    ['several carriage returns', 'FROM a\r\r\nRUN x \\\r\r\n y\r\r\n', ['FROM 1-1 a', 'RUN 2-3 x  y']],
    ['two dashes end the flags', 'FROM a\nRUN --network=none -- --x y', ['FROM 1-1 a', 'RUN 2-2 --x y']],
    ['an escape at the end of the file', 'FROM a\nRUN x \\\n', ['FROM 1-1 a', 'RUN 2-3 x']],
    ['heredoc', 'FROM a\nRUN <<EOF\nFROM b\nEOF\nUSER c', ['FROM 1-1 a', 'RUN 2-4 <<EOF', 'USER 5-5 c']],
    [
      'heredoc with a space',
      'FROM a\nRUN cat << EOF > /x\nFROM b\nEOF\nUSER c',
      ['FROM 1-1 a', 'RUN 2-4 cat << EOF > /x', 'USER 5-5 c'],
    ],
    [
      'two heredocs',
      'FROM a\nCOPY <<A <<B /x\nB\nA\nA\nB\nUSER c',
      ['FROM 1-1 a', 'COPY 2-6 <<A <<B /x', 'USER 7-7 c'],
    ],
    [
      '<<- accepts tabs before the terminator',
      'FROM a\nRUN <<-E\n\tx\n\tE\nUSER c',
      ['FROM 1-1 a', 'RUN 2-4 <<-E', 'USER 5-5 c'],
    ],
    [
      'near miss: a quoted operator is not a heredoc',
      'FROM a\nRUN "<<EOF"\nUSER c',
      ['FROM 1-1 a', 'RUN 2-2 "<<EOF"', 'USER 3-3 c'],
    ],
    [
      'near miss: a here string is not a heredoc',
      'FROM a\nRUN cat <<<EOF\nUSER c',
      ['FROM 1-1 a', 'RUN 2-2 cat <<<EOF', 'USER 3-3 c'],
    ],
    [
      'near miss: USER takes no heredoc',
      'FROM a\nUSER <<EOF\nRUN x',
      ['FROM 1-1 a', 'USER 2-2 <<EOF', 'RUN 3-3 x'],
    ],
    [
      'ONBUILD RUN takes a heredoc',
      'FROM a\nONBUILD RUN <<EOF\nRUN x\nEOF',
      ['FROM 1-1 a', 'ONBUILD 2-4 RUN <<EOF'],
    ],
  ];
  test.each(rows)('%s', (_, text, expected) => {
    const { instructions } = parseDockerfile(text);
    expect(instructions.map((it) => `${it.keyword} ${it.startLine}-${it.endLine} ${it.args}`)).toEqual(
      expected,
    );
  });
});

// Cases from moby/buildkit frontend/dockerfile/parser/parser_heredoc_test.go.
describe('heredocs as BuildKit parses them', () => {
  const rows: [
    line: string,
    rest: string,
    delimiter: string,
    expand: boolean,
    chomp: boolean,
    body: string,
  ][] = [
    ['<<EMPTY', 'EMPTY', 'EMPTY', true, false, ''],
    ['3<<EMPTY2', 'EMPTY2', 'EMPTY2', true, false, ''],
    ['<<INDENT', '\tfoo\n\tbar\nINDENT', 'INDENT', true, false, '\tfoo\n\tbar\n'],
    ["<<-'NOEXPAND'", '\tx\n\tNOEXPAND', 'NOEXPAND', false, true, 'x\n'],
    ['--mount=type=cache,target=/foo <<MOUNT', 'echo\nMOUNT', 'MOUNT', true, false, 'echo\n'],
    ['<<COMPLEX python3', "print('x')\nCOMPLEX", 'COMPLEX', true, false, "print('x')\n"],
    ["<<eo'f'", 'echo foo\neof', 'eof', false, false, 'echo foo\n'],
    ["<<eo\\'f", "echo foo\neo'f", "eo'f", true, false, 'echo foo\n'],
    ["<<'e'o\\'f", "echo foo\neo'f", "eo'f", false, false, 'echo foo\n'],
    ["<<'one two'", 'echo bar\none two', 'one two', false, false, 'echo bar\n'],
    ['<<$EOF', '$EOF', '$EOF', true, false, ''],
    ['<<  EOF  > foo', 'EOF', 'EOF', true, false, ''],
  ];
  test.each(rows)('%s', (line, rest, delimiter, expand, chomp, body) => {
    const { instructions, problems } = parseDockerfile(`FROM a\nRUN ${line}\n${rest}`);
    expect(problems).toEqual([]);
    expect(instructions[1]?.heredocs).toEqual([{ delimiter, expand, chomp, startLine: 3, body }]);
  });
});

describe('parts', () => {
  test('flags, JSON form, words', () => {
    const [, run, copy, cmd, bad] = parseDockerfile(
      'FROM a\nRUN --mount=type=cache,target="/a b" --network=none x y\nCOPY --link --from=b ["c d", "e"]\nCMD ["x", "y"]\nCMD [x]',
    ).instructions;
    expect(run?.flags).toEqual([
      { name: 'mount', value: 'type=cache,target=/a b' },
      { name: 'network', value: 'none' },
    ]);
    expect(run?.words).toEqual(['x', 'y']);
    expect(copy?.flags).toEqual([
      { name: 'link', value: undefined },
      { name: 'from', value: 'b' },
    ]);
    expect(copy?.json).toEqual(['c d', 'e']);
    expect(cmd?.json).toEqual(['x', 'y']);
    expect(bad?.json).toBeUndefined();
  });

  const flagRows: [
    name: string,
    text: string,
    escape: string,
    flags: [string, string | undefined][],
    args: string,
  ][] = [
    ['quotes are dropped', `COPY --from="b" 'c' d`, '', [['from', 'b']], `'c' d`],
    ['quotes in the middle', `COPY --from=b"'"c d e`, '', [['from', `b'c`]], 'd e'],
    ['the escape takes the next character', 'COPY --from=b\\ c d e', '', [['from', 'b c']], 'd e'],
    ['another escape', 'COPY --from=b` c\\ d e', '`', [['from', 'b c\\']], 'd e'],
    ['an open quote takes the rest', 'COPY --from="b c d', '', [['from', 'b c d']], ''],
    [
      'on several lines',
      'COPY --link \\\n --chmod=644 \\\n # no\n b c',
      '',
      [
        ['link', undefined],
        ['chmod', '644'],
      ],
      'b c',
    ],
    [
      'several with one name',
      'COPY --exclude=*.md --exclude=*.txt . /x',
      '',
      [
        ['exclude', '*.md'],
        ['exclude', '*.txt'],
      ],
      '. /x',
    ],
    ['near miss: one dash is not a flag', 'COPY -link b c', '', [], '-link b c'],
  ];
  test.each(flagRows)('flags: %s', (_, text, escape, flags, args) => {
    const [instruction] = parseDockerfile((escape === '' ? '' : `# escape=${escape}\n`) + text).instructions;
    expect(instruction?.flags.map(({ name, value }) => [name, value])).toEqual(flags);
    expect(instruction?.args).toBe(args);
  });

  test('FROM finds a stage only by its lower-case name, as BuildKit does', () => {
    expect(
      parseDockerfile('FROM a AS Base\nFROM base\nFROM Base').stages.map(({ name, parent }) => [
        name,
        parent,
      ]),
    ).toEqual([
      ['base', undefined],
      [undefined, 0],
      [undefined, undefined],
    ]);
  });

  test('stages: names, parents, variables', () => {
    const { stages } = parseDockerfile(
      'ARG V=3.11\nARG N\nFROM python:${V} AS Base\nRUN x\nFROM base\nFROM a:$N\nFROM b:${N:-1}',
    );
    expect(stages.map(({ name, parent, base }) => [name, parent, base.resolved])).toEqual([
      ['base', undefined, 'python:3.11'],
      [undefined, 0, 'base'],
      [undefined, undefined, undefined],
      [undefined, undefined, 'b:1'],
    ]);
    expect(stages[0]?.instructions.map((instruction) => instruction.keyword)).toEqual(['RUN']);
  });

  test('a position in the joined text maps to the file', () => {
    const [, run] = parseDockerfile('FROM a\n  RUN one \\\n # no\n    two').instructions;
    expect(run && positionOf(run, run.args.indexOf('one'))).toEqual({ line: 2, column: 7 });
    expect(run && positionOf(run, run.args.indexOf('two'))).toEqual({ line: 4, column: 5 });
  });

  const problems: [name: string, text: string, lines: [number, number][]][] = [
    ['empty', '', [[1, 1]]],
    ['only comments', '# a\n# b', [[1, 1]]],
    ['misspelled keyword', 'FROM a\nRUM x', [[2, 2]]],
    ['no argument', 'FROM a\nUSER', [[2, 2]]],
    ['no FROM', 'ARG a\nARG b', [[2, 2]]],
    ['unterminated heredoc', 'FROM a\nRUN <<E\nx\n', [[2, 4]]],
    ['before FROM', 'RUN x\nFROM a', [[1, 1]]],
    ['a duplicate directive', '# escape=`\n# escape=`\nFROM a', [[2, 2]]],
    ['an invalid escape', '# escape=x\nFROM a', [[1, 1]]],
    ['an escape that continues nothing', 'FROM a\n\\\n', [[2, 2]]],
    ['a no-break space after the keyword', 'FROM a\nRUN\u00A0x', [[2, 2]]],
    ['none', 'ARG a\nFROM b', []],
  ];
  const deepest = `/${'a'.repeat(254)}`.repeat(17).slice(0, 4_095);
  const directoryProblems: typeof problems = [
    ['a directory that is too long', `FROM a\nWORKDIR ${deepest}b`, [[2, 2]]],
    [
      'a directory that becomes too long through the previous WORKDIR',
      `FROM a\nWORKDIR ${deepest.slice(0, -2)}\nWORKDIR bc\nWORKDIR b`,
      [[3, 3]],
    ],
    ['a directory with multi-byte characters', `FROM a\nWORKDIR /${'é'.repeat(2_100)}`, [[2, 2]]],
    ['near miss: the longest allowed directory', `FROM a\nWORKDIR ${deepest}`, []],
    ['near miss: a long path that resolves to a short one', `FROM a\nWORKDIR ${deepest}/../../b`, []],
  ];

  test.each([...problems, ...directoryProblems])('problems: %s', (_, text, lines) => {
    expect(parseDockerfile(text).problems.map(({ line, endLine }) => [line, endLine])).toEqual(lines);
  });
});

test('no text makes it throw, and every line is inside the file', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'FROM a',
      'RUN ',
      'COPY ',
      '<<EOF',
      '<<-"E"',
      'EOF',
      ' \\\n',
      '\n',
      '# escape=`\n',
      '# syntax=x\n',
      '`',
      '\\',
      '"',
      "'",
      '$',
      '${',
      '}',
      '[',
      '"]',
      '--mount=',
      '\t',
      '\r',
      '\uFEFF',
      ' AS b',
      'ONBUILD ',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const { instructions, problems, lines } = parseDockerfile(text);
      const lineCount = text.split('\n').length;
      expect(lines).toHaveLength(lineCount);
      let last = 0;
      for (const { startLine, endLine, args } of instructions) {
        expect(startLine).toBeGreaterThan(last);
        expect(endLine).toBeGreaterThanOrEqual(startLine);
        expect(args).toBe(trimEnd(args));
        last = endLine;
      }
      for (const { line, endLine } of problems)
        expect(line >= 1 && line <= endLine && endLine <= lineCount).toBe(true);
      expect(last).toBeLessThanOrEqual(lineCount);
    }),
    { numRuns: 2000 },
  );
});
