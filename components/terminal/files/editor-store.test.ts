import { type FileRequest, fileLimits } from '@dfm/contracts/terminal-files';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FileOutcome, FileProblem } from '../connection/file-requests.ts';
import { EditorStore, isUnsaved } from './editor-store.ts';

/** The files of a sandbox. */
let disk: Map<string, { text: string; version: string }>;
let parts: string;
/** Fails the next request of a kind, before or after it was done. */
let failure: { kind: FileRequest['kind']; reason: FileProblem; isDone: boolean } | undefined;
let writes: number;
let editor: EditorStore;

beforeEach(async () => {
  disk = new Map([['a.txt', { text: 'one\n', version: '1' }]]);
  failure = undefined;
  writes = 1;
  editor = new EditorStore({ ask });
  await editor.open('a.txt');
});

function write(path: string, text: string): string {
  writes += 1;
  disk.set(path, { text, version: `${writes}` });
  return `${writes}`;
}

async function ask(request: FileRequest): Promise<FileOutcome> {
  const failing = failure?.kind === request.kind ? failure : undefined;
  if (failing) failure = undefined;
  if (failing && !failing.isDone) return { kind: 'failed', reason: failing.reason };
  const outcome = done(request);
  return failing ? { kind: 'failed', reason: failing.reason } : outcome;
}

function done(request: FileRequest): FileOutcome {
  if (request.kind === 'part') {
    parts = (request.offset === 0 ? '' : parts) + Buffer.from(request.data, 'base64').toString();
    return { kind: 'done' };
  }
  if (request.kind !== 'read' && request.kind !== 'save') throw new Error(`not asked for: ${request.kind}`);
  const file = disk.get(request.path);
  if (request.kind === 'read') {
    if (file === undefined) return { kind: 'failed', reason: 'gone' };
    const bytes = Buffer.from(file.text);
    const data = bytes.subarray(request.offset, request.offset + fileLimits.readBytes).toString('base64');
    return { kind: 'bytes', version: file.version, size: bytes.length, data };
  }
  if (request.expected === 'new' && file) return { kind: 'failed', reason: 'exists' };
  if (!['new', 'any'].includes(request.expected)) {
    if (file === undefined) return { kind: 'failed', reason: 'gone' };
    if (file.version !== request.expected) return { kind: 'failed', reason: 'changed' };
  }
  return { kind: 'saved', version: write(request.path, request.size === 0 ? '' : parts) };
}

const shown = () => editor.state().files.get(editor.state().shown!)!;
const textOnDisk = () => disk.get('a.txt')?.text;
const type = (text: string) => editor.edit(shown().id, text);

describe('opening', () => {
  test('shows the text, which is not changed yet', () => {
    expect(shown()).toMatchObject({ path: 'a.txt', text: 'one\n', version: '1' });
    expect(isUnsaved(shown())).toBe(false);
  });

  test('a file that is open keeps what was typed', async () => {
    type('typed');
    write('b.txt', 'two');
    await editor.open('b.txt');
    expect(shown().text).toBe('two');
    await editor.open('a.txt');
    expect(shown().text).toBe('typed');
  });

  test.each([
    ['gone', () => disk.delete('b.txt')],
    ['notText', () => write('b.txt', 'a\0b')],
    ['tooLarge', () => write('b.txt', 'x'.repeat(fileLimits.editedBytes + 1))],
  ])('%s: is said, and nothing else is shown', async (problem, arrange) => {
    arrange();
    expect(await editor.open('b.txt')).toBe(problem);
    expect(shown().path).toBe('a.txt');
  });

  test('a file of the largest size can be edited', async () => {
    write('b.txt', 'x'.repeat(fileLimits.editedBytes));
    expect(await editor.open('b.txt')).toBeUndefined();
  });
});

describe('saving', () => {
  test('writes what was typed, with the line ends of the file', async () => {
    write('w.txt', 'a\r\nb\r\n');
    await editor.open('w.txt');
    type('a\nb\nc\n');
    await editor.save(shown().id);
    expect(disk.get('w.txt')?.text).toBe('a\r\nb\r\nc\r\n');
    expect(isUnsaved(shown())).toBe(false);
  });

  test('twice', async () => {
    type('two');
    await editor.save(shown().id);
    type('three');
    await editor.save(shown().id);
    expect(textOnDisk()).toBe('three');
  });

  test('what is typed meanwhile is not saved', async () => {
    type('two');
    const saving = editor.save(shown().id);
    type('two and more');
    await saving;
    expect(textOnDisk()).toBe('two');
    expect(shown().text).toBe('two and more');
    expect(isUnsaved(shown())).toBe(true);
  });

  test.each<FileProblem>(['full', 'denied', 'timeout', 'disconnected'])(
    '%s: the text is kept',
    async (reason) => {
      type('two');
      failure = { kind: 'save', reason, isDone: false };
      await editor.save(shown().id);
      expect(shown()).toMatchObject({ text: 'two', problem: reason, isSaving: false });
      await editor.save(shown().id);
      expect(shown().problem).toBeUndefined();
      expect(textOnDisk()).toBe('two');
    },
  );

  test('a text that has become too large is not sent', async () => {
    type('x'.repeat(fileLimits.editedBytes + 1));
    await editor.save(shown().id);
    expect(shown().problem).toBe('tooLarge');
    expect(textOnDisk()).toBe('one\n');
  });
});

describe('a file that a shell has changed', () => {
  test('is not overwritten, until the learner decides so', async () => {
    type('mine');
    write('a.txt', 'theirs');
    await editor.save(shown().id);
    expect(shown()).toMatchObject({ conflict: 'changed', text: 'mine' });
    expect(textOnDisk()).toBe('theirs');
    await editor.save(shown().id, true);
    expect(textOnDisk()).toBe('mine');
    expect(shown().conflict).toBeUndefined();
  });

  test('can be loaded again', async () => {
    type('mine');
    write('a.txt', 'theirs');
    await editor.save(shown().id);
    const { revision } = shown();
    expect(await editor.reload(shown().id)).toBeUndefined();
    expect(shown()).toMatchObject({ text: 'theirs', conflict: undefined, revision: revision + 1 });
    type('mine again');
    await editor.save(shown().id);
    expect(textOnDisk()).toBe('mine again');
  });

  test('is saved if it has the text that was to be saved, because only the answer was lost', async () => {
    type('two');
    failure = { kind: 'save', reason: 'disconnected', isDone: true };
    await editor.save(shown().id);
    expect(shown().problem).toBe('disconnected');
    await editor.save(shown().id);
    expect(shown()).toMatchObject({ conflict: undefined, problem: undefined });
    expect(isUnsaved(shown())).toBe(false);
  });

  test('is loaded again by itself if nothing was typed', async () => {
    write('a.txt', 'theirs');
    await editor.changedOutside(['a.txt']);
    expect(shown()).toMatchObject({ text: 'theirs', revision: 1 });
    expect(isUnsaved(shown())).toBe(false);
  });

  test('is a conflict if something was typed', async () => {
    type('mine');
    write('a.txt', 'theirs');
    await editor.changedOutside(['a.txt']);
    expect(shown()).toMatchObject({ text: 'mine', conflict: 'changed', revision: 0 });
  });

  test('is no conflict if it was only touched', async () => {
    type('mine');
    write('a.txt', 'one\n');
    await editor.changedOutside(['a.txt']);
    expect(shown().conflict).toBeUndefined();
    await editor.save(shown().id);
    expect(textOnDisk()).toBe('mine');
  });

  test('is a conflict if it is not text any more', async () => {
    write('a.txt', '\0');
    await editor.changedOutside(['a.txt']);
    expect(shown()).toMatchObject({ text: 'one\n', conflict: 'changed' });
    expect(await editor.reload(shown().id)).toBe('notText');
    expect(shown().text).toBe('one\n');
  });
});

describe('a file that is gone', () => {
  test('keeps its text, and can be saved again', async () => {
    disk.clear();
    await editor.changedOutside(['a.txt']);
    expect(shown()).toMatchObject({ text: 'one\n', conflict: 'gone' });
    await editor.save(shown().id, true);
    expect(textOnDisk()).toBe('one\n');
    expect(shown().conflict).toBeUndefined();
  });

  test('is noticed by a save', async () => {
    type('mine');
    disk.clear();
    await editor.save(shown().id);
    expect(shown()).toMatchObject({ text: 'mine', conflict: 'gone' });
  });

  test('is not overwritten if it has come back', async () => {
    type('mine');
    disk.clear();
    await editor.save(shown().id);
    write('a.txt', 'a new one');
    await editor.save(shown().id, true);
    expect(textOnDisk()).toBe('a new one');
    expect(shown()).toMatchObject({ text: 'mine', conflict: 'changed' });
  });

  test('is closed if it was deleted in the tree, unless something was typed', async () => {
    write('d/b.txt', 'b');
    await editor.open('d/b.txt');
    editor.removed('d');
    expect(editor.state().shown).toBeUndefined();
    await editor.open('a.txt');
    type('mine');
    editor.removed('a.txt');
    expect(shown()).toMatchObject({ text: 'mine', conflict: 'gone' });
  });
});

test('a renamed file is saved under its new name', async () => {
  write('d/b.txt', 'b');
  await editor.open('d/b.txt');
  type('mine');
  disk.set('e/b.txt', disk.get('d/b.txt')!);
  disk.delete('d/b.txt');
  editor.renamed('d', 'e');
  await editor.save(shown().id);
  expect(disk.get('e/b.txt')?.text).toBe('mine');
});
