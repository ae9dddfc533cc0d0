import { expect, test } from 'vitest';
import { rightPart } from './right-part.ts';

test('of an answered quiz, the questions answered correctly remain, and the others can be answered again', () => {
  const [right, wrong] = [
    { id: '1', right: true, options: [] },
    { id: '2', right: false, options: [] },
  ];
  expect(rightPart({ answers: { 1: ['a'], 2: ['b'] }, outcome: { questions: [right, wrong] } })).toEqual({
    answers: { 1: ['a'] },
    outcome: { questions: [right] },
  });
});
