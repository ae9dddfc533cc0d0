import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { referencedContent } from './referenced-content.ts';

vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));

test('reports every reference to something that does not exist, with its line', async () => {
  const kinds = ['run', 'dockerfile', 'folder', 'exercise', 'lesson'] as const;
  const references = kinds.map((kind, index) => ({ kind, id: 'none', line: index + 1 }));
  const { content, problems } = await referencedContent(references, 'a.mdx', async () => undefined);
  expect(content).toEqual({ runs: {}, dockerfiles: {}, folders: {}, titles: {} });
  expect(problems).toEqual([
    { file: 'a.mdx', line: 1, message: 'there is no recorded run none in content/runs' },
    { file: 'a.mdx', line: 2, message: 'there is no Dockerfile of none in content/projects' },
    { file: 'a.mdx', line: 3, message: 'there is no content/projects/none/folder.json' },
    { file: 'a.mdx', line: 4, message: 'there is no exercise none' },
    { file: 'a.mdx', line: 5, message: 'there is no lesson none' },
  ]);
});

test('reads the title of a lesson, and leaves glossary entries to linkedTerms', async () => {
  const { content, problems } = await referencedContent(
    [
      { kind: 'lesson', id: 'layers', line: 1 },
      { kind: 'term', id: 'none', line: 2 },
    ],
    'a.mdx',
    async (slug) => `The lesson ${slug}`,
  );
  expect(content.titles).toEqual({ 'lesson/layers': 'The lesson layers' });
  expect(problems).toEqual([]);
});
