import type { ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { applyEdits } from './apply-edits.ts';
import { freshNonce } from './nonce.ts';

const app: ContextFile = { path: 'app.py', encoding: 'utf8', data: 'a = 1\na = 1\n', mode: 0o644 };

test.each([
  ['append', [{ kind: 'append' as const, path: 'app.py', text: '# {{nonce}}\n' }], 'a = 1\na = 1\n# N\n'],
  [
    'replace changes only the first occurrence',
    [{ kind: 'replace' as const, path: 'app.py', find: 'a = 1', with: 'a = {{nonce}}' }],
    'a = N\na = 1\n',
  ],
  [
    'a replacement is taken literally',
    [{ kind: 'replace' as const, path: 'app.py', find: 'a = 1', with: "$&$'" }],
    "$&$'\na = 1\n",
  ],
  [
    'two edits of one file',
    [
      { kind: 'append' as const, path: 'app.py', text: 'b' },
      { kind: 'append' as const, path: 'app.py', text: 'c' },
    ],
    'a = 1\na = 1\nbc',
  ],
  ['none', [], 'a = 1\na = 1\n'],
])('%s', (_name, edits, expected) => {
  expect(applyEdits([app], edits, 'N')).toEqual({ kind: 'edited', files: [{ ...app, data: expected }] });
  expect(app.data).toBe('a = 1\na = 1\n');
});

test.each([
  ['text that does not exist', { kind: 'replace' as const, path: 'app.py', find: 'nowhere', with: '' }],
  ['a file that does not exist', { kind: 'append' as const, path: 'other.py', text: '' }],
])('%s cannot be edited', (_name, edit) => {
  expect(applyEdits([app], [edit], 'N')).toMatchObject({ kind: 'not-applicable', path: edit.path });
});

test('a nonce is never the same twice', () => {
  expect(freshNonce()).not.toBe(freshNonce());
});
