import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDeadline, instantOf, isTimeZone, timeZones, wallClockOf } from './wall-clock.ts';

test.each([
  ['2026-12-04T18:00', 'Europe/Berlin', '2026-12-04T17:00:00.000Z'],
  ['2026-07-04T18:00', 'Europe/Berlin', '2026-07-04T16:00:00.000Z'],
  ['2026-12-04T18:00', 'America/St_Johns', '2026-12-04T21:30:00.000Z'],
  ['2026-12-04T18:00', 'UTC', '2026-12-04T18:00:00.000Z'],
  ['2026-12-04T00:00', 'Pacific/Kiritimati', '2026-12-03T10:00:00.000Z'],
  // Clocks go forward at 02:00: 02:30 does not exist.
  ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  // Clocks go back at 03:00: 02:30 occurs twice.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
])('%s in %s is %s', (wallClock, zone, instant) =>
  expect(instantOf(wallClock, zone)?.toISOString()).toBe(instant),
);

test.each([
  '',
  '2026-12-04',
  '2026-02-30T10:00',
  '2026-12-04T24:00',
  '2026-12-04T18:00Z',
  '9999-99-99T99:99',
])('%j is not a time', (text) => expect(instantOf(text, 'UTC')).toBeUndefined());

test('an instant is shown and read again as the same, or as the first of two', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 70_000_000 }),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'),
      (minutes, zone) => {
        const instant = new Date(minutes * 60_000);
        const again = instantOf(wallClockOf(instant, zone), zone)!;
        expect(wallClockOf(again, zone)).toBe(wallClockOf(instant, zone));
        expect(again.getTime()).toBeLessThanOrEqual(instant.getTime());
      },
    ),
  ));

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Atlantis', false],
  ['+01:00', false],
  ['', false],
])('%j is a time zone: %s', (name, is) => expect(isTimeZone(name)).toBe(is));

test('all time zones that can be chosen are time zones, and UTC is the first', () => {
  expect(timeZones().filter((zone) => !isTimeZone(zone))).toEqual([]);
  expect(timeZones().slice(0, 2)).toEqual(['UTC', 'Africa/Abidjan']);
});

test('a deadline names its day and zone', () =>
  expect(formatDeadline(new Date('2026-12-04T17:00:00Z'), 'Europe/Berlin')).toBe(
    'Fri 4 Dec 2026, 18:00 (Europe/Berlin)',
  ));
