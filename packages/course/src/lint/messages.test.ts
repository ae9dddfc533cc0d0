import { expect, test } from 'vitest';
import { parseLessonText } from './lesson-text.ts';
import { messageProblems } from './messages.ts';

const lesson = (section: string) =>
  parseLessonText(
    `---\ntitle: A\nsummary: B\nobjectives: [Do it.]\nminutes: 7\ndifficulty: 1\nmessages:\n  - { text: no space left, section: ${section} }\nupdated: 2026-11-21\n---\n\n## A full disk\n`,
    'a',
    'a.mdx',
  );

test('an error message names a heading of its lesson', async () => {
  expect(messageProblems(await lesson('A full disk'))).toEqual([]);
  expect(messageProblems(await lesson('A full'))).toEqual([
    { file: 'a.mdx', line: 8, message: 'messages: there is no heading “A full”' },
  ]);
});
