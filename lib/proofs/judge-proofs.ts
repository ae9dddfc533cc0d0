import 'server-only';
import { isAbsolute, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Attempt, attemptsOf } from '@dfm/course/check/check-content';
import { judgeVariant } from '@dfm/course/check/judge-variant';
import { ContentError, type ContentProblem } from '@dfm/course/exercises';
import { glossaryProblems } from '@dfm/course/lint/glossary';
import {
  type LintRules,
  lessonProblems,
  readLintRules,
  statementProblems,
} from '@dfm/course/lint/lint-content';
import { allParts } from '@dfm/course/parts/course-parts';
import { withContent } from '../content/content-root.ts';
import { loadCourse } from '../content/course.ts';
import { contentOf } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import { readStoredResult } from '../runs/stored-result.ts';
import { queueVariant } from './queue-variant.ts';
import { cancelProof } from './stop-proof.ts';

/** After this many runs that ended because of the platform, a variant counts as not proven. */
const FAULTS_MAX = 3;

interface OpenProof {
  id: string;
  commit: string;
  madeById: string | null;
}

interface OwnedProof extends OpenProof {
  madeById: string;
}

interface WaitingItem {
  position: number;
  part: string;
  variant: string;
  faults: number;
}

/**
 * Checks the texts of open proofs, judges the runs that have ended, and ends the proofs that have all
 * answers. Called again and again, by one process at a time for each proof: whatever two of them do is the
 * same.
 */
export async function judgeProofs(): Promise<void> {
  const open = await db().proof.findMany({
    where: { endedAt: null, cancelledAt: null },
    select: { id: true, commit: true, madeById: true },
  });
  for (const proof of open)
    await judge(proof).catch((error: unknown) =>
      log.error({ err: error, proofId: proof.id }, 'cannot check a draft'),
    );
}

async function judge(proof: OpenProof): Promise<void> {
  const { madeById } = proof;
  // The account that started it has been erased, and its runs too.
  if (madeById === null) return cancelProof(proof.id);
  const { folder } = await contentOf(proof.commit);
  await withContent({ folder, commit: proof.commit }, async () => {
    await judgeTexts(proof.id, folder);
    await judgeRuns({ ...proof, madeById }, folder);
  });
  await db().$executeRaw`
    UPDATE proof SET ended_at = now() WHERE id = ${proof.id} AND ended_at IS NULL AND cancelled_at IS NULL
      AND NOT EXISTS (SELECT FROM proof_item WHERE proof_id = proof.id AND judged_at IS NULL)`;
}

async function judgeTexts(proofId: string, folder: string): Promise<void> {
  const waiting = await db().proofItem.findMany({
    where: { proofId, kind: 'text', judgedAt: null },
    select: { position: true, part: true },
    orderBy: { position: 'asc' },
  });
  if (waiting.length === 0) return;
  const rules = await rulesOf(folder);
  const known = new Set(
    (await db().proofItem.findMany({ where: { proofId, kind: 'text' }, select: { part: true } })).map(
      ({ part }) => part,
    ),
  );
  for (const { position, part } of waiting) {
    const problems = Array.isArray(rules)
      ? part === ''
        ? rules
        : []
      : part === ''
        ? await problemsOfOthers(folder, rules, known)
        : await problemsOf(folder, part, rules);
    await answer(
      proofId,
      position,
      problems.map((problem) => described(problem, folder)),
    );
  }
}

/** The rules for texts, or why they cannot be read. */
async function rulesOf(folder: string): Promise<LintRules | ContentProblem[]> {
  try {
    await loadCourse();
    return await readLintRules(folder);
  } catch (error) {
    return problemsBehind(error);
  }
}

async function problemsOf(folder: string, part: string, rules: LintRules): Promise<ContentProblem[]> {
  const [, lesson] = /^lessons\/(.+)\.mdx$/.exec(part) ?? [];
  const [, exercise] = /^exercises\/(.+)$/.exec(part) ?? [];
  // Where others still refer to something that was deleted, they have the problem.
  try {
    if (lesson !== undefined && rules.targets.lessons.has(lesson))
      return await lessonProblems(folder, lesson, rules);
    if (exercise !== undefined && rules.targets.exercises.has(exercise))
      return await statementProblems(folder, exercise, rules);
    return [];
  } catch (error) {
    return problemsBehind(error);
  }
}

/** The problems of everything that is not an item of its own, such as links to something that was deleted. */
async function problemsOfOthers(
  folder: string,
  rules: LintRules,
  own: ReadonlySet<string>,
): Promise<ContentProblem[]> {
  const { lessons, exercises } = await allParts(folder);
  const parts = [
    ...lessons.map((slug) => `lessons/${slug}.mdx`),
    ...exercises.map((slug) => `exercises/${slug}`),
  ].filter((part) => !own.has(part));
  const problems = await glossaryProblems(folder, rules.targets.lessons);
  for (const part of parts) {
    problems.push(...(await problemsOf(folder, part, rules)));
    // Checking a text takes a tenth of a second, in which no reader gets an answer.
    await setImmediate();
  }
  return problems;
}

/** @throws the error if it says nothing about the content */
function problemsBehind(error: unknown): ContentProblem[] {
  if (error instanceof ContentError) return error.problems;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path !== undefined) return [{ file: path, message: 'This file is missing.' }];
  throw error;
}

function described({ file, line, message }: ContentProblem, folder: string): string {
  const path = isAbsolute(file) ? relative(folder, file) : file;
  return `${path}${line === undefined ? '' : `:${line}`}: ${message}`;
}

async function judgeRuns(proof: OwnedProof, folder: string): Promise<void> {
  const ended = await db().proofItem.findMany({
    where: { proofId: proof.id, kind: 'variant', judgedAt: null, run: { state: 'done' } },
    select: {
      position: true,
      part: true,
      variant: true,
      faults: true,
      run: { select: { id: true, result: true } },
    },
    orderBy: { position: 'asc' },
  });
  for (const { run, ...item } of ended) {
    const attempt = await attemptOf(folder, item);
    const result = readStoredResult(run!.id, run!.result);
    if (result?.status === 'infrastructure' && item.faults + 1 < FAULTS_MAX)
      await again(proof, item, attempt);
    else
      await answer(
        proof.id,
        item.position,
        result
          ? judgeVariant(attempt.loaded.exercise, attempt.role, result)
          : ['has a result that cannot be read'],
      );
  }
}

/** The variant of an item. It is there, because a commit never changes. */
async function attemptOf(folder: string, { part, variant }: WaitingItem): Promise<Attempt> {
  const attempts = await attemptsOf(folder, part.slice('exercises/'.length));
  return attempts.find(({ name }) => name === variant)!;
}

async function again(proof: OwnedProof, { position, faults }: WaitingItem, attempt: Attempt): Promise<void> {
  const { id: proofId, commit, madeById } = proof;
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.proofItem.updateMany({
      where: { proofId, position, judgedAt: null, faults },
      data: { faults: faults + 1 },
    });
    if (count > 0)
      await queueVariant(transaction, { proofId, position, commit, learnerId: madeById, attempt });
  });
}

async function answer(proofId: string, position: number, defects: string[]): Promise<void> {
  await db().proofItem.updateMany({
    where: { proofId, position, judgedAt: null },
    data: { judgedAt: new Date(), defects },
  });
}
