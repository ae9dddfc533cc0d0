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
/** A card that was graded `easy` some days before its due date. */
const reviewed = (lesson: string, id: string, due: Date): CardReview => ({
  ...gradeCard(undefined, 'easy', daysAgo(9)),
  lesson,
  card: id,
  due,
});

test.each([
  ['nothing read', [], [], { cards: [], known: 0, next: undefined }],
  [
    'the cards of a lesson that was read, in their order',
    ['one'],
    [],
    { cards: ['a', 'b'], known: 2, next: undefined },
  ],
  [
    'the one longest due first, then new ones',
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
    'a card reviewed before stays, though its lesson has a new question',
    [],
    [reviewed('one', 'a', daysAgo(1))],
    { cards: ['a'], known: 1, next: undefined },
  ],
  [
    'a card that the course no longer has counts for nothing',
    [],
    [reviewed('one', 'gone', daysAgo(-3))],
    { cards: [], known: 0, next: undefined },
  ],
  [
    'near miss: a card of the same id in another lesson',
    [],
    [reviewed('two', 'a', daysAgo(1))],
    { cards: [], known: 0, next: undefined },
  ],
] as const)('%s', (_name, read, reviews, expected) => {
  const queue = reviewQueue(cards, reviews, new Set<string>(read), now);
  expect({ ...queue, cards: queue.cards.map(({ card: id }) => id) }).toEqual(expected);
});

test('each says how often it was graded, and new ones that they were not', () => {
  const queue = reviewQueue(cards, [reviewed('one', 'b', daysAgo(1))], new Set(['one']), now);
  expect(queue.cards.map(({ card: id, reps }) => [id, reps])).toEqual([
    ['b', 1],
    ['a', 0],
  ]);
});
