import { describe, expect, test } from 'vitest';
import { splitFrontmatter } from './frontmatter.ts';

const whole = `---
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
    const { frontmatter, body } = splitFrontmatter(whole, 'a.mdx');
    expect(frontmatter).toMatchObject({ title: 'A', minutes: 5, prerequisites: [], updated: '2026-11-21' });
    expect(body.split('\n').indexOf('Text')).toBe(whole.split('\n').indexOf('Text'));
  });

  test.each([
    ['no frontmatter', 'Text', 'a.mdx:1: a lesson starts with frontmatter'],
    ['a frontmatter that does not end', '---\ntitle: A\n', 'a.mdx:1: a lesson starts with frontmatter'],
    ['a wrong type, with its line', whole.replace('minutes: 5', 'minutes: five'), 'a.mdx:5:10: minutes: '],
    ['a key it does not know', whole.replace('difficulty: 2', 'difficulty: 2\nlevel: 3'), 'level'],
    ['bad YAML, with its line', whole.replace('summary: B', 'summary: "B'), /a\.mdx:\d+:\d+: /],
    [
      'a source whose comma made another key',
      whole.replace('updated:', 'sources:\n  - { claim: x, from: Docs, "Caching" }\nupdated:'),
      'a.mdx:8:5: sources.0.Caching: this key is not known here',
    ],
  ])('refuses %s', (_name, source, message) => {
    expect(() => splitFrontmatter(source, 'a.mdx')).toThrow(message);
  });
});
