import { expect, test } from 'vitest';
import { contextTexts } from './context-texts.ts';

const files = [
  { path: 'Dockerfile', text: 'FROM a', editable: true, inStarter: true },
  { path: '.dockerignore', text: '', editable: true, inStarter: false },
  { path: 'menu/__init__.py', text: '', editable: false, inStarter: true },
];

test.each<[name: string, draft: Record<string, string>, expected: Record<string, string>]>([
  ['an empty file that the starter does not have', {}, { Dockerfile: 'FROM a', 'menu/__init__.py': '' }],
  [
    'near miss: a new file with text',
    { '.dockerignore': 'data' },
    { Dockerfile: 'FROM a', '.dockerignore': 'data', 'menu/__init__.py': '' },
  ],
  [
    'near miss: a file of the starter that was emptied',
    { Dockerfile: '' },
    { Dockerfile: '', 'menu/__init__.py': '' },
  ],
])('%s', (_name, draft, expected) => expect(contextTexts(files, draft)).toEqual(expected));
