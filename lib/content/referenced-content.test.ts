import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { referencedContent } from './referenced-content.ts';

vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));

test('reports every reference to something that does not exist, with its line', async () => {
  const kinds = ['run', 'dockerfile', 'folder', 'exercise', 'lesson'] as const;
  const references = kinds.map((kind, index) => ({ kind, id: 'none', line: index + 1 }));
  const { content, problems } = await referencedContent(references, 'a.mdx', async () => new Map());
  expect(content).toEqual({ runs: {}, dockerfiles: {}, folders: {}, titles: {} });
  expect(problems).toEqual([
    { file: 'a.mdx', line: 1, message: 'there is no recorded run none in content/runs' },
    { file: 'a.mdx', line: 2, message: 'there is no Dockerfile of none in content/projects' },
    { file: 'a.mdx', line: 3, message: 'there is no content/projects/none/folder.json' },
    { file: 'a.mdx', line: 4, message: 'there is no exercise none' },
    { file: 'a.mdx', line: 5, message: 'there is no lesson none' },
  ]);
});

test('reads the titles of lessons once, and leaves glossary entries to linkedTerms', async () => {
  const lessonSummaries = vi.fn<() => Promise<Map<string, { title: string }>>>(
    async () =>
      new Map([
        ['layers', { title: 'Layers' }],
        ['cache', { title: 'The cache' }],
      ]),
  );
  const { content, problems } = await referencedContent(
    [
      { kind: 'lesson', id: 'layers', line: 1 },
      { kind: 'lesson', id: 'cache', line: 1 },
      { kind: 'term', id: 'none', line: 2 },
    ],
    'a.mdx',
    lessonSummaries,
  );
  expect(content.titles).toEqual({ 'lesson/layers': 'Layers', 'lesson/cache': 'The cache' });
  expect(lessonSummaries).toHaveBeenCalledTimes(1);
  expect(problems).toEqual([]);
});

test('near miss: reads no lesson if none is referred to', async () => {
  const lessonSummaries = vi.fn<() => Promise<Map<string, { title: string }>>>();
  await referencedContent([{ kind: 'exercise', id: 'none', line: 1 }], 'a.mdx', lessonSummaries);
  expect(lessonSummaries).not.toHaveBeenCalled();
});
