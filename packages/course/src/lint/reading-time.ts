import type { Nodes } from 'mdast';
import type { LessonText } from './lesson-text.ts';
import { wordsOf } from './written-words.ts';

const wordsPerMinute = 200;
const minutesPerQuestion = 1;

/** Not counted as words: read in the minute of their question, or later. */
const notRead = new Set(['predict', 'quiz', 'recall', 'interview']);

/**
 * The reading time of a lesson in minutes: its words at 200 per minute, and a minute for each question with
 * its options and answer. Recall cards and the interview question are for later, and code blocks and figures
 * are not counted.
 */
export function readingMinutes({ tree, parts }: LessonText): number {
  const count = [...parts.keys.values()].reduce((sum, { questions }) => sum + questions.length, 0);
  return countWords(tree) / wordsPerMinute + count * minutesPerQuestion;
}

function countWords(node: Nodes): number {
  if (node.type === 'code' || (node.type === 'containerDirective' && notRead.has(node.name))) return 0;
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell')
    return wordsOf(node)
      .split(/\s+/)
      .filter((word) => /\w/.test(word)).length;
  return 'children' in node ? node.children.reduce((sum, child) => sum + countWords(child), 0) : 0;
}
