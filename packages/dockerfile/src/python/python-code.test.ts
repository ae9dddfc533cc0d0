import { expect, test } from 'vitest';
import { firstString, keyword, pythonCalls } from './python-code.ts';

const names = new Set(['load']);

test.each([
  ['a call', 'x = torch.load("a")', ['torch.load 1']],
  ['its line', '\n\nload("a")\n', ['load 3']],
  ['two on one line', 'load(1); a.load(2)', ['load 1', 'a.load 1']],
  ['inside another call', 'f(torch.load("a"))', ['torch.load 1']],
  ['with a space before the parenthesis', 'torch.load ("a")', ['torch.load 1']],
  ['near miss: a comment', '# load("a")\n', []],
  ['near miss: a longer name', 'download("a"); loads("a"); load_all("a")', []],
  ['near miss: a definition', 'def load(a):\n  pass', []],
  ['near miss: not called', 'f = torch.load', []],
] as const)('calls: %s', (_, text, expected) => {
  expect(pythonCalls(text, names).map(({ name, line }) => `${name} ${line}`)).toEqual(expected);
});

test.each([
  ['load("a(b", x=[1, (2)], y=3) + f(z)', '"a(b", x=[1, (2)], y=3'],
  ["load('''a)\n'''\n)", "'''a)\n'''\n"],
  ['load(a  # )\n, b)', 'a     \n, b'],
  ['load("a', '"a'],
])('arguments of %s', (text, expected) => {
  expect(pythonCalls(text, names)[0]!.args).toBe(expected);
});

test('keyword arguments and the first string', () => {
  expect([
    keyword('a, revision="x", b=1', 'revision'),
    keyword('a, my_revision="x"', 'revision'),
    keyword('revision == 1', 'revision'),
  ]).toEqual(['"x"', undefined, undefined]);
  expect([
    firstString('"a/b", 1'),
    firstString("repo_id='a'"),
    firstString('name'),
    firstString('f"{x}" + y'),
  ]).toEqual(['a/b', 'a', undefined, undefined]);
});
