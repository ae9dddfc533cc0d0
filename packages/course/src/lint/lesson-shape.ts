import type { ContentProblem } from '@dfm/course/exercises';
import type { Nodes } from 'mdast';
import { visit } from 'unist-util-visit';
import { lessonComponents, textComponents } from '../mdx/components.ts';
import type { LessonText } from './lesson-text.ts';
import { readingMinutes } from './reading-time.ts';
import { wordsOf } from './written-words.ts';

const minutes = { least: 5, most: 12 };
const maxMinutesApart = 2;
const minPredictions = 2;
const quizQuestions = { least: 3, most: 5 };
/** As packages/course/src/new/skeletons.ts writes it. */
const unwritten = /\bWRITE:/;
const maxUnwrittenTold = 2;
const recallCards = { least: 3, most: 5 };

/**
 * Says what a lesson lacks of what each has: figure, predictions, quiz, key points, recall cards, a way on,
 * and the time it names.
 */
export function shapeProblems(lesson: LessonText): ContentProblem[] {
  const { file, frontmatter, headLine, tree, parts } = lesson;
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
  const say = (message: string, node?: Nodes) =>
    problems.push({ file, line: node?.position?.start.line ?? 1, message });

  const figures = Object.keys(lessonComponents).filter((name) => !textComponents.has(name));
  if (components(figures).length === 0) say(`has no figure. There are ${figures.join(', ')}`);
  const predictions = directives('predict');
  if (predictions.length < minPredictions)
    say(`has ${predictions.length} of at least ${minPredictions} predictions (:::predict)`, predictions[0]);
  const quizzes = directives('quiz');
  if (quizzes.length !== 1) say(`has ${quizzes.length} quizzes, and wants one (:::quiz)`, quizzes[1]);
  for (const quiz of quizzes) {
    const asked = parts.keys.get(idOf(quiz))?.questions.length ?? 0;
    if (asked < quizQuestions.least || asked > quizQuestions.most)
      say(`its quiz has ${asked} questions, and wants ${quizQuestions.least} to ${quizQuestions.most}`, quiz);
  }
  if (directives('keypoints').length !== 1)
    say('wants its key points once (:::keypoints)', directives('keypoints')[1]);
  if (parts.cards.length < recallCards.least || parts.cards.length > recallCards.most)
    say(
      `has ${parts.cards.length} recall cards, and wants ${recallCards.least} to ${recallCards.most} (:::recall)`,
      directives('recall')[0],
    );
  if (components(['Next']).length !== 1)
    say('says once where to go on (<Next lesson="…"> or <Next exercise="…">)', components(['Next'])[1]);

  problems.push(...unwrittenProblems(tree, file));
  const unwrittenHead = [frontmatter.title, frontmatter.summary, ...frontmatter.objectives].find((text) =>
    unwritten.test(text),
  );
  if (unwrittenHead !== undefined)
    problems.push({
      file,
      line: headLine(unwrittenHead),
      message: 'title, summary or objectives are still to be written',
    });
  const reading = readingMinutes(lesson);
  const rounded = reading.toFixed(1);
  if (Math.round(reading) < minutes.least || Math.round(reading) > minutes.most)
    say(
      `takes ${rounded} minutes to read (200 words a minute, and a minute per question), and wants ${minutes.least} to ${minutes.most}`,
    );
  else if (Math.abs(reading - frontmatter.minutes) > maxMinutesApart)
    problems.push({
      file,
      line: headLine('minutes'),
      message: `says minutes: ${frontmatter.minutes}, and takes ${rounded} (200 words a minute, and a minute per question)`,
    });
  return problems;
}

/**
 * Says where a text still has what `content:new` put there to be replaced. From some places on they are one
 * problem, which leaves the others to be seen.
 */
export function unwrittenProblems(tree: Nodes, file: string): ContentProblem[] {
  const problems = found(tree, (node) => node.type === 'text' && unwritten.test(node.value)).map((node) => ({
    file,
    line: node.position?.start.line,
    message: `“${wordsOf(node).trim()}” is still to be written`,
  }));
  const [first, ...others] = problems;
  if (first === undefined || others.length <= maxUnwrittenTold) return problems;
  const lines = [...new Set(others.map(({ line }) => line))];
  return [
    { ...first, message: `${first.message}, and what stands behind WRITE: on the lines ${lines.join(', ')}` },
  ];
}

function found(tree: Nodes, wanted: (node: Nodes) => boolean): Nodes[] {
  const nodes: Nodes[] = [];
  visit(tree, (node) => {
    if (wanted(node)) nodes.push(node);
  });
  return nodes;
}

function idOf(node: Nodes): string {
  return node.type === 'containerDirective' ? (node.attributes?.id ?? '') : '';
}
