import { describe, expect, test } from 'vitest';
import {
  currentFiles,
  emptyDraft,
  readDraft,
  reduceDraft,
  writeDraft,
  type Draft,
  type DraftAction,
} from './draft.ts';

const starter = { Dockerfile: 'FROM a', '.dockerignore': '' };
const apply = (...actions: DraftAction[]): Draft =>
  actions.reduce((draft, action) => reduceDraft(draft, action, starter), emptyDraft);
const edit = (text: string, path = 'Dockerfile'): DraftAction => ({ type: 'edit', path, text });

const load = (attempt: number, text: string): DraftAction => ({
  type: 'load',
  attempt,
  files: { Dockerfile: text, '.dockerignore': '' },
});

describe('reduceDraft', () => {
  const cases: [name: string, actions: DraftAction[], expected: Draft][] = [
    ['an edit is kept', [edit('FROM b')], { edits: { Dockerfile: 'FROM b' } }],
    ['typing the starter text again leaves no edit', [edit('FROM b'), edit('FROM a')], { edits: {} }],
    ['an edit of a file that is not editable is refused', [edit('x', 'app.py')], { edits: {} }],
    [
      'reset remembers the discarded edits',
      [edit('FROM b'), { type: 'reset' }],
      { edits: {}, beforeReset: { Dockerfile: 'FROM b' } },
    ],
    [
      'undo restores them',
      [edit('FROM b'), { type: 'reset' }, { type: 'undo-reset' }],
      { edits: { Dockerfile: 'FROM b' } },
    ],
    [
      'a second reset does not forget the first',
      [edit('FROM b'), { type: 'reset' }, { type: 'reset' }],
      { edits: {}, beforeReset: { Dockerfile: 'FROM b' } },
    ],
    [
      'an edit after a reset ends the undo',
      [edit('FROM b'), { type: 'reset' }, edit('FROM c')],
      { edits: { Dockerfile: 'FROM c' } },
    ],
    [
      'near miss: an edit that changes nothing keeps the undo',
      [edit('FROM b'), { type: 'reset' }, edit('FROM a')],
      { edits: {}, beforeReset: { Dockerfile: 'FROM b' } },
    ],
    [
      'undo without a reset changes nothing',
      [edit('FROM b'), { type: 'undo-reset' }],
      { edits: { Dockerfile: 'FROM b' } },
    ],
    [
      'a loaded attempt replaces the edits, which can be restored after any number of edits',
      [edit('FROM b'), load(3, 'FROM c'), edit('FROM d'), { type: 'undo-load' }],
      { edits: { Dockerfile: 'FROM b' } },
    ],
    [
      'so can the edits before each of two attempts',
      [edit('FROM b'), load(3, 'FROM c'), edit('FROM d'), load(2, 'FROM e'), { type: 'undo-load' }],
      { edits: { Dockerfile: 'FROM d' }, loaded: [{ attempt: 3, before: { Dockerfile: 'FROM b' } }] },
    ],
    [
      'a reset keeps what a loaded attempt replaced',
      [edit('FROM b'), load(3, 'FROM c'), { type: 'reset' }, { type: 'undo-reset' }],
      {
        edits: { Dockerfile: 'FROM c' },
        loaded: [{ attempt: 3, before: { Dockerfile: 'FROM b' } }],
      },
    ],
    [
      'an attempt with the texts of the starter leaves no edit',
      [edit('FROM b'), load(1, 'FROM a')],
      { edits: {}, loaded: [{ attempt: 1, before: { Dockerfile: 'FROM b' } }] },
    ],
    [
      'near miss: loading the texts that are there changes nothing',
      [edit('FROM b'), load(3, 'FROM b')],
      { edits: { Dockerfile: 'FROM b' } },
    ],
    [
      'once dismissed, a loaded attempt stays',
      [edit('FROM b'), load(3, 'FROM c'), { type: 'dismiss-loads' }, { type: 'undo-load' }],
      { edits: { Dockerfile: 'FROM c' } },
    ],
  ];
  test.each(cases)('%s', (_name, actions, expected) => expect(apply(...actions)).toEqual(expected));
});

describe('readDraft', () => {
  const cases: [name: string, stored: string | null, expected: Draft][] = [
    ['nothing stored', null, { edits: {} }],
    [
      'what was written',
      writeDraft({ edits: { Dockerfile: 'x' }, beforeReset: { '.dockerignore': 'y' } }),
      { edits: { Dockerfile: 'x' }, beforeReset: { '.dockerignore': 'y' } },
    ],
    [
      'an attempt that was loaded',
      writeDraft({ edits: {}, loaded: [{ attempt: 2, before: { Dockerfile: 'x' } }] }),
      { edits: {}, loaded: [{ attempt: 2, before: { Dockerfile: 'x' } }] },
    ],
    ['one that is broken', '{"version":1,"edits":{},"loaded":[{"before":{}},1]}', { edits: {} }],
    ['broken JSON', '{', { edits: {} }],
    ['an unknown version', '{"version":2,"edits":{}}', { edits: {} }],
    [
      'a path that is no longer editable',
      writeDraft({ edits: { 'gone.py': 'x', Dockerfile: 'y' } }),
      { edits: { Dockerfile: 'y' } },
    ],
    ['a property that every object inherits', '{"version":1,"edits":{"constructor":"x"}}', { edits: {} }],
  ];
  test.each(cases)('%s', (_name, stored, expected) => expect(readDraft(stored, starter)).toEqual(expected));
});

test('currentFiles has every editable file once', () => {
  expect(currentFiles({ edits: { '.dockerignore': 'data/' } }, starter)).toEqual({
    Dockerfile: 'FROM a',
    '.dockerignore': 'data/',
  });
});
