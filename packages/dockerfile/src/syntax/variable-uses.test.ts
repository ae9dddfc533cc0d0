import { expect, test } from 'vitest';
import { variableUses } from './variable-uses.ts';

test.each<[string, string[]]>([
  ['$a/${b}', ['a', 'b']],
  ['${a:-${b}$c}', ['a', 'b', 'c']],
  ['"$a \'$b\'"', ['a', 'b']],
  ["'$a'$b", ['b']],
  ['\\$a$b', ['b']],
  ['a$ $', []],
  ['$1$$$@', ['1', '$', '@']],
  ['${}', []],
  ["it's $a", []],
  ['no variable', []],
])('%s uses %j', (text, names) => expect(variableUses(text, '\\').map((use) => use.name)).toEqual(names));

test('quotes in a heredoc are plain text', () =>
  expect(variableUses("it's $a '$b' \\$c", '\\', false)).toEqual([
    { name: 'a', offset: 5 },
    { name: 'b', offset: 9 },
  ]));
test('another escape', () => expect(variableUses('`$a\\$b', '`')).toEqual([{ name: 'b', offset: 4 }]));
