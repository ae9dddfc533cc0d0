import { describe, expect, test } from 'vitest';
import { fileAnswerSchema, fileLimits, fileRequestSchema, isFileName } from './terminal-files.ts';

const version = '12-3-1700000000.123456';
const longestPart = 'A'.repeat((fileLimits.partBytes * 4) / 3);

describe('requests', () => {
  test.each<[string, object]>([
    ['the home', { kind: 'list', path: '' }],
    ['a folder', { kind: 'list', path: 'a/b c' }],
    ['a name that begins with dots', { kind: 'list', path: '...' }],
    ['a name with quotes and a line feed', { kind: 'folder', path: `a'"\n$(id)` }],
    ['a longest name', { kind: 'folder', path: 'ä'.repeat(127) }],
    ['a longest path', { kind: 'folder', path: 'a/'.repeat(499) + 'aa' }],
    ['a folder that is changing', { kind: 'changes', known: [{ path: '', version: '' }] }],
    ['the first part of a file', { kind: 'read', path: 'a', offset: 0, version: null }],
    ['a longest part', { kind: 'part', upload: 1, offset: 0, data: longestPart }],
    ['a new file', { kind: 'save', path: 'a', expected: 'new', upload: 1, size: 0 }],
    ['a known file', { kind: 'save', path: 'a', expected: version, upload: 1, size: 1 }],
    ['a largest file', { kind: 'save', path: 'a', expected: 'any', upload: 1, size: fileLimits.movedBytes }],
    ['another name', { kind: 'rename', path: 'a', to: 'b/a' }],
  ])('%s', (_name, request) => expect(fileRequestSchema.parse(request)).toEqual(request));

  test.each<[string, object]>([
    ['an absolute path', { kind: 'list', path: '/etc' }],
    ['a path that leaves the home', { kind: 'read', path: 'a/../../etc/passwd', offset: 0, version: null }],
    ['the folder above', { kind: 'list', path: '..' }],
    ['the folder itself', { kind: 'list', path: 'a/.' }],
    ['a slash at the end', { kind: 'list', path: 'a/' }],
    ['two slashes', { kind: 'list', path: 'a//b' }],
    ['a null character', { kind: 'folder', path: 'a\0b' }],
    ['a name that is too long', { kind: 'folder', path: 'ä'.repeat(128) }],
    ['a path that is too long', { kind: 'folder', path: 'a/'.repeat(500) + 'a' }],
    ['the home as a file', { kind: 'remove', path: '' }],
    ['the home with a new name', { kind: 'rename', path: '', to: 'a' }],
    ['nothing to compare', { kind: 'changes', known: [] }],
    [
      'too much to compare',
      {
        kind: 'changes',
        known: Array.from({ length: fileLimits.watched + 1 }, () => ({ path: 'a', version })),
      },
    ],
    ['an offset before the file', { kind: 'read', path: 'a', offset: -1, version: null }],
    [
      'an offset beyond the limit',
      { kind: 'read', path: 'a', offset: fileLimits.movedBytes + 1, version: null },
    ],
    ['a part that is too long', { kind: 'part', upload: 1, offset: 0, data: `${longestPart}AAAA` }],
    ['a part that is not base64', { kind: 'part', upload: 1, offset: 0, data: 'a b' }],
    ['an expectation that is no version', { kind: 'save', path: 'a', expected: 'old', upload: 1, size: 1 }],
    ['no version at all', { kind: 'save', path: 'a', expected: '', upload: 1, size: 1 }],
    ['a file that is too large', { kind: 'save', path: 'a', expected: 'any', upload: 1, size: 2 ** 24 + 1 }],
    ['an unknown kind', { kind: 'chmod', path: 'a' }],
  ])('%s: refused', (_name, request) => expect(fileRequestSchema.safeParse(request).success).toBe(false));
});

describe('answers', () => {
  const entry = { name: 'a', kind: 'file', isLink: false };
  const entries = { kind: 'entries', version, entries: [entry], isCut: false, unreadable: 0 };
  const bytes = { kind: 'bytes', version, size: 2 ** 31, data: 'AAAA' };

  test.each<[string, object]>([
    ['a failure', { kind: 'failed', reason: 'full' }],
    ['a folder', entries],
    ['bytes of a sparse file', bytes],
    ['a saved file', { kind: 'saved', version }],
  ])('%s', (_name, answer) => expect(fileAnswerSchema.parse(answer)).toEqual(answer));

  test.each<[string, object]>([
    ['an unknown reason', { kind: 'failed', reason: '<b>no</b>' }],
    ['a name that is a path', { ...entries, entries: [{ ...entry, name: '../a' }] }],
    [
      'too many entries',
      { ...entries, entries: Array.from({ length: fileLimits.entries + 1 }, () => entry) },
    ],
    ['a kind that is none', { ...entries, entries: [{ ...entry, kind: 'socket' }] }],
    ['a version that is none', { ...bytes, version: 'new' }],
    ['too many bytes', { ...bytes, data: 'A'.repeat((fileLimits.readBytes * 4) / 3 + 4) }],
    ['a negative size', { ...bytes, size: -1 }],
  ])('%s: refused', (_name, answer) => expect(fileAnswerSchema.safeParse(answer).success).toBe(false));
});

test.each([
  ['.a', true],
  [' ', true],
  ['', false],
  ['.', false],
  ['..', false],
  ['a/b', false],
  ['\0', false],
])('the name %j', (name, isName) => expect(isFileName(name)).toBe(isName));
