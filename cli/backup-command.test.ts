import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupCommand } from './backup-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-command-'));
  await writeFile(join(folder, 'long'), 'a passphrase of words\nignored\n');
  await writeFile(join(folder, 'short'), 'secret\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function called(...args: string[]) {
  let [out, err] = ['', ''];
  const code = await backupCommand(
    args.map((arg) => arg.replace('FOLDER', folder)),
    { usage: 'Usage\n', flags: ['check'], numbers: ['days'] },
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      style: (_, text) => text,
      interactive: false,
    },
    async ({ path, passphrase = '', flags, numbers }) => {
      if (path.endsWith('broken')) throw new Error('\u001b[2Jbroken');
      return [path, passphrase, ...flags, ...[...numbers].flat()].join('|');
    },
  );
  return { code, out, err };
}

test.each<[string[], object]>([
  [['a'], { code: 0, out: `${resolve('a')}|\n`, err: '' }],
  [['/a', '--check'], { code: 0, out: '/a||check\n' }],
  [['/a', '--days', '30'], { code: 0, out: '/a||days|30\n' }],
  [['/a', '--days', '0'], { code: 2, err: expect.stringMatching(/^Give --days a whole number/) }],
  [['/a', '--days', '1.5'], { code: 2 }],
  [['/a', '--passphrase-file', 'FOLDER/long'], { code: 0, out: '/a|a passphrase of words\n' }],
  [
    ['/a', '--passphrase-file', 'FOLDER/short'],
    { code: 1, out: '', err: expect.stringMatching(/at least 12/) },
  ],
  [['/a', '--passphrase-file', 'FOLDER/none'], { code: 1, err: expect.stringMatching(/no such file/) }],
  [['/a', '--passphrase', 'words'], { code: 2, err: expect.stringMatching(/Unknown option[^]*Usage/) }],
  [['/broken'], { code: 1, out: '', err: '‹U+001B›[2Jbroken\n' }],
  [[], { code: 2, err: expect.stringMatching(/^Give the file/) }],
  [['a', 'b'], { code: 2 }],
  [['--help'], { code: 0, out: 'Usage\n', err: '' }],
])('%j', async (args, expected) => {
  expect(await called(...args)).toMatchObject(expected);
});
