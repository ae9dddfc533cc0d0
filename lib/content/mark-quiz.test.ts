import { expect, test } from 'vitest';
import { markQuiz } from './mark-quiz.ts';

const key = {
  kind: 'quiz' as const,
  questions: [
    {
      id: '1',
      options: [
        { id: 'a', correct: true, why: 'A' },
        { id: 'b', correct: false, why: 'B' },
        { id: 'c', correct: true, why: 'C' },
      ],
    },
  ],
  texts: [{ prompt: 'Which?', options: ['one', 'two', 'three'] }],
};

test.each([
  ['exactly the correct options', { 1: ['c', 'a'] }, true],
  ['one too few', { 1: ['a'] }, false],
  ['one too many', { 1: ['a', 'b', 'c'] }, false],
  ['no answer', {}, false],
  ['an option that does not exist in addition to the correct ones', { 1: ['a', 'c', 'z'] }, true],
  ['a question that does not exist', { 2: ['a', 'c'] }, false],
])('%s', (_name, answers, right) => {
  expect(markQuiz(key, answers)).toEqual({ questions: [{ ...key.questions[0], right }] });
});
