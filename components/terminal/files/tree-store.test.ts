import { type FileRequest, fileLimits } from '@dfm/contracts/terminal-files';
import { beforeEach, expect, test } from 'vitest';
import type { FileOutcome } from '../connection/file-requests.ts';
import { TreeStore, questionsOf } from './tree-store.ts';

/** Names in each folder of the sandbox, and its version. */
let folders: Record<string, { version: string; names: string[] }>;
let asked: FileRequest[];
let tree: TreeStore;

beforeEach(() => {
  asked = [];
  folders = { '': { version: '1', names: ['a', 'b'] }, a: { version: '2', names: ['c'] } };
  tree = new TreeStore({ ask });
});

async function ask(request: FileRequest): Promise<FileOutcome> {
  asked.push(request);
  if (request.kind === 'changes') {
    const paths = request.known
      .filter(({ path, version }) => version !== (folders[path]?.version ?? ''))
      .map(({ path }) => path);
    return { kind: 'changed', paths };
  }
  const folder = request.kind === 'list' ? folders[request.path] : undefined;
  if (folder === undefined) return { kind: 'failed', reason: 'gone' };
  const entries = folder.names.map((name) => ({ name, kind: 'folder' as const, isLink: false }));
  return { kind: 'entries', version: folder.version, entries, isCut: false, unreadable: 0 };
}

const namesIn = (path: string) =>
  tree
    .state()
    .folders.get(path)
    ?.entries.map(({ name }) => name);
const listed = () => asked.flatMap((request) => (request.kind === 'list' ? [request.path] : []));

test('the home is listed by the first refresh, and a folder when it is opened', async () => {
  await tree.refresh([]);
  expect(namesIn('')).toEqual(['a', 'b']);
  await tree.open('a');
  expect(namesIn('a')).toEqual(['c']);
  expect(listed()).toEqual(['', 'a']);
});

test('a refresh lists only what has changed, in one question', async () => {
  await tree.refresh([]);
  await tree.open('a');
  asked = [];
  folders.a = { version: '3', names: ['c', 'd'] };
  await tree.refresh([]);
  expect(asked.map(({ kind }) => kind)).toEqual(['changes', 'list']);
  expect(listed()).toEqual(['a']);
  expect(namesIn('a')).toEqual(['c', 'd']);
});

test('closed folders are not asked for', async () => {
  await tree.refresh([]);
  await tree.open('a');
  tree.close('a');
  folders.a!.version = '3';
  asked = [];
  await tree.refresh([]);
  expect(listed()).toEqual([]);
});

test('files that are watched are reported, and not listed', async () => {
  await tree.refresh([]);
  folders.x = { version: '9', names: [] };
  asked = [];
  expect(
    await tree.refresh([
      { path: 'x', version: '8' },
      { path: 'b', version: '' },
    ]),
  ).toEqual(['x']);
  expect(listed()).toEqual([]);
});

test('a folder that is gone says so, and is asked for again only when it is back', async () => {
  await tree.refresh([]);
  await tree.open('a');
  const { a } = folders;
  delete folders.a;
  await tree.refresh([]);
  expect(tree.state().folders.get('a')?.problem).toBe('gone');
  asked = [];
  await tree.refresh([]);
  expect(listed()).toEqual([]);
  folders.a = a!;
  await tree.refresh([]);
  expect(namesIn('a')).toEqual(['c']);
});

test('what is shown stays when the connection is lost', async () => {
  await tree.refresh([]);
  const lost = new TreeStore({ ask: async () => ({ kind: 'failed', reason: 'disconnected' }) });
  await lost.list('');
  expect(lost.state().folders.get('')?.problem).toBe('disconnected');
  const before = tree.state().folders.get('');
  const ready = ask;
  tree = new TreeStore({
    ask: (request) =>
      asked.length > 5 ? Promise.resolve({ kind: 'failed', reason: 'disconnected' }) : ready(request),
  });
  await tree.list('');
  asked.length = 6;
  await tree.list('');
  expect(tree.state().folders.get('')).toEqual(before);
});

test('a renamed folder stays open, and what was removed is forgotten', async () => {
  await tree.refresh([]);
  await tree.open('a');
  tree.renamed('a', 'z');
  expect([...tree.state().open]).toEqual(['', 'z']);
  expect(namesIn('z')).toEqual(['c']);
  tree.removed('z');
  expect([...tree.state().open]).toEqual(['']);
  expect(namesIn('z')).toBeUndefined();
});

test('questions stay below the size of a message, and the number of paths in one', () => {
  const short = Array.from({ length: fileLimits.watched + 1 }, (_, n) => ({ path: `${n}`, version: '1' }));
  expect(questionsOf(short).map(({ length }) => length)).toEqual([fileLimits.watched, 1]);
  const long = Array.from({ length: 10 }, () => ({ path: '\u0001'.repeat(1_000), version: '1' }));
  const questions = questionsOf(long);
  expect(questions.flat()).toEqual(long);
  for (const known of questions) {
    const message = JSON.stringify({ type: 'file', number: 1, request: { kind: 'changes', known } });
    expect(Buffer.byteLength(message)).toBeLessThan(64 * 2 ** 10);
  }
  expect(questionsOf([])).toEqual([]);
});
