import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DraftStore } from './draft-store.ts';
import { draftKey, writeDraft } from './draft.ts';

const starter = { Dockerfile: 'FROM a', 'app.py': '' };
const stored = new Map<string, string>();
let page: EventTarget;

beforeEach(() => {
  stored.clear();
  page = new EventTarget();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => vi.unstubAllGlobals());

const otherTabWrites = (newValue: string | null, key = draftKey('x')) =>
  page.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));

test('each typed character is in the view and in the browser’s storage, and every listener is notified, before the next one', () => {
  const store = new DraftStore('x', starter);
  const seen: string[] = [];
  store.subscribe(() => seen.push(store.view().files.Dockerfile!));
  let text = 'FROM a';
  for (const letter of ' AS b') {
    text += letter;
    store.edit('Dockerfile', text);
    expect(seen.at(-1)).toBe(text);
    expect(new DraftStore('x', starter).view().files.Dockerfile).toBe(text);
  }
  expect(seen).toHaveLength(5);
});

test('an edit that repeats the current text changes nothing', () => {
  const store = new DraftStore('x', starter);
  store.edit('Dockerfile', 'FROM b');
  const before = store.view();
  const listener = vi.fn<() => void>();
  store.subscribe(listener);
  store.edit('Dockerfile', 'FROM b');
  expect(store.view()).toBe(before);
  expect(listener).not.toHaveBeenCalled();
});

test('what was typed into the starter counts, but near miss: not if the draft already has other text', () => {
  const store = new DraftStore('x', starter);
  store.editStarter('Dockerfile', 'FROM b');
  expect(store.view().files.Dockerfile).toBe('FROM b');
  store.editStarter('Dockerfile', 'FROM c');
  expect(store.view().files.Dockerfile).toBe('FROM b');
  store.editStarter('app.py', 'print()');
  expect(store.view().files['app.py']).toBe('print()');
});

test('changes from another tab are applied while there is a listener, and are not written back', () => {
  const store = new DraftStore('x', starter);
  const stop = store.subscribe(() => {});
  otherTabWrites(writeDraft({ edits: { Dockerfile: 'FROM c' } }));
  expect(store.view().files).toEqual({ Dockerfile: 'FROM c', 'app.py': '' });
  expect(stored.size).toBe(0);
  otherTabWrites(writeDraft({ edits: { Dockerfile: 'FROM d' } }), draftKey('another exercise'));
  expect(store.view().files.Dockerfile).toBe('FROM c');
  stop();
  otherTabWrites(null);
  expect(store.view().files.Dockerfile).toBe('FROM c');
});

test('a reset and its undo', () => {
  const store = new DraftStore('x', starter);
  store.edit('app.py', 'x = 1');
  store.reset();
  expect(store.view()).toMatchObject({ files: starter, isChanged: false, canUndoReset: true });
  store.undoReset();
  expect(store.view()).toMatchObject({ files: { Dockerfile: 'FROM a', 'app.py': 'x = 1' }, isChanged: true });
});

test('a browser without storage is reported, and the text stays', () => {
  vi.stubGlobal('localStorage', undefined);
  const store = new DraftStore('x', starter);
  store.edit('Dockerfile', 'FROM b');
  expect(store.view()).toMatchObject({ files: { Dockerfile: 'FROM b' }, isStored: false });
  expect(store.starterView().files.Dockerfile).toBe('FROM a');
});
