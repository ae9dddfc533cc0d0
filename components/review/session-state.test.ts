import type { ReviewCard } from '@dfm/contracts/browser-api';
import { expect, test } from 'vitest';
import { reduceSession, type SessionEvent, type SessionState } from './session-state.ts';

const card = (id: string, reps = 0): ReviewCard => ({
  lesson: 'one',
  lessonTitle: 'One',
  card: id,
  front: id,
  back: id,
  reps,
  intervalsMs: { again: 1, hard: 2, good: 3, easy: 4 },
});
const later = '2026-02-01T00:00:00.000Z';
const opened: SessionEvent = {
  type: 'opened',
  queue: { cards: [card('a'), card('b')], known: 5, next: '2026-01-01T00:00:00.000Z' },
};

test.each<[string, SessionEvent[], Partial<SessionState> | undefined]>([
  ['no session before it is opened', [{ type: 'revealed' }], undefined],
  [
    'the front first',
    [opened],
    {
      cards: [card('a'), card('b')],
      isRevealed: false,
      graded: 0,
      known: 5,
      next: '2026-01-01T00:00:00.000Z',
    },
  ],
  [
    'then the back',
    [opened, { type: 'revealed' }],
    { cards: [card('a'), card('b')], isRevealed: true, graded: 0 },
  ],
  [
    'then the next front',
    [opened, { type: 'revealed' }, { type: 'graded', due: later }],
    { cards: [card('b')], isRevealed: false, graded: 1, next: '2026-01-01T00:00:00.000Z' },
  ],
  [
    'a card that is due again soon comes back at the end, in its new state',
    [opened, { type: 'revealed' }, { type: 'graded', due: '2025-12-31T00:01:00.000Z', again: card('a', 1) }],
    { cards: [card('b'), card('a', 1)], graded: 1, next: '2026-01-01T00:00:00.000Z' },
  ],
  [
    'a card due before the others is the next one',
    [opened, { type: 'graded', due: '2025-12-31T23:59:59.999Z' }],
    { next: '2025-12-31T23:59:59.999Z' },
  ],
  [
    'the next one if none was waiting',
    [
      { type: 'opened', queue: { cards: [card('a')], known: 1 } },
      { type: 'graded', due: later },
    ],
    { cards: [], next: later },
  ],
  [
    'no back without a card',
    [opened, { type: 'graded', due: later }, { type: 'graded', due: later }, { type: 'revealed' }],
    { cards: [], isRevealed: false, graded: 2 },
  ],
])('%s', (_name, events, expected) => {
  const session = events.reduce<SessionState | undefined>(reduceSession, undefined);
  if (expected === undefined) expect(session).toBeUndefined();
  else expect(session).toMatchObject(expected);
});
