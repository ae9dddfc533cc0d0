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
  {
    kind: 'section',
    title: 'Logs',
    summary: 'Life of a container',
    text: 'An exit code of 137 once. See sha256:137f.',
    href: '/lessons/life-of-a-container#logs',
  },
  {
    kind: 'section',
    title: 'Signals',
    summary: 'Life of a container',
    text: 'The exit code 137 means SIGKILL: 137 is 128 + 9, often out of memory. exit code 137',
    href: '/lessons/life-of-a-container#signals',
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
      'Logs',
      'Signals',
    ],
  ],
  ['matches in the title before matches in the summary', 'Cache', ['How the cache decides', 'Runs as root']],
  ['every word, in any position', 'builder how', ['How the cache decides']],
  ['matches of the kind', 'exercise', ['Make an edit cheap']],
  ['matches of the name in another tool', 'dl3002', ['Runs as root']],
  ['an exact title before a title with the word', 'Layer', ['layer', 'Layers and copy-on-write']],
  ['a command by its text', 'docker ps', ['List containers']],
  ['a lesson by its objectives', 'images say', ['Layers and copy-on-write']],
  ['the text that mentions the query most often', '137', ['Signals', 'Logs']],
  ['the words in the text', 'sigkill memory', ['Signals']],
])('finds %s', (_name, query, titles) => {
  const { entries: found, complete } = findEntries(entries, query);
  expect(found.map((entry) => entry.title)).toEqual(titles);
  expect(complete).toBe(true);
});

test.each([
  ['the entries with the rarest words', 'cuda out of memory', ['Signals']],
  ['the entries with the known word', 'copy-on-write zebra', ['Layers and copy-on-write']],
  ['near miss: nothing for unknown words', 'zebra', []],
  ['near miss: nothing for the middle of a word in a text', 'igkill', []],
  ['near miss: nothing for a part of a number in a text', '13', []],
])('no entry has all words: %s', (_name, query, titles) => {
  const { entries: found, complete } = findEntries(entries, query);
  expect(found.map((entry) => entry.title)).toEqual(titles);
  expect(complete).toBe(false);
});
