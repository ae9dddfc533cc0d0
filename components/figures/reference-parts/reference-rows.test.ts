import { expect, test } from 'vitest';
import { readingOf } from './reference-rows.ts';

const sha = `sha256:${'0f'.repeat(32)}`;

test.each<[text: string, full: string, origins: string]>([
  ['python', 'docker.io/library/python:latest', 'filled in, filled in, filled in, none'],
  ['python:3.11-slim', 'docker.io/library/python:3.11-slim', 'filled in, filled in, written, none'],
  ['team/scorer', 'docker.io/team/scorer:latest', 'filled in, written, filled in, none'],
  [
    'registry.example:5000/team/scorer:1.4',
    'registry.example:5000/team/scorer:1.4',
    'written, written, written, none',
  ],
  [`python@${sha}`, `docker.io/library/python@${sha}`, 'filled in, filled in, none, written'],
  [`python:3.11@${sha}`, `docker.io/library/python:3.11@${sha}`, 'filled in, filled in, written, written'],
])('%s', (text, full, origins) => {
  const reading = readingOf(text);
  expect(reading).toMatchObject({ ok: true, full });
  expect(reading.ok && reading.rows.map(({ origin }) => origin).join(', ')).toBe(origins);
});

test.each<[text: string, why: string]>([
  ['', 'Type an image name'],
  ['Scorer', 'lower-case'],
  ['scorer:', 'A tag is'],
  ['scorer@sha256:12ab', '64 hexadecimal digits'],
  ['registry.example:port/scorer', 'would be the registry'],
  ['0f'.repeat(32), 'image ID'],
])('not a name: %s', (text, why) =>
  expect(readingOf(text)).toEqual({ ok: false, why: expect.stringContaining(why) }),
);

test('a tag next to a digest is shown as not used', () => {
  const meaning = (text: string) => {
    const reading = readingOf(text);
    return reading.ok ? reading.rows[2]?.meaning : undefined;
  };
  expect(meaning(`python:3.11@${sha}`)).toContain('not used');
  expect(meaning('python:3.11')).not.toContain('not used');
});
