import { join } from 'node:path';
import type { QuizKey } from '@dfm/contracts';
import { ContentError, type ContentProblem } from '@dfm/course/exercises';
import type { ListedModule } from './course-order.ts';
import { readLessonText } from './lesson-text.ts';

/** The questions of a module that have exactly one right option. */
interface LengthTally {
  /** Questions whose right option is shorter than all others. */
  shortest: number;
  /** Questions whose right option is longer than all others. */
  longest: number;
  /** The number of either that guessing would find, rounded up. */
  byChance: number;
}

const kinds = [
  { kind: 'prediction', name: 'predictions' },
  { kind: 'quiz', name: 'quiz questions' },
] as const;

/**
 * Reports modules in which learners could guess: the right option is the shortest, or the longest, more often
 * than by chance. Predictions and quizzes are counted separately, because they are read separately.
 */
export async function answerLengthProblems(
  contentRoot: string,
  modules: readonly ListedModule[],
): Promise<ContentProblem[]> {
  const file = join(contentRoot, 'course.yaml');
  const problems: ContentProblem[] = [];
  for (const { slug, lessons } of modules) {
    const keys = (await Promise.all(lessons.map((lesson) => keysOf(contentRoot, lesson)))).flat();
    for (const { kind, name } of kinds) {
      const tally = lengthTally(keys.filter((key) => key.kind === kind));
      for (const which of ['shortest', 'longest'] as const)
        if (tally[which] > tally.byChance)
          problems.push({
            file,
            message: `module ${slug}: the right option is the ${which} in ${tally[which]} ${name}, and at most ${tally.byChance} would be by chance. Write options of equal weight`,
          });
    }
  }
  return problems;
}

/** The keys of a lesson; none if it cannot be read, which the check of the lesson reports. */
async function keysOf(contentRoot: string, lesson: string): Promise<QuizKey[]> {
  try {
    const { parts } = await readLessonText(contentRoot, lesson);
    return [...parts.keys.values()];
  } catch (error) {
    if (error instanceof ContentError || (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Counts how often the right option is the shortest or the longest. */
function lengthTally(keys: readonly QuizKey[]): LengthTally {
  const tally = { shortest: 0, longest: 0 };
  let chance = 0;
  for (const { questions, texts } of keys)
    for (const [index, { options }] of questions.entries()) {
      const lengths = texts[index]!.options.map((text) => text.length);
      const right = lengths.filter((_, place) => options[place]!.correct);
      const wrong = lengths.filter((_, place) => !options[place]!.correct);
      if (right[0] === undefined || right.length > 1) continue;
      chance += 1 / options.length;
      if (right[0] < Math.min(...wrong)) tally.shortest += 1;
      if (right[0] > Math.max(...wrong)) tally.longest += 1;
    }
  // Three times a third is a little less or more than one.
  return { ...tally, byChance: Math.ceil(chance - 1e-9) };
}
