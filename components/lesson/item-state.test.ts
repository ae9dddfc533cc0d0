import type { CourseProgress } from '@dfm/contracts/browser-api';
import { expect, test } from 'vitest';
import { itemState, resumeItem } from './item-state.ts';

const lesson = (slug: string) => ({ kind: 'lesson' as const, slug });
const exercise = (slug: string) => ({ kind: 'exercise' as const, slug });
const lab = (slug: string) => ({ kind: 'lab' as const, slug });
const progress: CourseProgress = {
  lessons: {
    read: { answered: 4, right: 3, questions: 4, read: true },
    wrong: { answered: 4, right: 0, questions: 4, read: false },
    half: { answered: 1, right: 1, questions: 4, read: false },
    opened: { answered: 0, right: 0, questions: 4, read: false },
  },
  exercises: { passed: { passed: true, bestScore: 100 }, tried: { passed: false, bestScore: 99 } },
  labs: { whole: { done: 3, steps: 3 }, half: { done: 2, steps: 3 } },
};

test.each([
  [lesson('read'), 'done'],
  [lesson('half'), 'begun'],
  [lesson('wrong'), 'begun'],
  [lesson('opened'), 'open'],
  [lesson('unknown'), 'open'],
  [exercise('passed'), 'done'],
  [exercise('tried'), 'begun'],
  [lab('whole'), 'done'],
  [lab('half'), 'begun'],
  [lab('unknown'), 'open'],
  // Same slug, different kind.
  [lab('passed'), 'open'],
  [exercise('read'), 'open'],
  [lesson('passed'), 'open'],
])('%o is %s', (item, state) => {
  expect(itemState(item, progress)).toBe(state);
  expect(itemState(item, undefined)).toBe('open');
});

const items = [lesson('read'), lesson('half'), exercise('passed'), exercise('tried'), lesson('unknown')];
test.each([
  ['has not begun', undefined, undefined],
  ['is in the middle of a lesson', 'half', lesson('half')],
  ['has read the lesson: the next item that is not done', 'read', lesson('half')],
  ['was in a lesson that no longer exists', 'gone', undefined],
])('a learner who %s', (_who, last, target) => {
  expect(resumeItem(items, { ...progress, last })).toEqual(target);
});

test('a learner who has done everything after the last lesson is sent back to it', () => {
  expect(
    resumeItem([lesson('half'), lesson('read'), exercise('passed')], { ...progress, last: 'read' }),
  ).toEqual(lesson('read'));
});
