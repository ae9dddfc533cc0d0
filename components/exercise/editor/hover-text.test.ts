import { expect, test } from 'vitest';
import { hoverText } from './hover-text.ts';

test.each<[name: string, contents: Parameters<typeof hoverText>[0], expected: string | undefined]>([
  ['nothing', null, undefined],
  ['a keyword', { contents: { kind: 'markdown', value: 'Copy `files`.' } }, 'Copy `files`.'],
  ['a variable', { contents: 'unknown' }, 'Value in this Dockerfile: ` unknown `'],
  ['an empty variable', { contents: '' }, 'Empty in this Dockerfile.'],
  ['a value with backticks', { contents: '`a``' }, 'Value in this Dockerfile: ``` `a`` ```'],
])('the hover of %s', (_name, hover, expected) => expect(hoverText(hover)).toBe(expected));
