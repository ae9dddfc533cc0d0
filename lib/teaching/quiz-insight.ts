import 'server-only';
import type { QuestionInsight, QuizInsight } from '@dfm/contracts/page-data';
import { quizKeys } from '../content/lesson.ts';
import { markQuiz } from '../content/mark-quiz.ts';
import { db } from '../db/client.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';

/** From this share of right answers on, a learner counts as strong. */
const STRONG_FROM = 0.8;

/** How one learner answered one question. */
interface Answer {
  learnerId: string;
  chosen: readonly string[];
  right: boolean;
}

interface Question extends Pick<QuestionInsight, 'key' | 'prompt'> {
  options: { id: string; label: string; correct: boolean }[];
  answers: Answer[];
}

/** Which options the members of a class chose in the quizzes it is assigned. Their newest answers count. */
export async function quizInsight({ cohortId }: CohortAccess<'seeWork'>): Promise<QuizInsight[]> {
  const { members, assignments } = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: {
      members: { select: { learnerId: true } },
      assignments: { where: { kind: 'quiz' }, select: { kind: true, slug: true } },
    },
  });
  const stored = await db().quizAnswer.findMany({
    where: {
      learnerId: { in: members.map(({ learnerId }) => learnerId) },
      lesson: { in: assignments.map(({ slug }) => slug) },
    },
    select: { learnerId: true, lesson: true, quiz: true, answers: true },
  });
  const lessons = await Promise.all(
    (await inCourseOrder(assignments)).map(async ({ slug, title }) => ({
      slug,
      title,
      questions: await questionsOf(
        slug,
        stored.filter(({ lesson }) => lesson === slug),
      ),
    })),
  );
  const strong = strongLearners(lessons.flatMap(({ questions }) => questions));
  return lessons.map(({ questions, ...lesson }) => ({
    ...lesson,
    questions: questions.map((question) => insightOf(question, strong)),
  }));
}

/**
 * The questions of a lesson with the answers to them. Predictions are left out, because guessing is their
 * point.
 */
async function questionsOf(
  lesson: string,
  stored: readonly { learnerId: string; quiz: string; answers: unknown }[],
): Promise<Question[]> {
  const quizzes = [...(await quizKeys(lesson))].filter(([, key]) => key.kind === 'quiz');
  return quizzes.flatMap(([quiz, key]) => {
    const marked = stored
      .filter((row) => row.quiz === quiz)
      .map(({ learnerId, answers }) => {
        const chosen = answers as Record<string, string[]>;
        return { learnerId, chosen, outcome: markQuiz(key, chosen) };
      });
    return key.questions.map(({ id, options }, index) => ({
      key: `${quiz}-${id}`,
      prompt: key.texts[index]!.prompt,
      options: options.map((option, place) => ({
        id: option.id,
        label: key.texts[index]!.options[place]!,
        correct: option.correct,
      })),
      answers: marked.map(({ learnerId, chosen, outcome }) => ({
        learnerId,
        chosen: chosen[id] ?? [],
        right: outcome.questions[index]!.right,
      })),
    }));
  });
}

function strongLearners(questions: readonly Question[]): ReadonlySet<string> {
  const answers = Map.groupBy(
    questions.flatMap((question) => question.answers),
    ({ learnerId }) => learnerId,
  );
  const isStrong = (own: readonly Answer[]) =>
    own.filter(({ right }) => right).length >= STRONG_FROM * own.length;
  return new Set([...answers].filter(([, own]) => isStrong(own)).map(([learnerId]) => learnerId));
}

function insightOf(
  { key, prompt, options, answers }: Question,
  strong: ReadonlySet<string>,
): QuestionInsight {
  const ofStrong = answers.filter(({ learnerId }) => strong.has(learnerId));
  return {
    key,
    prompt,
    answered: answers.length,
    right: answers.filter(({ right }) => right).length,
    options: options.map(({ id, label, correct }) => ({
      label,
      correct,
      learners: answers.filter(({ chosen }) => chosen.includes(id)).length,
    })),
    strong: { answered: ofStrong.length, missed: ofStrong.filter(({ right }) => !right).length },
  };
}
