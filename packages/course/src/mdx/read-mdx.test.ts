import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitFrontmatter } from '../lessons/frontmatter.ts';
import { compileMdx } from './compile-mdx.ts';
import { readMdx } from './read-mdx.ts';

const folder = join(import.meta.dirname, '../../../../content/lessons');

test.each(readdirSync(folder).slice(0, 2))('reads the same parts of %s as compiling it', async (name) => {
  const { body } = splitFrontmatter(readFileSync(join(folder, name), 'utf8'), name);
  const { code: _code, headings: _headings, ...parts } = await compileMdx(body, name);
  expect(parts.keys.size).toBeGreaterThan(0);
  expect(await readMdx(body, name)).toEqual(parts);
});

test.each([
  [
    'an error from a plugin',
    'Text\n\nimport fs from "node:fs"',
    'a.mdx:3:1: a lesson may not import or export',
  ],
  [
    'a quiz without an id',
    'Text\n\n:::quiz\n1. Q\n   - [x] a — *b*\n   - [ ] c — *d*\n:::',
    'a.mdx:3:1: :::quiz needs an id',
  ],
  ['an unclosed tag', 'One\n\n<Steps>\n\ntwo', /a\.mdx:\d+:\d+: .*Steps/],
  [
    'an unclosed note that the end of the next would close',
    'One\n\n:::note{title="a"}\nTwo\n\n:::keypoints\n- three\n:::',
    'a.mdx:3:1: :::note is not closed before the keypoints on line 6',
  ],
  [
    'an unclosed note at the end',
    'One\n\n:::note{title="a"}\nTwo',
    'a.mdx:3:1: :::note is not closed: write :::',
  ],
  [
    'the end of key points whose first line was removed',
    'One\n\n- a\n- b\n:::\n\n:::recall\n- a — b\n:::',
    'a.mdx:3:1: the ::: on line 5 closes nothing: if it belongs to this list',
  ],
  [
    'the end of key points whose first line was removed, after an empty line',
    '- a\n- b\n\n:::\n',
    'a.mdx:1:1: the ::: on line 4 closes nothing: if it belongs to this list',
  ],
  [
    'the end of a note whose first line was removed',
    'One\n\nTwo\n:::',
    'a.mdx:3:1: the ::: on line 4 closes nothing: remove it',
  ],
  [
    'tabs with as many colons as their tab',
    ':::tabs\n:::tab{title="a"}\nOne\n:::\n:::',
    'a.mdx:1:1: :::tabs is not closed before the tab on line 2',
  ],
  [
    'an unclosed block that the end of the next would close',
    '```sh\nls\n\n```sh\npwd\n```',
    'a.mdx:1:1: this block is not closed before the block on line 4',
  ],
  ['an unclosed block at the end', 'One\n\n```sh\nls', 'a.mdx:3:1: this block is not closed: write ```'],
  [
    'an unclosed answer',
    ':::predict{id="p"}\nWhich?\n\n- [ ] a\n- [x] b\n\n~~~answer\nSo.\n:::\n',
    'a.mdx:7:1: this block is not closed: write ~~~',
  ],
  [
    'a less-than sign that does not start a component',
    'One\n\nTwo <3',
    'a.mdx:3:6: a < starts a component: write \\< for a less-than sign',
  ],
  [
    'an HTML comment',
    '<!-- one -->',
    'a.mdx:1:2: a < starts a component: write \\< for a less-than sign, and {/* … */} for a comment',
  ],
  ['an unclosed brace', 'One {two', /a\.mdx:1:\d+: /],
])('rejects %s with its position', async (_name, body, message) => {
  await expect(readMdx(body, 'a.mdx')).rejects.toThrow(message);
});

test.each([
  ['tabs with one more colon', '::::tabs\n:::tab{title="a"}\nOne\n:::\n:::tab{title="b"}\nTwo\n:::\n::::'],
  ['an escaped less-than sign', 'Two \\<3'],
  ['a note after a note', ':::note{title="a"}\nOne\n:::\n\n:::note{title="b"}\nTwo\n:::'],
  ['colons within a line', 'Write ::: where it ends'],
  ['colons in a fence', '```md\n:::\n```'],
  ['key points that are closed', ':::keypoints\n- a\n:::'],
  ['a fence that shows a fence', '````md\n```sh\nls\n```\n````'],
  ['a fence in a list', '- One\n\n  ```sh\n  ls\n  ```'],
  ['a fence in a quotation', '> ```sh\n> ls\n> ```'],
])('accepts %s', async (_name, body) => {
  expect((await readMdx(body, 'a.mdx')).keys.size).toBe(0);
});
