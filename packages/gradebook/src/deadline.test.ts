import { expect, test } from 'vitest';
import { deadlineOf, explainDeadline, type Extension } from './deadline.ts';

const due = new Date('2026-12-04T17:00:00Z');
const until = (text: string, reason = 'illness'): Extension => ({
  until: new Date(text),
  reason,
  grantedBy: 'J. Weber',
});

test.each<[string, Date | null, Extension | null, string]>([
  ['no deadline', null, null, 'No deadline.'],
  ['an extension of no deadline', null, until('2027-01-01T00:00:00Z'), 'No deadline.'],
  ['the class’s deadline', due, null, 'Fri 4 Dec 2026, 18:00 (Europe/Berlin): the deadline of the class.'],
  [
    'an extension',
    due,
    until('2026-12-07T17:00:00Z'),
    'Mon 7 Dec 2026, 18:00 (Europe/Berlin): extended from Fri 4 Dec 2026, 18:00 (Europe/Berlin) by J. Weber (illness).',
  ],
  [
    'an extension without a reason',
    due,
    until('2026-12-07T17:00:00Z', ''),
    'Mon 7 Dec 2026, 18:00 (Europe/Berlin): extended from Fri 4 Dec 2026, 18:00 (Europe/Berlin) by J. Weber.',
  ],
  [
    'near miss: an extension to the same time',
    due,
    until('2026-12-04T17:00:00Z'),
    'Fri 4 Dec 2026, 18:00 (Europe/Berlin): the deadline of the class.',
  ],
  [
    'near miss: an extension to an earlier time',
    due,
    until('2026-12-01T17:00:00Z'),
    'Fri 4 Dec 2026, 18:00 (Europe/Berlin): the deadline of the class.',
  ],
])('%s', (_name, dueAt, extension, text) =>
  expect(explainDeadline(deadlineOf(dueAt, extension), dueAt, 'Europe/Berlin')).toBe(text),
);
