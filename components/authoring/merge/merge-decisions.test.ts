import type { MergeConflict } from '@dfm/contracts/page-data';
import { describe, expect, test } from 'vitest';
import { choicesOf, type Decision, leftIn, resolutionOf, textSoFar, wholly } from './merge-decisions.ts';

type Text = Extract<MergeConflict, { kind: 'text' }>;
const both = (ours: string, theirs: string) => ({ kind: 'conflict', ours, base: 'b\n', theirs }) as const;
const same = (text: string) => ({ kind: 'same', text }) as const;

const text: Text = {
  kind: 'text',
  path: 'a.mdx',
  id: 'one',
  hunks: [same('1\n'), both('o\n', 't\n'), same('2\n'), both('p\n', 'q\n')],
};
const [first, second] = choicesOf(text).map(({ key }) => key);
/** The same file after a line above was added, and the second conflict changed. */
const later: Text = {
  ...text,
  id: 'two',
  hunks: [same('0\n1\n'), both('o\n', 't\n'), same('2\n'), both('p\n', 'Q\n')],
};
const deleted: MergeConflict = { kind: 'deleted', path: 'd', id: 'one', by: 'theirs', text: 'mine\n' };
const binary: MergeConflict = { kind: 'binary', path: 'b', id: 'one', ours: 1, theirs: 2 };

describe('decisions left and what they come to', () => {
  test.each<
    [name: string, MergeConflict, Decision | undefined, left: number, ReturnType<typeof resolutionOf>]
  >([
    ['none', text, undefined, 2, undefined],
    ['one of two', text, { sides: { [first!]: 'ours' } }, 1, undefined],
    [
      'both',
      text,
      { sides: { [first!]: 'ours', [second!]: 'theirs then ours' } },
      0,
      { sides: ['ours', 'theirs then ours'] },
    ],
    [
      'of a changed file, those that still apply',
      later,
      { sides: { [first!]: 'theirs', [second!]: 'ours' } },
      1,
      undefined,
    ],
    ['an edited text', text, { edited: { text: 'x', id: 'one' } }, 0, { text: 'x' }],
    ['an edited empty text', text, { edited: { text: '', id: 'one' } }, 0, { text: '' }],
    [
      'near miss: an edited text for an earlier version',
      later,
      { edited: { text: 'x', id: 'one' } },
      1,
      undefined,
    ],
    [
      'an edited text counts before sides',
      text,
      { edited: { text: 'x', id: 'one' }, sides: { [first!]: 'ours' } },
      0,
      { text: 'x' },
    ],
    ['a deleted file', deleted, undefined, 1, undefined],
    ['a deleted file that is kept', deleted, { whole: { side: 'ours', id: 'one' } }, 0, 'ours'],
    [
      'near miss: a file that changed after the decision',
      deleted,
      { whole: { side: 'ours', id: 'zero' } },
      1,
      undefined,
    ],
    ['a file that is no text', binary, { whole: { side: 'theirs', id: 'one' } }, 0, 'theirs'],
  ])('%s', (_name, conflict, decision, left, resolution) => {
    expect(leftIn(conflict, decision)).toBe(left);
    expect(resolutionOf(conflict, decision)).toEqual(resolution);
  });
});

test('equal conflicts in one file are decided one by one', () => {
  const twice: Text = { ...text, hunks: [both('o\n', 't\n'), same('2\n'), both('o\n', 't\n')] };
  const [one, two] = choicesOf(twice).map(({ key }) => key);
  expect(one).not.toBe(two);
  expect(leftIn(twice, { sides: { [one!]: 'ours' } })).toBe(1);
});

test.each<[name: string, MergeConflict, Decision | undefined, string | undefined]>([
  ['without a decision is ours', text, undefined, '1\no\n2\np\n'],
  ['has the decisions so far', text, { sides: { [second!]: 'theirs' } }, '1\no\n2\nq\n'],
  ['of a deleted file is the version that exists', deleted, undefined, 'mine\n'],
  ['of a file that is no text does not exist', binary, undefined, undefined],
])('the text so far %s', (_name, conflict, decision, expected) =>
  expect(textSoFar(conflict, decision)).toBe(expected),
);

test.each([text, later, deleted, binary])('one side can be taken everywhere in a file', (conflict) => {
  const decision = wholly(conflict, 'theirs');
  expect(leftIn(conflict, decision)).toBe(0);
  expect(resolutionOf(conflict, decision)).toEqual(
    conflict.kind === 'text' ? { sides: ['theirs', 'theirs'] } : 'theirs',
  );
});
