/** The files of a session in a real sandbox, where the shells may have put anything. */
import type { ShellMessage } from '@dfm/contracts/terminal';
import { type FileAnswer, type FileRequest, fileLimits } from '@dfm/contracts/terminal-files';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { SessionFiles } from '../src/terminals/session-files.ts';
import { oneSandbox } from './one-sandbox.ts';

const machine = oneSandbox();
let sandbox: Sandbox;
let files: SessionFiles;
let lastNumber = 0;
const waiting = new Map<number, (answer: FileAnswer) => void>();

beforeAll(async () => {
  sandbox = await machine.pool.acquire('terminal files', AbortSignal.timeout(120_000));
  files = new SessionFiles({
    start: () => sandbox.openFiles(),
    tell: (_connection, message: ShellMessage) =>
      message.type === 'file' && waiting.get(message.number)!(message.answer),
    onUse: () => undefined,
  });
});
afterAll(async () => {
  await files.close();
  await machine.pool.release(sandbox, 'discard');
});

function ask(request: FileRequest): Promise<FileAnswer> {
  const number = (lastNumber += 1);
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    files.handle(1, { type: 'file', number, request });
  });
}

async function list(path: string) {
  const answer = await ask({ kind: 'list', path });
  if (answer.kind !== 'entries') throw new Error(JSON.stringify(answer));
  return answer;
}

const read = (path: string, offset = 0) => ask({ kind: 'read', path, offset, version: null });
const failed = (reason: string) => ({ kind: 'failed', reason });

async function textOf(path: string): Promise<string> {
  const answer = await read(path);
  return answer.kind === 'bytes' ? Buffer.from(answer.data, 'base64').toString() : answer.kind;
}

async function versionOf(path: string): Promise<string> {
  const answer = await read(path);
  if (answer.kind !== 'bytes') throw new Error(JSON.stringify(answer));
  return answer.version;
}

async function save(path: string, expected: string, text: string): Promise<FileAnswer> {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; offset += fileLimits.partBytes) {
    const data = bytes.subarray(offset, offset + fileLimits.partBytes).toString('base64');
    await ask({ kind: 'part', upload: 1, offset, data });
  }
  return ask({ kind: 'save', path, expected, upload: 1, size: bytes.length });
}

/** Runs a command in a shell of the learner, and returns what it prints. */
async function inShell(command: string): Promise<string> {
  const shell = await sandbox.openShell({ columns: 200, rows: 50 });
  const chunks: Uint8Array[] = [];
  await shell.write(`stty -echo; PS1=; clear; printf '<%s' '<'; ${command}; printf '>%s' '>'; exit\n`);
  for await (const bytes of shell.output) chunks.push(bytes);
  const printed = Buffer.concat(chunks).toString();
  return printed.slice(printed.lastIndexOf('<<') + 2, printed.lastIndexOf('>>')).replaceAll('\r\n', '\n');
}

test('the home is there before the first shell, and empty', async () => {
  expect(await list('')).toMatchObject({ entries: [], isCut: false, unreadable: 0 });
});

describe('what a shell has made', () => {
  test('is listed, with links and what they lead to', async () => {
    await inShell(
      'mkdir kinds && cd kinds && touch file && mkdir folder && ln -s folder f && ln -s no gone && mkfifo pipe',
    );
    const { entries } = await list('kinds');
    expect(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'f', kind: 'folder', isLink: true },
      { name: 'file', kind: 'file', isLink: false },
      { name: 'folder', kind: 'folder', isLink: false },
      { name: 'gone', kind: 'other', isLink: true },
      { name: 'pipe', kind: 'other', isLink: false },
    ]);
  });

  test('names with line feeds, quotes and commands are names; those that are not UTF-8 are counted', async () => {
    await inShell(
      String.raw`mkdir names && cd names && echo ok >$'a\n\'"$(id)' && touch -- -rf && touch $'\xff'`,
    );
    const { entries, unreadable } = await list('names');
    expect(entries.map(({ name }) => name).toSorted()).toEqual(['-rf', 'a\n\'"$(id)']);
    expect(unreadable).toBe(1);
    expect(await textOf('names/a\n\'"$(id)')).toBe('ok\n');
    expect(await ask({ kind: 'rename', path: 'names/-rf', to: 'names/--help' })).toEqual({ kind: 'done' });
    expect(await ask({ kind: 'remove', path: 'names/--help' })).toEqual({ kind: 'done' });
    expect((await list('names')).entries).toHaveLength(1);
  });

  test('a folder with 100,000 entries is cut', async () => {
    await inShell('mkdir many && cd many && seq 100000 | xargs touch');
    const { entries, isCut } = await list('many');
    expect(entries).toHaveLength(fileLimits.entries);
    expect(isCut).toBe(true);
    expect(await ask({ kind: 'remove', path: 'many' })).toEqual({ kind: 'done' });
    expect(await list('').then((home) => home.entries.map(({ name }) => name))).not.toContain('many');
  });

  test('changes of folders and files are noticed', async () => {
    await inShell('mkdir seen && echo one >seen/file && sleep 0.2');
    const folder = (await list('seen')).version;
    const file = await versionOf('seen/file');
    const changes = () =>
      ask({
        kind: 'changes',
        known: [
          { path: 'seen', version: folder },
          { path: 'seen/file', version: file },
        ],
      });
    const gone: FileRequest = { kind: 'changes', known: [{ path: 'seen/never', version: '' }] };
    expect(await ask(gone)).toEqual({ kind: 'changed', paths: ['seen/never'] });
    expect(await changes()).toEqual({ kind: 'changed', paths: [] });
    await inShell('echo two >seen/file');
    expect(await changes()).toEqual({ kind: 'changed', paths: ['seen/file'] });
    await inShell('rm seen/file');
    expect(await changes()).toEqual({ kind: 'changed', paths: ['seen', 'seen/file'] });
  });
});

describe('reading', () => {
  test('happens with the rights of the learner, also through links', async () => {
    await inShell('ln -s /etc/shadow shadow; ln -s /etc rights; ln -s /proc/1/environ environ; ln -s / root');
    expect(await read('shadow')).toEqual(failed('denied'));
    expect(await read('rights/shadow')).toEqual(failed('denied'));
    expect(await read('environ')).toEqual(failed('denied'));
    expect(await list('root/data/docker').catch((error: Error) => error.message)).toContain('denied');
    expect(await textOf('rights/passwd')).toBe(await inShell('cat /etc/passwd'));
  });

  test.each([
    ['a pipe', 'mkfifo endless-pipe', 'endless-pipe'],
    ['an endless device', 'ln -s /dev/zero zero', 'zero'],
    ['a terminal', 'ln -s /dev/ptmx terminal', 'terminal'],
    ['a socket', 'ln -s /sock/docker.sock engine', 'engine'],
    ['a folder', 'mkdir just-a-folder', 'just-a-folder'],
  ])('%s is not read and not written', async (_what, make, path) => {
    await inShell(make);
    expect(await read(path)).toEqual(failed('notFile'));
    expect(await save(path, 'any', 'text')).toEqual(failed('notFile'));
  });

  test('a writer at the other end of a pipe is not woken up', async () => {
    const writer = await sandbox.openShell({ columns: 80, rows: 24 });
    await writer.write('mkfifo written; echo text >written\n');
    await expect.poll(() => read('written')).toEqual(failed('notFile'));
    await read('written');
    expect(await inShell('timeout 20 cat written')).toBe('text\n');
    await writer.close();
  });

  test('a sparse file of 2 GiB takes no memory: its size is said, and one part is read', async () => {
    await inShell('truncate -s 2G sparse');
    const answer = await read('sparse');
    expect(answer).toMatchObject({ kind: 'bytes', size: 2 ** 31 });
    expect(answer.kind === 'bytes' && Buffer.from(answer.data, 'base64').length).toBe(fileLimits.readBytes);
  });

  test('a file that changes between two parts is refused', async () => {
    await inShell('head -c 600000 /dev/urandom >large');
    const version = await versionOf('large');
    const next = { kind: 'read', path: 'large', offset: fileLimits.readBytes, version } as const;
    expect(await ask(next)).toMatchObject({ kind: 'bytes', version, size: 600_000 });
    await inShell('echo >>large');
    expect(await ask(next)).toEqual(failed('changed'));
  });

  test.each([
    ['gone', 'nothing'],
    ['gone', 'kinds/file/below'],
    ['gone', 'kinds/gone'],
  ])('%s: %s', async (reason, path) => expect(await read(path)).toEqual(failed(reason)));
});

describe('writing', () => {
  test('a new file belongs to the learner, and is not made twice', async () => {
    expect(await save('mine', 'new', 'text\n')).toMatchObject({ kind: 'saved' });
    expect(await inShell('stat -c "%U %G %a" mine; cat mine')).toBe('learner learner 644\ntext\n');
    expect(await save('mine', 'new', 'other')).toEqual(failed('exists'));
    expect(await textOf('mine')).toBe('text\n');
  });

  test('a file stays the same file: its other names, its mode and links to it see the new text', async () => {
    await inShell('echo old >one && chmod 750 one && ln one two && ln -s one three');
    const longer = 'new text\n'.repeat(20_000);
    expect(await save('three', await versionOf('three'), longer)).toMatchObject({ kind: 'saved' });
    expect(await inShell('stat -c %a two; stat -c %F three; wc -c <two')).toBe(
      '750\nsymbolic link\n180000\n',
    );
    expect(await save('one', await versionOf('one'), 'short\n')).toMatchObject({ kind: 'saved' });
    expect(await textOf('two')).toBe('short\n');
  });

  test('what a shell has changed since is not overwritten', async () => {
    await inShell('echo one >both');
    const version = await versionOf('both');
    await inShell('echo two >both');
    expect(await save('both', version, 'mine\n')).toEqual(failed('changed'));
    expect(await textOf('both')).toBe('two\n');
    await inShell('rm both');
    expect(await save('both', version, 'mine\n')).toEqual(failed('gone'));
    await inShell('mkdir both');
    expect(await save('both', version, 'mine\n')).toEqual(failed('notFile'));
    expect(await save('both', 'any', 'mine\n')).toEqual(failed('notFile'));
  });

  test('parts that are missing or do not follow each other are refused', async () => {
    await ask({ kind: 'part', upload: 7, offset: 0, data: 'AAAA' });
    expect(await ask({ kind: 'part', upload: 7, offset: 6, data: 'AAAA' })).toEqual(failed('lost'));
    expect(await ask({ kind: 'save', path: 'parts', expected: 'new', upload: 7, size: 9 })).toEqual(
      failed('lost'),
    );
    expect(await ask({ kind: 'save', path: 'parts', expected: 'new', upload: 8, size: 1 })).toEqual(
      failed('lost'),
    );
    expect(await read('parts')).toEqual(failed('gone'));
  });

  test('what a container has made belongs to root: it is read, and not changed', async () => {
    const image = 'debian:bookworm-slim';
    await inShell(
      `docker run --rm -v ~/made:/made ${image} sh -c 'mkdir /made/in && echo theirs >/made/in/file && chmod 700 /made/in && echo >/made/open'`,
    );
    expect(await read('made/in/file')).toEqual(failed('denied'));
    expect(await save('made/open', 'any', 'mine')).toEqual(failed('denied'));
    expect(await save('made/new', 'new', 'mine')).toEqual(failed('denied'));
    expect(await ask({ kind: 'folder', path: 'made/folder' })).toEqual(failed('denied'));
    expect(await ask({ kind: 'remove', path: 'made' })).toEqual(failed('denied'));
    expect(await ask({ kind: 'folder', path: 'root/usr/folder' })).toEqual(failed('denied'));
  });

  test('on a full disk, nothing is written and nothing is lost', async () => {
    await inShell('echo precious >precious; echo new >bigger');
    const version = await versionOf('precious');
    await inShell(
      'fallocate -l $(($(stat -f -c %a .) * $(stat -f -c %S .) - 1048576)) fill; dd if=/dev/zero of=rest bs=4k 2>/dev/null',
    );
    try {
      const longer = 'x'.repeat(200_000);
      expect(await save('precious', version, longer)).toEqual(failed('full'));
      expect(await textOf('precious')).toBe('precious\n');
      expect(await save('not-there', 'new', longer)).toEqual(failed('full'));
      expect(await save('not-there', 'any', longer)).toEqual(failed('full'));
      expect(await read('not-there')).toEqual(failed('gone'));
      expect(await save('precious', version, 'short\n'), 'needs no room').toMatchObject({ kind: 'saved' });
    } finally {
      await inShell('rm fill rest');
    }
    expect(await save('bigger', 'any', 'x'.repeat(200_000))).toMatchObject({ kind: 'saved' });
  });
});

describe('the program', () => {
  test('is an ordinary process of the learner, who can end it; the next request starts it again', async () => {
    expect(await inShell('ps -o user= -C serve-files')).toBe('learner\n');
    await inShell('pkill -KILL serve-files');
    // It may have been reported before it was noticed.
    await expect
      .poll(() =>
        list('').then(
          ({ kind }) => kind,
          () => 'failed',
        ),
      )
      .toBe('entries');
    expect(await inShell('pgrep -c serve-files')).toBe('1\n');
  });

  test('is given up when it does not answer', async () => {
    await inShell('pkill -STOP serve-files');
    expect(await ask({ kind: 'list', path: '' })).toEqual(failed('timeout'));
    expect(await list('')).toMatchObject({ kind: 'entries' });
    expect(await inShell('pgrep -c serve-files'), 'the stopped one is gone').toBe('1\n');
  });

  test('ends with the session', async () => {
    await files.close();
    await expect.poll(() => inShell('pgrep -c serve-files')).toBe('0\n');
  });
});
