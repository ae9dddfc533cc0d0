import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitFrontmatter } from '../frontmatter.ts';
import { compileMdx } from './compile-mdx.ts';
import { readMdx } from './read-mdx.ts';

const folder = join(import.meta.dirname, '../../../content/lessons');

test.each(readdirSync(folder).slice(0, 2))('reads of %s what compiling it finds', async (name) => {
  const { body } = splitFrontmatter(readFileSync(join(folder, name), 'utf8'), name);
  const { code: _code, headings: _headings, ...parts } = await compileMdx(body, name);
  expect(parts.keys.size).toBeGreaterThan(0);
  expect(await readMdx(body, name)).toEqual(parts);
});

test.each([
  ['what a plugin refuses', 'Text\n\nimport fs from "node:fs"', 'a.mdx:3:1: a lesson may not import or export'],
  ['a quiz without an id', 'Text\n\n:::quiz\n1. Q\n   - [x] a — *b*\n   - [ ] c — *d*\n:::', 'a.mdx:3:1: :::quiz needs an id'],
  ['a tag left open', 'One\n\n<Steps>\n\ntwo', /a\.mdx:\d+:\d+: .*Steps/],
  ['a brace that is no expression', 'One {two', /a\.mdx:1:\d+: /],
])('refuses %s with its place', async (_name, body, message) => {
  await expect(readMdx(body, 'a.mdx')).rejects.toThrow(message);
});
