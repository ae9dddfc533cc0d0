import { expect, test } from 'vitest';
import { isOperatorTicket, operatorTicket } from './ticket.ts';

const now = 1_800_000_000_000;
const hour = 60 * 60 * 1_000;
const { value } = operatorTicket('secret', now);
const [until, signed] = value.split('.');

test.each<[string, string | undefined, string, number, boolean]>([
  ['as it was given', value, 'secret', now, true],
  ['shortly before its end', value, 'secret', now + 12 * hour - 1, true],
  ['at its end', value, 'secret', now + 12 * hour, false],
  ['made longer', `${Number(until) + hour}.${signed}`, 'secret', now, false],
  ['under another secret', value, 'other', now, false],
  [
    'with another signature of the same length',
    `${until}.${'A'.repeat(signed!.length)}`,
    'secret',
    now,
    false,
  ],
  ['cut short', value.slice(0, -1), 'secret', now, false],
  ['without a signature', until, 'secret', now, false],
  ['empty', '', 'secret', now, false],
  ['none', undefined, 'secret', now, false],
])('%s: %#', (_name, ticket, secret, at, holds) => {
  expect(isOperatorTicket(ticket, secret, at)).toBe(holds);
});
