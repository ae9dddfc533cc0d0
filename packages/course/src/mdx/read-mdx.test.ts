import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitFrontmatter } from '../lessons/frontmatter.ts';
import { compileMdx } from './compile-mdx.ts';
import { readMdx } from './read-mdx.ts';

const folder = join(import.meta.dirname, '../../../../content/lessons');

test.each(readdirSync(folder).slice(0, 2))('reads of %s what compiling it finds', async (name) => {
  const { body } = splitFrontmatter(readFileSync(join(folder, name), 'utf8'), name);
  const { code: _code, headings: _headings, ...parts } = await compileMdx(body, name);
  expect(parts.keys.size).toBeGreaterThan(0);
  expect(await readMdx(body, name)).toEqual(parts);
});

test.each([
  [
    'what a plugin refuses',
    'Text\n\nimport fs from "node:fs"',
    'a.mdx:3:1: a lesson may not import or export',
  ],
  [
    'a quiz without an id',
    'Text\n\n:::quiz\n1. Q\n   - [x] a — *b*\n   - [ ] c — *d*\n:::',
    'a.mdx:3:1: :::quiz needs an id',
  ],
  ['a tag left open', 'One\n\n<Steps>\n\ntwo', /a\.mdx:\d+:\d+: .*Steps/],
  [
    'a note left open, which the mark of the next would close',
    'One\n\n:::note{title="a"}\nTwo\n\n:::keypoints\n- three\n:::',
    'a.mdx:3:1: :::note is not closed before the keypoints of line 6',
  ],
  [
    'a note left open to the end',
    'One\n\n:::note{title="a"}\nTwo',
    'a.mdx:3:1: :::note is not closed: write :::',
  ],
  [
    'tabs with as many colons as their tab',
    ':::tabs\n:::tab{title="a"}\nOne\n:::\n:::',
    'a.mdx:1:1: :::tabs is not closed before the tab of line 2',
  ],
  [
    'a block left open, which the mark of the next would close',
    '```sh\nls\n\n```sh\npwd\n```',
    'a.mdx:1:1: this block is not closed before that of line 4',
  ],
  ['a block left open to the end', 'One\n\n```sh\nls', 'a.mdx:3:1: this block is not closed: write ```'],
  [
    'an answer left open',
    ':::predict{id="p"}\nWhich?\n\n- [ ] a\n- [x] b\n\n~~~answer\nSo.\n:::\n',
    'a.mdx:7:1: this block is not closed: write ~~~',
  ],
  [
    'a sign that is no component',
    'One\n\nTwo <3',
    'a.mdx:3:6: a < begins a component: write \\< for the sign',
  ],
  [
    'a comment of HTML',
    '<!-- one -->',
    'a.mdx:1:2: a < begins a component: write \\< for the sign, and {/* … */} for a comment',
  ],
  ['a brace that is no expression', 'One {two', /a\.mdx:1:\d+: /],
])('refuses %s with its place', async (_name, body, message) => {
  await expect(readMdx(body, 'a.mdx')).rejects.toThrow(message);
});

test.each([
  ['tabs with one colon more', '::::tabs\n:::tab{title="a"}\nOne\n:::\n:::tab{title="b"}\nTwo\n:::\n::::'],
  ['a sign with a backslash', 'Two \\<3'],
  ['a note after a note', ':::note{title="a"}\nOne\n:::\n\n:::note{title="b"}\nTwo\n:::'],
  ['a fence that shows a fence', '````md\n```sh\nls\n```\n````'],
  ['a fence in a list', '- One\n\n  ```sh\n  ls\n  ```'],
  ['a fence in a quotation', '> ```sh\n> ls\n> ```'],
])('takes %s', async (_name, body) => {
  expect((await readMdx(body, 'a.mdx')).keys.size).toBe(0);
});
