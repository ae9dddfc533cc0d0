import type { ContentProblem } from '@dfm/course/exercises';
import type { Nodes } from 'mdast';
import { visit } from 'unist-util-visit';
import { lessonComponents, textComponents } from '../mdx/components.ts';
import type { LessonText } from './lesson-text.ts';
import { readingMinutes } from './reading-time.ts';
import { wordsOf } from './written-words.ts';

const minutes = { min: 5, max: 12 };
const maxMinutesDifference = 2;
const minPredictions = 2;
const quizQuestions = { min: 3, max: 5 };
const reviewQuestions = 10;
/** The placeholder in packages/course/src/new/skeletons.ts. */
const unwritten = /\bWRITE:/;
const maxUnwrittenListed = 2;
const recallCards = { min: 3, max: 5 };

/**
 * Reports what a lesson lacks: figure, predictions, quiz, key points, recall cards, a next step, or the right
 * reading time. A review of a module has a quiz and a next step.
 */
export function shapeProblems(lesson: LessonText): ContentProblem[] {
  const { file, tree, parts } = lesson;
  const directives = (name: string) =>
    found(tree, (node) => node.type === 'containerDirective' && node.name === name);
  const components = (names: readonly string[]) =>
    found(
      tree,
      (node) =>
        (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') &&
        names.includes(node.name ?? ''),
    );
  const problems: ContentProblem[] = [];
  const report = (message: string, node?: Nodes) =>
    problems.push({ file, line: node?.position?.start.line ?? 1, message });

  const isReview = lesson.frontmatter.kind === 'review';
  if (!isReview) {
    const figures = Object.keys(lessonComponents).filter((name) => !textComponents.has(name));
    if (components(figures).length === 0) report(`has no figure. Available figures: ${figures.join(', ')}`);
    const predictions = directives('predict');
    if (predictions.length < minPredictions)
      report(
        `has ${predictions.length} of at least ${minPredictions} predictions (:::predict)`,
        predictions[0],
      );
    if (directives('keypoints').length !== 1)
      report('needs key points exactly once (:::keypoints)', directives('keypoints')[1]);
    if (parts.cards.length < recallCards.min || parts.cards.length > recallCards.max)
      report(
        `has ${parts.cards.length} recall cards instead of ${recallCards.min} to ${recallCards.max} (:::recall)`,
        directives('recall')[0],
      );
  }
  const quizzes = directives('quiz');
  if (quizzes.length !== 1) report(`has ${quizzes.length} quizzes instead of one (:::quiz)`, quizzes[1]);
  const { min, max } = isReview ? { min: reviewQuestions, max: reviewQuestions } : quizQuestions;
  for (const quiz of quizzes) {
    const questions = parts.keys.get(idOf(quiz))?.questions.length ?? 0;
    if (questions < min || questions > max)
      report(
        `has a quiz with ${questions} questions instead of ${min === max ? min : `${min} to ${max}`}`,
        quiz,
      );
  }
  if (components(['Next']).length !== 1)
    report(
      'needs exactly one link to what comes next (<Next lesson="…"> or <Next exercise="…">)',
      components(['Next'])[1],
    );
  problems.push(
    ...unwrittenProblems(tree, file),
    ...unwrittenHeadProblems(lesson),
    ...readingTimeProblems(lesson),
  );
  return problems;
}

function unwrittenHeadProblems({ file, frontmatter, headLine }: LessonText): ContentProblem[] {
  const text = [frontmatter.title, frontmatter.summary, ...frontmatter.objectives].find((each) =>
    unwritten.test(each),
  );
  if (text === undefined) return [];
  return [
    { file, line: headLine(text), message: 'replace WRITE: in title, summary or objectives by your text' },
  ];
}

function readingTimeProblems(lesson: LessonText): ContentProblem[] {
  const { file, frontmatter, headLine } = lesson;
  const reading = readingMinutes(lesson);
  const rounded = reading.toFixed(1);
  if (Math.round(reading) < minutes.min || Math.round(reading) > minutes.max)
    return [
      {
        file,
        line: 1,
        message: `takes ${rounded} minutes to read (200 words per minute, and a minute per question) instead of ${minutes.min} to ${minutes.max}`,
      },
    ];
  if (Math.abs(reading - frontmatter.minutes) <= maxMinutesDifference) return [];
  return [
    {
      file,
      line: headLine('minutes'),
      message: `has minutes: ${frontmatter.minutes}, but takes ${rounded} (200 words per minute, and a minute per question)`,
    },
  ];
}

/**
 * Reports placeholders of `content:new` that have not been replaced. Many of them become a single problem, so
 * that other problems stay visible.
 */
export function unwrittenProblems(tree: Nodes, file: string): ContentProblem[] {
  const problems = found(tree, (node) => node.type === 'text' && unwritten.test(node.value)).map((node) => ({
    file,
    line: node.position?.start.line,
    message: `“${wordsOf(node).trim()}” must be replaced by your text`,
  }));
  const [first, ...others] = problems;
  if (first === undefined || others.length <= maxUnwrittenListed) return problems;
  const lines = [...new Set(others.map(({ line }) => line))];
  return [
    { ...first, message: `${first.message}, and so must the text after WRITE: on lines ${lines.join(', ')}` },
  ];
}

function found(tree: Nodes, matches: (node: Nodes) => boolean): Nodes[] {
  const nodes: Nodes[] = [];
  visit(tree, (node) => {
    if (matches(node)) nodes.push(node);
  });
  return nodes;
}

function idOf(node: Nodes): string {
  return node.type === 'containerDirective' ? (node.attributes?.id ?? '') : '';
}
