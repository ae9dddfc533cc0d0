import type { SearchEntry } from '@dfm/contracts/browser-api';
import { expect, test } from 'vitest';
import { findEntries } from './find-entries.ts';

const entries: SearchEntry[] = [
  {
    kind: 'check',
    title: 'Runs as root',
    summary: 'root-user: the cache is not its matter',
    alias: 'DL3002 CKV_DOCKER_8',
    href: '/checks/root-user',
  },
  {
    kind: 'lesson',
    title: 'How the cache decides',
    summary: 'What the builder compares',
    href: '/lessons/how-the-cache-decides',
  },
  {
    kind: 'lesson',
    title: 'Layers and copy-on-write',
    summary: 'Who has which file',
    alias: 'Say what a layer holds. images',
    href: '/lessons/layers-and-copy-on-write',
  },
  { kind: 'term', title: 'layer', summary: 'A set of changes to a file system', href: '/glossary#layer' },
  {
    kind: 'command',
    title: 'List containers',
    summary: 'docker ps --all',
    href: '/lessons/life-of-a-container#cmd-1',
  },
  {
    kind: 'exercise',
    title: 'Make an edit cheap',
    summary: 'Reorder a Dockerfile',
    href: '/exercises/cache-order',
  },
];

test.each([
  [
    'everything for an empty query',
    ' ',
    [
      'Runs as root',
      'How the cache decides',
      'Layers and copy-on-write',
      'layer',
      'List containers',
      'Make an edit cheap',
    ],
  ],
  ['matches in the title before matches in the summary', 'Cache', ['How the cache decides', 'Runs as root']],
  ['every word, in any position', 'builder how', ['How the cache decides']],
  ['matches of the kind', 'exercise', ['Make an edit cheap']],
  ['matches of the name in another tool', 'dl3002', ['Runs as root']],
  ['an exact title before a title with the word', 'Layer', ['layer', 'Layers and copy-on-write']],
  ['a command by its text', 'docker ps', ['List containers']],
  ['a lesson by its objectives', 'images say', ['Layers and copy-on-write']],
  ['nothing if one word is missing', 'cache zebra', []],
])('finds %s', (_name, query, titles) => {
  expect(findEntries(entries, query).map((entry) => entry.title)).toEqual(titles);
});
