import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOfficialFrontend, neutraliseSyntax, syntaxDirective } from './directives.ts';
import { parseDockerfile } from './parse.ts';

describe('syntaxDirective', () => {
  const rows: [name: string, text: string, reference: string | undefined, line?: number][] = [
    ['hash', '# syntax=evil/x\nFROM a', 'evil/x', 1],
    ['no spaces, upper case', '#SYNTAX=evil/x', 'evil/x', 1],
    ['extra spaces and arguments', '#  syntax  =  evil/x --arg  \nFROM a', 'evil/x', 1],
    ['below another directive', '# escape=`\n# syntax=evil/x', 'evil/x', 2],
    ['below an unknown directive, as older releases accept it', '# foo=bar\n# syntax=evil/x', 'evil/x', 2],
    ['slashes', '// syntax=evil/x\nx', 'evil/x', 1],
    ['JSON', '{"syntax": "evil/x", "a": 1}', 'evil/x', 1],
    ['JSON on several lines', '{\n "syntax": "evil/x"\n}', 'evil/x', 2],
    ['after a shebang', '#!/bin/x\n# syntax=evil/x', 'evil/x', 2],
    ['JSON after a shebang', '#!/bin/x\n{"syntax": "evil/x"}', 'evil/x', 2],
    ['after a byte order mark', '\uFEFF# syntax=evil/x', 'evil/x', 1],
    ['after a byte order mark and a shebang', '\uFEFF#!/bin/x\r\n// syntax=evil/x\r\n', 'evil/x', 2],
    ['the unofficial one of two', '# syntax=docker/dockerfile:1\n# syntax=evil/x', 'evil/x', 2],
    ['official', '# syntax=docker/dockerfile:1', 'docker/dockerfile:1', 1],
    ['near miss: a comment ends the block', '# hello\n# syntax=evil/x', undefined],
    ['near miss: an empty line ends the block', '\n# syntax=evil/x', undefined],
    ['near miss: after an instruction', 'FROM a\n# syntax=evil/x', undefined],
    ['near miss: empty', '# syntax=\nFROM a', undefined],
    ['near miss: another key', '# syntaxes=evil/x', undefined],
    ['near miss: JSON without a top-level key', '{"a": {"syntax": "evil/x"}}', undefined],
    ['near miss: invalid JSON', '{"syntax": "evil/x"', undefined],
  ];
  test.each(rows)('%s', (_, text, reference, line) => {
    const found = syntaxDirective(text);
    expect([found?.reference, found?.line]).toEqual([reference, line]);
  });
});

test.each([
  ['docker/dockerfile', true],
  ['docker/dockerfile:1', true],
  ['docker/dockerfile:1.7-labs', true],
  ['docker.io/docker/dockerfile:1', true],
  [`docker/dockerfile:1@sha256:${'0'.repeat(64)}`, true],
  ['docker/dockerfile-upstream:master', false],
  ['docker/dockerfile/x', false],
  ['evil/docker/dockerfile', false],
  ['docker.io.evil/docker/dockerfile', false],
  ['docker/dockerfile@sha256:0', false],
  ['docker/dockerfile:1 x', false],
  ['', false],
])('isOfficialFrontend(%j) is %j', (reference, expected) => {
  expect(isOfficialFrontend(reference)).toBe(expected);
});

describe('neutraliseSyntax', () => {
  const rows: [name: string, text: string, expected: string][] = [
    ['no directive', 'FROM a\n# syntax=x', 'FROM a\n# syntax=x'],
    [
      'alone',
      '# syntax=docker/dockerfile:1\nFROM a',
      '# (built-in frontend) # syntax=docker/dockerfile:1\nFROM a',
    ],
    [
      'keeps the escape directive valid',
      '# syntax=docker/dockerfile:1\n# escape=`\nFROM a',
      '# escape=`\n# (built-in frontend) # syntax=docker/dockerfile:1\nFROM a',
    ],
    [
      'slashes',
      '// syntax=docker/dockerfile:1\nFROM a',
      '# (built-in frontend) // syntax=docker/dockerfile:1\nFROM a',
    ],
    ['JSON', '{"syntax": "docker/dockerfile:1"}', '# | {"syntax": "docker/dockerfile:1"}'],
  ];
  test.each(rows)('%s', (_, text, expected) => {
    expect(neutraliseSyntax(text)).toBe(expected);
  });

  test('removes every syntax directive, moves no instruction, keeps the escape character', () => {
    const line = fc.constantFrom(
      '# syntax=docker/dockerfile:1',
      '#syntax=x',
      '// syntax=y',
      '# escape=`',
      '# check=skip=all',
      '# foo=bar',
      '#!/bin/sh',
      '# comment',
      '',
      '{"syntax": "z"}',
      '{',
      '"syntax": "z"',
      '}',
      'FROM a',
      'RUN b',
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(line, { minLength: 1, maxLength: 6 }), (mark, lines) => {
        const text = (mark ? '\uFEFF' : '') + lines.join('\n');
        const out = neutraliseSyntax(text);
        expect(syntaxDirective(out)).toBeUndefined();
        const [before, after] = [parseDockerfile(text), parseDockerfile(out)];
        expect(after.lines).toHaveLength(before.lines.length);
        expect(after.escape).toBe(before.escape);
        const known = (file: typeof before) =>
          file.instructions
            .filter((it) => it.keyword === 'FROM' || it.keyword === 'RUN')
            .map((it) => `${it.keyword} ${it.startLine}`);
        expect(known(after)).toEqual(known(before));
      }),
      { numRuns: 2000 },
    );
  });
});
