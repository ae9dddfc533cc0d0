import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDockerfile } from './parse.ts';
import { finalStage, walkChain } from './stages.ts';
import { substitute } from './substitute.ts';

const scratchWords = JSON.parse(
  readFileSync(new URL('../../test-data/scratch-words.json', import.meta.url), 'utf8'),
) as { args: string[]; words: string[] };

// sandbox-runner/test/model-agrees.test.ts asserts that the engine reads them the same way.
test.each(scratchWords.words)('FROM %s is FROM scratch', (word) => {
  const { stages, problems } = parseDockerfile(
    `${scratchWords.args.map((arg) => `ARG ${arg}\n`).join('')}FROM ${word}`,
  );
  expect(problems).toEqual([]);
  expect(stages[0]?.base.resolved).toBe('scratch');
});

describe('substitute', () => {
  const variables = new Map([
    ['A', 'a.b.c'],
    ['E', ''],
    ['S', 'x*y'],
    ['long', 'x'.repeat(600)],
  ]);
  const rows: [word: string, expected: string | undefined][] = [
    ['plain', 'plain'],
    ['$A-${A}', 'a.b.c-a.b.c'],
    ['$AB', undefined],
    ['$A$NONE', undefined],
    ["'$A'", '$A'],
    ['"$A\'$A\'"', "a.b.c'a.b.c'"],
    ['\\$A', '$A'],
    ['"\\$A"', '$A'],
    ['"\\A$A"', '\\Aa.b.c'],
    ['$', '$'],
    ['$.A', '$.A'],
    ['$$', undefined],
    ['${A', undefined],
    ['${}', undefined],
    ['${A:}', undefined],
    ['${A:^b}', undefined],
    ['${A/b/c}', undefined],
    ['${E:-d}', 'd'],
    ['${E-d}', ''],
    ['${E:+d}', ''],
    ['${E+d}', 'd'],
    ['${E:?d}', undefined],
    ['${E?d}', ''],
    ['${NONE?d}', undefined],
    ['${NONE:+$NONE}', undefined],
    ['${NONE:-${A:+"q r"}}', 'q r'],
    ['${A#*.}', 'b.c'],
    ['${A##*.}', 'c'],
    ['${A%.*}', 'a.b'],
    ['${A%%.*}', 'a'],
    ['${A#?}', '.b.c'],
    ['${A%%?}', 'a.b.'],
    ['${A#b}', 'a.b.c'],
    ['${A%.b}', 'a.b.c'],
    ['${A#a?b}', '.c'],
    ['${A##*}', ''],
    ['${S#x\\*}', 'y'],
    ['${S#\\x}', undefined],
    ['${A:#a}', undefined],
    ['${long#x}', undefined],
    [`${'${NONE:-'.repeat(19)}x${'}'.repeat(19)}`, 'x'],
    [`${'${NONE:-'.repeat(30)}x${'}'.repeat(30)}`, undefined],
    ['$long'.repeat(6), 'x'.repeat(3600)],
    ['$long'.repeat(7), undefined],
  ];
  test.each(rows)('%s', (word, expected) => {
    expect(substitute(word, variables, '\\')).toBe(expected);
  });

  test('another escape', () => {
    expect(substitute('`$A\\$A', variables, '`')).toBe('$A\\a.b.c');
  });
});

describe('state at the end of a stage', () => {
  const rows: [name: string, text: string, expected: Record<string, string>][] = [
    ['an ENV sees the values from before its line', 'FROM a\nENV A=1\nENV A=2 B=$A', { A: '2', B: '1' }],
    ['an ARG sees the ARGs before it on its line', 'FROM a\nARG A=1 B=$A', { A: '1', B: '1' }],
    ['an ARG after an ENV replaces it', 'FROM a\nENV A=1\nARG A=2', { A: '2' }],
    ['a global ARG is visible once the stage declares it', 'ARG A=1\nARG B=2\nFROM a\nARG A', { A: '1' }],
    ['a default in the stage overrides the global one', 'ARG A=1\nFROM a\nARG A=2', { A: '2' }],
    ['a declaration without a global one changes nothing', 'FROM a\nENV A=1\nARG A', { A: '1' }],
    [
      'ENV of the parent stage, in its order',
      'FROM a AS p\nENV A=1\nFROM b\nENV A=2\nFROM p\nENV B=$A',
      { A: '1', B: '1' },
    ],
    ['the legacy form without an equals sign', 'FROM a\nENV A b c\nENV B=1', { A: 'b c', B: '1' }],
    ['an unknown value hides the previous one', 'FROM a\nENV A=1\nENV A=$PATH', {}],
  ];
  test.each(rows)('%s', (_, text, expected) => {
    const dockerfile = parseDockerfile(text);
    const { variables } = walkChain(dockerfile, finalStage(dockerfile), () => {});
    expect(Object.fromEntries(variables.known())).toEqual(expected);
  });

  test('USER, WORKDIR and SHELL come from the parent', () => {
    const dockerfile = parseDockerfile(
      'FROM a AS p\nENV D=x\nUSER 1\nWORKDIR /w\nSHELL ["bash", "-c"]\nFROM p\nWORKDIR $D\nRUN x',
    );
    expect(walkChain(dockerfile, finalStage(dockerfile), () => {})).toMatchObject({
      user: '1',
      workdir: '/w/x',
      shell: ['bash', '-c'],
    });
  });
});
