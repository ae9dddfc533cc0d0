import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listExercises } from '@dfm/course/exercises';
import { describe, expect, test } from 'vitest';
import { labSlugs } from '../labs/load-lab.ts';
import { splitFrontmatter } from '../lessons/frontmatter.ts';
import { compileMdx } from '../mdx/compile-mdx.ts';
import { readMdx } from '../mdx/read-mdx.ts';
import { labProblems } from './lab-problems.ts';
import { lessonProblems, lessonSlugs, readLintRules, statementProblems } from './lint-content.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const rules = await readLintRules(contentRoot);
const slugs = await lessonSlugs(contentRoot);
const labs = await labSlugs(contentRoot);
const exercises = (await listExercises(contentRoot)).map(({ slug }) => slug);

describe('the rules for lessons, exercises and labs', () => {
  test.each(slugs)('%s', async (slug) => expect(await lessonProblems(contentRoot, slug, rules)).toEqual([]));
  test.each(exercises)('the exercise %s', async (slug) =>
    expect(await statementProblems(contentRoot, slug, rules)).toEqual([]),
  );
  test.each(labs)('the lab %s', async (slug) =>
    expect(await labProblems(contentRoot, slug, rules)).toEqual([]),
  );
});

/** Sentences of an explanation that are long enough to be recognised, in the form they have in compiled code. */
function sentencesOf(html: string): string[] {
  return html
    .split(/<[^>]+>/)
    .map((text) => text.replaceAll('&#x26;', '&').replaceAll('&#x3C;', '<'))
    .flatMap((text) => /[^\n"'`\\]{25,}/.exec(text)?.[0] ?? []);
}

async function bodyOf(slug: string): Promise<string> {
  const file = join(contentRoot, 'lessons', `${slug}.mdx`);
  return splitFrontmatter(await readFile(file, 'utf8'), file).body;
}

const answersIn = ({ keys }: Awaited<ReturnType<typeof readMdx>>) =>
  [...keys.values()]
    .flatMap(({ questions }) =>
      questions.flatMap(({ answer, options }) => [answer ?? '', ...options.map(({ why }) => why)]),
    )
    .flatMap(sentencesOf);

test('the sentences of an explanation can be found in the text it is taken from', async () => {
  const body = await bodyOf('how-the-cache-decides');
  const sentences = answersIn(await readMdx(body, 'a.mdx'));
  expect(sentences.length).toBeGreaterThan(10);
  expect(sentences.filter((sentence) => body.includes(sentence))).toEqual(sentences);
});

// Compiling takes a second per lesson, so only three are tested.
test.each(slugs.slice(0, 3))('the compiled code of %s contains no answers', async (slug) => {
  const compiled = await compileMdx(await bodyOf(slug), slug);
  const answers = answersIn(compiled);
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.filter((sentence) => compiled.code.includes(sentence))).toEqual([]);
});
