import { expect, test } from 'vitest';
import { isOperatorTicket, operatorTicket } from './ticket.ts';

const now = 1_800_000_000_000;
const hour = 60 * 60 * 1_000;
const { value } = operatorTicket('secret', now);
const [until, signed] = value.split('.');

test.each<[string, string | undefined, string, number, boolean]>([
  ['as issued', value, 'secret', now, true],
  ['shortly before it expires', value, 'secret', now + 12 * hour - 1, true],
  ['when it expires', value, 'secret', now + 12 * hour, false],
  ['with an extended expiry time', `${Number(until) + hour}.${signed}`, 'secret', now, false],
  ['with a different secret', value, 'other', now, false],
  [
    'with a different signature of the same length',
    `${until}.${'A'.repeat(signed!.length)}`,
    'secret',
    now,
    false,
  ],
  ['cut short', value.slice(0, -1), 'secret', now, false],
  ['without a signature', until, 'secret', now, false],
  ['empty', '', 'secret', now, false],
  ['missing', undefined, 'secret', now, false],
])('%s: %#', (_name, ticket, secret, at, valid) => {
  expect(isOperatorTicket(ticket, secret, at)).toBe(valid);
});
