import { expect, test } from 'vitest';
import { reviewQueue, type CardReview, type KnownCard } from './queue.ts';
import { gradeCard } from './schedule.ts';

const now = new Date('2026-01-10T08:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const card = (lesson: string, id: string): KnownCard => ({
  lesson,
  lessonTitle: lesson.toUpperCase(),
  card: id,
  front: `<p>${id}</p>`,
  back: '<p>back</p>',
});
const cards = [card('one', 'a'), card('one', 'b'), card('two', 'c')];
/** A card that was graded `easy` and is due at the given time. */
const reviewed = (lesson: string, id: string, due: Date): CardReview => ({
  ...gradeCard(undefined, 'easy', daysAgo(9)),
  lesson,
  card: id,
  due,
});

test.each([
  ['no lesson read', [], [], { cards: [], known: 0, next: undefined }],
  [
    'the cards of a lesson that was read, in order',
    ['one'],
    [],
    { cards: ['a', 'b'], known: 2, next: undefined },
  ],
  [
    'the longest overdue card first, then new ones',
    ['one', 'two'],
    [reviewed('one', 'b', daysAgo(1)), reviewed('two', 'c', daysAgo(2))],
    { cards: ['c', 'b', 'a'], known: 3, next: undefined },
  ],
  [
    'due to the millisecond',
    ['two'],
    [reviewed('two', 'c', now)],
    { cards: ['c'], known: 1, next: undefined },
  ],
  [
    'near miss: due in a millisecond',
    ['two'],
    [reviewed('two', 'c', new Date(now.getTime() + 1))],
    { cards: [], known: 1, next: '2026-01-10T08:00:00.001Z' },
  ],
  [
    'a reviewed card stays, even if its lesson has a new question',
    [],
    [reviewed('one', 'a', daysAgo(1))],
    { cards: ['a'], known: 1, next: undefined },
  ],
  [
    'a card that was removed from the course is ignored',
    [],
    [reviewed('one', 'gone', daysAgo(-3))],
    { cards: [], known: 0, next: undefined },
  ],
  [
    'near miss: a card with the same ID in a different lesson',
    [],
    [reviewed('two', 'a', daysAgo(1))],
    { cards: [], known: 0, next: undefined },
  ],
] as const)('%s', (_name, read, reviews, expected) => {
  const queue = reviewQueue(cards, reviews, new Set<string>(read), now);
  expect({ ...queue, cards: queue.cards.map(({ card: id }) => id) }).toEqual(expected);
});

test('each card has the number of its grades, which is 0 for new cards', () => {
  const queue = reviewQueue(cards, [reviewed('one', 'b', daysAgo(1))], new Set(['one']), now);
  expect(queue.cards.map(({ card: id, reps }) => [id, reps])).toEqual([
    ['b', 1],
    ['a', 0],
  ]);
});
