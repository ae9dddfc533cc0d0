import { expect, test } from 'vitest';
import { standInNotice } from './stand-in-notice.ts';

const built = 'is a stand-in built from Debian packages, because no registry could be reached.';

test.each<[name: string, reference: string, env: string[], details: string]>([
  [
    'a different release of Python',
    'python:3.11-slim-bookworm',
    ['PYTHON_VERSION=3.11.2'],
    'It has the official image’s packages and paths, but Python 3.11.2 instead of 3.11.16. Its size is within 10 % of the official 130 MB.',
  ],
  [
    'an alias',
    'python:3.11',
    ['PYTHON_VERSION=3.11.16'],
    'It has the official image’s packages and paths. Its size is within 10 % of the official 1.0 GB.',
  ],
  [
    'no Python',
    'debian:bookworm-slim',
    [],
    'It has the official image’s packages and paths. Its size is within 10 % of the official 75 MB.',
  ],
  [
    'near miss: an unknown image',
    'debian:bookworm',
    [],
    'Its versions and sizes may differ from the official image.',
  ],
])('%s', async (_name, reference, env, details) =>
  expect(await standInNotice(reference, { env })).toBe(`${reference} ${built} ${details}`),
);
