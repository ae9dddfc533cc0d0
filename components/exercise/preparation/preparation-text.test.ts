import type { PreparationView } from '@dfm/contracts/browser-api';
import { expect, test } from 'vitest';
import { preparationText, waitingText } from './preparation-text.ts';

const view = (change: Partial<PreparationView>): PreparationView => ({
  progress: { title: 'base image python:3.11-slim-bookworm', step: 3, steps: 7, leftMs: 120_000 },
  base: undefined,
  failure: undefined,
  ...change,
});

test.each<[string, Partial<PreparationView>, string]>([
  [
    'the node',
    {},
    'Preparing the sandboxes: base image python:3.11-slim-bookworm (step 3 of 7), about 2 min left.',
  ],
  [
    'one image',
    { base: 'python:3.11-bookworm' },
    'Preparing python:3.11-bookworm: base image python:3.11-slim-bookworm (step 3 of 7), about 2 min left.',
  ],
  ['almost done', { progress: undefined }, 'Preparing the sandboxes: almost done.'],
  [
    'a failure that is retried',
    { failure: { message: 'the disk is full.', command: 'x', retryInMs: 30_000 } },
    'The sandboxes could not be prepared: the disk is full. The next attempt starts in about 30 s and skips the steps that are done.',
  ],
  [
    'a failure that is not retried',
    { failure: { message: 'root is needed', command: 'sudo npm start', retryInMs: undefined } },
    'The sandboxes could not be prepared: root is needed. The operator of this site has to fix it and run npm start again. To fix it: sudo npm start',
  ],
])('%s', (_name, change, text) => {
  expect(preparationText(view(change))).toBe(text);
});

test('a run is promised only if runs are accepted', () => {
  expect(waitingText(view({}))).toContain('waits in the queue');
  expect(waitingText(view({ base: 'python:3.11-bookworm' }))).toContain('starts from python:3.11-bookworm');
  expect(
    waitingText(view({ failure: { message: 'x', command: undefined, retryInMs: undefined } })),
  ).not.toContain('queue');
});
