import type { FileRequest } from '@dfm/contracts/terminal-files';
import { describe, expect, test } from 'vitest';
import { answerOf, fieldsOf } from './file-answer.ts';

const version = '1-2-3.5';
const list: FileRequest = { kind: 'list', path: '' };
const read: FileRequest = { kind: 'read', path: 'a', offset: 0, version: null };
const changes: FileRequest = {
  kind: 'changes',
  known: [
    { path: 'a', version },
    { path: '', version: '' },
  ],
};
const save: FileRequest = { kind: 'save', path: 'a', expected: 'new', upload: 2, size: 3 };
const bytes = (fields: (string | Uint8Array)[]) => fields.map((field) => Buffer.from(field as string));

test.each<[string, FileRequest, string[]]>([
  ['list', list, ['list', '']],
  ['changes', changes, ['changes', 'a', version, '', '']],
  ['read', read, ['read', 'a', '0', '']],
  ['part', { kind: 'part', upload: 2, offset: 9, data: 'aGk=' }, ['part', '7 2', '9', 'hi']],
  ['save', save, ['save', 'a', 'new', '7 2', '3']],
  ['rename', { kind: 'rename', path: 'a', to: 'b' }, ['rename', 'a', 'b']],
  ['remove', { kind: 'remove', path: 'a' }, ['remove', 'a']],
])('the program reads %s', (_kind, request, fields) =>
  expect(fieldsOf(request, 7).map(String)).toEqual(fields),
);

describe('answers', () => {
  test.each<[string, FileRequest, (string | Uint8Array)[], object]>([
    ['a failure', list, ['gone'], { kind: 'failed', reason: 'gone' }],
    [
      'entries, without a name that is not UTF-8',
      list,
      [
        'ok',
        version,
        '1',
        'folder',
        '0',
        'a\nb',
        'other',
        '1',
        new Uint8Array([0xff]),
        'file',
        '1',
        '\ufeffc',
      ],
      {
        kind: 'entries',
        version,
        isCut: true,
        unreadable: 1,
        entries: [
          { name: 'a\nb', kind: 'folder', isLink: false },
          { name: '\ufeffc', kind: 'file', isLink: true },
        ],
      },
    ],
    ['changes', changes, ['ok', '1'], { kind: 'changed', paths: [''] }],
    ['bytes', read, ['ok', version, '9', 'hi'], { kind: 'bytes', version, size: 9, data: 'aGk=' }],
    ['a saved file', save, ['ok', version], { kind: 'saved', version }],
    ['something done', { kind: 'folder', path: 'a' }, ['ok'], { kind: 'done' }],
  ])('%s', (_name, request, fields, answer) => expect(answerOf(request, bytes(fields))).toEqual(answer));

  test.each<[string, FileRequest, string[]]>([
    ['nothing', list, []],
    ['an unknown status', list, ['fine']],
    ['no version', list, ['ok']],
    ['a kind that is none', list, ['ok', version, '0', 'socket', '0', 'a']],
    ['a path that was not asked for', changes, ['ok', '2']],
    ['a position that is none', changes, ['ok', 'x']],
    ['bytes without a size', read, ['ok', version]],
    ['more bytes than were asked for', read, ['ok', version, '9', 'x'.repeat(2 ** 18 + 3)]],
    ['a size that is no number', read, ['ok', version, 'many', '']],
    ['a version that is none', save, ['ok', 'new']],
  ])('%s: none', (_name, request, fields) => expect(answerOf(request, bytes(fields))).toBeUndefined());
});
