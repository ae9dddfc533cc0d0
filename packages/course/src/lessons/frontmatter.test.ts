import { describe, expect, test } from 'vitest';
import { splitFrontmatter } from './frontmatter.ts';

const complete = `---
title: A
summary: B
objectives: [Do it.]
minutes: 5
difficulty: 2
updated: 2026-11-21
---

Text
`;

describe('splitFrontmatter', () => {
  test('keeps the line numbers of the body', () => {
    const { frontmatter, body } = splitFrontmatter(complete, 'a.mdx');
    expect(frontmatter).toMatchObject({ title: 'A', minutes: 5, prerequisites: [], updated: '2026-11-21' });
    expect(body.split('\n').indexOf('Text')).toBe(complete.split('\n').indexOf('Text'));
  });

  test.each([
    ['no frontmatter', 'Text', 'a.mdx:1: a lesson starts with frontmatter'],
    ['unclosed frontmatter', '---\ntitle: A\n', 'a.mdx:1: a lesson starts with frontmatter'],
    ['a wrong type, with its line', complete.replace('minutes: 5', 'minutes: five'), 'a.mdx:5:10: minutes: '],
    ['an unknown key', complete.replace('difficulty: 2', 'difficulty: 2\nlevel: 3'), 'level'],
    ['invalid YAML, with its line', complete.replace('summary: B', 'summary: "B'), /a\.mdx:\d+:\d+: /],
    [
      'a source whose comma creates another key',
      complete.replace('updated:', 'sources:\n  - { claim: x, from: Docs, "Caching" }\nupdated:'),
      'a.mdx:8:5: sources.0.Caching: unknown key',
    ],
  ])('rejects %s', (_name, source, message) => {
    expect(() => splitFrontmatter(source, 'a.mdx')).toThrow(message);
  });
});
