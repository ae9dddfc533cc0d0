import { UnrecognizedActionError } from 'next/dist/client/components/unrecognized-action-error.js';
import { expect, test } from 'vitest';
import { unanswered } from './use-form-action.ts';

test.each([
  [
    'an action that the new version does not have',
    new UnrecognizedActionError('gone'),
    /^The site was updated/,
  ],
  [
    'an error on the server, by its number',
    Object.assign(new Error('An error occurred in the Server Components render.'), { digest: '1234567' }),
    /on our side.*error number: 1234567\.$/,
  ],
  ['no connection', new TypeError('Failed to fetch'), /^The site did not answer/],
  [
    'the answer of a proxy',
    new Error('An unexpected response was received from the server.'),
    /did not answer/,
  ],
])('a form reports %s', (_name, error, text) => {
  expect(unanswered(error)).toMatch(text);
});
