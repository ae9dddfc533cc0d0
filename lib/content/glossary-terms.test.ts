import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { glossaryTerms } from './glossary-terms.ts';

afterEach(() => void vi.unstubAllEnvs());

test('every lesson named in the glossary of the course is in the course', async () => {
  vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));
  const terms = await glossaryTerms();
  expect(terms.find(({ slug }) => slug === 'cache-key')?.lesson).toEqual({
    href: '/lessons/how-the-cache-decides',
    title: 'How the cache decides',
  });
});

test('rejects a lesson that is not in the course', async () => {
  const content = mkdtempSync(join(tmpdir(), 'dfm-glossary-'));
  try {
    mkdirSync(join(content, 'lessons'));
    writeFileSync(
      join(content, 'course.yaml'),
      'title: T\nsummary: S\nmodules:\n  - { slug: m, title: M }\n',
    );
    writeFileSync(
      join(content, 'glossary.yaml'),
      'tag:\n  term: tag\n  definition: A name.\n  lesson: names\n',
    );
    vi.stubEnv('CONTENT_DIR', content);
    await expect(glossaryTerms()).rejects.toThrow(
      'glossary.yaml: tag: there is no lesson names in the course',
    );
  } finally {
    rmSync(content, { recursive: true });
  }
});
