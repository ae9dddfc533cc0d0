import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlineOf, explainDeadline, latestExtension, type Extension } from './deadline.ts';

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
    'an extension of a group',
    due,
    { ...until('2026-12-07T17:00:00Z'), group: 'Group A' },
    'Mon 7 Dec 2026, 18:00 (Europe/Berlin): extended from Fri 4 Dec 2026, 18:00 (Europe/Berlin) for Group A by J. Weber (illness).',
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

test('an extension of no deadline has no effect', () =>
  expect(deadlineOf(null, until('2027-01-01T00:00:00Z'))).toEqual({ at: null, extension: null }));

const own = until('2026-12-07T17:00:00Z');
const ofGroup: Extension = { ...until('2026-12-09T17:00:00Z'), group: 'Group A' };

test.each<[string, Extension[], Extension | null]>([
  ['none', [], null],
  ['the only one', [own], own],
  ['one of a group that ends after their own', [own, ofGroup], ofGroup],
  [
    'their own, because it ends last',
    [ofGroup, { ...own, until: new Date('2027-01-01') }],
    { ...own, until: new Date('2027-01-01') },
  ],
  ['the first of equal ones', [own, { ...ofGroup, until: own.until }], own],
])('a learner has %s', (_name, extensions, expected) =>
  expect(latestExtension(extensions)).toEqual(expected),
);

test('one more extension never makes a deadline earlier', () => {
  const extension = fc.date({ noInvalidDate: true }).map((date): Extension => ({ ...own, until: date }));
  fc.assert(
    fc.property(fc.array(extension), extension, (some, more) => {
      const [fewer, all] = [some, [...some, more]].map((list) => deadlineOf(due, latestExtension(list)).at!);
      expect(fewer!.getTime()).toBeGreaterThanOrEqual(due.getTime());
      expect(all!.getTime()).toBeGreaterThanOrEqual(fewer!.getTime());
    }),
  );
});
