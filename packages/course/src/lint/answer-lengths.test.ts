import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerLengthProblems } from './answer-lengths.ts';

const short = '- [x] Yes.\n- [ ] No, because it is in a layer.\n- [ ] No, because it is too late.';
const long = '- [x] Yes, because it is in a layer.\n- [ ] No.\n- [ ] Never.';
const even = '- [x] Yes, it is.\n- [ ] No, it is not.\n- [ ] No.';
const tied = '- [x] Yes.\n- [ ] No!!\n- [ ] Not at all.';
const several = '- [x] A.\n- [x] B.\n- [ ] Something longer.';

const lesson = (predictions: string[], questions: string[] = []) =>
  `---\ntitle: A\nsummary: B\nobjectives: [Do it.]\nminutes: 7\ndifficulty: 1\nupdated: 2026-11-25\n---\n\n${[
    ...predictions.map(
      (options, n) => `:::predict{id="p${n}"}\nWhat?\n\n${options}\n\n~~~answer\nThat.\n~~~\n:::\n`,
    ),
    ...(questions.length > 0
      ? [
          `:::quiz{id="check"}\n${questions
            .map((options, n) => `${n + 1}. What?\n${options.replaceAll(/^(.*)$/gm, '   $1 — *Why.*')}\n`)
            .join('\n')}:::\n`,
        ]
      : []),
  ].join('\n')}`;

const problemsOf = async (lessons: Record<string, string>) => {
  const content = await mkdtemp(join(tmpdir(), 'answer-lengths-'));
  try {
    await mkdir(join(content, 'lessons'));
    for (const [slug, source] of Object.entries(lessons))
      await writeFile(join(content, 'lessons', `${slug}.mdx`), source);
    const modules = [{ slug: 'first', lessons: Object.keys(lessons), exercises: [], labs: [] }];
    return (await answerLengthProblems(content, modules)).map(({ message }) => message);
  } finally {
    await rm(content, { recursive: true });
  }
};

test.each<[name: string, lessons: Record<string, string>, problem: string]>([
  [
    'the shortest too often, counted over the lessons of a module',
    { a: lesson([short, even]), b: lesson([short]) },
    'module first: the right option is the shortest in 2 predictions, and at most 1 would be by chance',
  ],
  [
    'the longest too often',
    { a: lesson([], [long, long, even]) },
    'module first: the right option is the longest in 2 quiz questions, and at most 1 would be by chance',
  ],
])('reports a module whose right options are %s', async (_name, lessons, problem) => {
  expect(await problemsOf(lessons)).toEqual([expect.stringContaining(problem)]);
});

test.each<[name: string, lessons: Record<string, string>]>([
  ['as often as by chance', { a: lesson([short, even, even]) }],
  ['once each', { a: lesson([short, long, even]) }],
  ['in predictions and in the quiz', { a: lesson([short], [short, even, even]) }],
  ['as short as a wrong one', { a: lesson([tied, tied, tied]) }],
  [
    'in a lesson that cannot be read',
    { a: lesson([short, even]), b: lesson([short]).replace('~~~answer', '~~~') },
  ],
  ['several', { a: lesson([], [several, several, several]) }],
])('near miss: right options that are %s', async (_name, lessons) => {
  expect(await problemsOf(lessons)).toEqual([]);
});
