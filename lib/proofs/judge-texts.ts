import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type { ContentProblem } from '@dfm/course/exercises';
import { glossaryProblems } from '@dfm/course/lint/glossary';
import type { LintRules } from '@dfm/course/lint/lint-content';
import { allParts } from '@dfm/course/parts/course-parts';
import { orProblems, partOf, partProblems, problemsBehind, readRules } from '../authoring/part-problems.ts';
import { db } from '../db/client.ts';
import { describeProblem } from './describe-problem.ts';
import { answerItem } from './proof-item.ts';

/**
 * Checks the texts that a proof still waits for.
 *
 * @param folder with the content of its commit
 */
export async function judgeTexts(proofId: string, folder: string): Promise<void> {
  const items = await db().proofItem.findMany({
    where: { proofId, kind: 'text' },
    select: { position: true, part: true, judgedAt: true },
    orderBy: { position: 'asc' },
  });
  const waiting = items.filter(({ judgedAt }) => judgedAt === null);
  if (waiting.length === 0) return;
  const rules = await readRules(folder).catch(problemsBehind);
  const own = new Set(items.map(({ part }) => part));
  for (const { position, part } of waiting) {
    const problems = await problemsOf(folder, part, rules, own);
    await answerItem({ proofId, position }, { defects: problems.map(describeProblem(folder)) });
  }
}

/** @param rules or why they cannot be read, which is reported once */
async function problemsOf(
  folder: string,
  part: string,
  rules: LintRules | ContentProblem[],
  own: ReadonlySet<string>,
): Promise<ContentProblem[]> {
  if (part === '') return Array.isArray(rules) ? rules : problemsOfOthers(folder, rules, own);
  return Array.isArray(rules) ? [] : problemsOfPart(folder, part, rules);
}

async function problemsOfPart(folder: string, path: string, rules: LintRules): Promise<ContentProblem[]> {
  const part = partOf(path.endsWith('.mdx') ? path : `${path}/`);
  const { lessons, exercises, labs } = rules.targets;
  // Where others still refer to something that was deleted, they have the problem.
  const isThere =
    (part.kind === 'lesson' && lessons.has(part.slug)) ||
    (part.kind === 'exercise' && exercises.has(part.slug)) ||
    (part.kind === 'lab' && labs.has(part.slug));
  return isThere ? orProblems(() => partProblems(folder, part, rules)) : [];
}

/** The problems of everything that is not an item of its own, such as links to something that was deleted. */
async function problemsOfOthers(
  folder: string,
  rules: LintRules,
  own: ReadonlySet<string>,
): Promise<ContentProblem[]> {
  const { lessons, exercises, labs } = await allParts(folder);
  const parts = [
    ...lessons.map((slug) => `lessons/${slug}.mdx`),
    ...exercises.map((slug) => `exercises/${slug}`),
    ...labs.map((slug) => `labs/${slug}`),
  ].filter((part) => !own.has(part));
  const problems = await glossaryProblems(folder, rules.targets.lessons);
  for (const part of parts) {
    problems.push(...(await problemsOfPart(folder, part, rules)));
    // Checking a text takes a tenth of a second, in which no reader gets an answer.
    await setImmediate();
  }
  return problems;
}
