/** What someone who controls a sandbox can do to those who read its files. */
import type { FileAnswer, FileRequest } from '@dfm/contracts/terminal-files';
import { expect, vi } from 'vitest';
import type { TerminalPage } from '../../src/terminals/testing/terminal-page.ts';
import { type TerminalCase, terminalCases } from './terminal-cases.ts';
import { asRoot, bash } from './typed-attacks.ts';

let asked = 0;

async function ask(page: TerminalPage, request: FileRequest): Promise<FileAnswer> {
  const number = (asked += 1);
  page.say({ type: 'file', number, request });
  const answer = () =>
    page.received.findLast((message) => message.type === 'file' && message.number === number);
  await vi.waitUntil(() => answer() !== undefined, { timeout: 60_000, interval: 2 });
  return (answer() as { answer: FileAnswer }).answer;
}

const read = (page: TerminalPage, path: string) =>
  ask(page, { kind: 'read', path, offset: 0, version: null });
const inWords = (answer: FileAnswer) =>
  answer.kind === 'failed'
    ? answer.reason
    : answer.kind === 'bytes'
      ? Buffer.from(answer.data, 'base64').toString()
      : answer.kind;

/** Replaces the program that reads files by one that prints the same endlessly, whatever it is asked. */
const forging = (bytes: string) =>
  asRoot(`
enter(named("dockerd")[0])
with open("/data/learner/forged", "w") as file:
    file.write('''#!/usr/bin/perl
open my $log, ">>", "/home/learner/log"; syswrite $log, "forged";
while (1) { syswrite STDOUT, ${bytes} }
''')
os.chmod("/data/learner/forged", 0o755)
check(libc.mount(b"/data/learner/forged", b"/usr/local/lib/sandbox/serve-files", None, 4096, None))
for pid in named("serve-files"): os.kill(pid, signal.SIGKILL)
print("did replace")
`);

/** The learner's own program answers with these bytes, in Perl. */
function forgedProgram(what: string, bytes: string): TerminalCase {
  return {
    number: '91',
    name: `a forged program for files that answers with ${what}`,
    holds: 'answers are refused or shown as names, and the shells go on',
    attack: async ({ page }) => {
      await ask(page, { kind: 'list', path: '' });
      expect(await page.run(forging(bytes))).toContain('did replace');
      const answers: FileAnswer[] = [];
      for (let n = 0; n < 4; n++) answers.push(await ask(page, { kind: 'list', path: '' }));
      const names = answers.flatMap((answer) =>
        answer.kind === 'entries' ? answer.entries.map(({ name }) => name) : [],
      );
      expect(answers.filter(({ kind }) => kind !== 'failed' && kind !== 'entries')).toEqual([]);
      expect(names.filter((name) => name.includes('/'))).toEqual([]);
      expect(await page.run('cat ~/log')).toContain('forged');
      expect(await page.run('echo still here')).toBe('still here\n');
    },
  };
}

const cases: TerminalCase[] = [
  forgedProgram('a length of 4 GB', 'pack("N", 4294967295) . "x" x 60000'),
  forgedProgram(
    'answers to nothing',
    'pack("N/a*", pack("(N/a*)*", "ok", "1", "0", ("folder", "0", "<img src=x>") x 500))',
  ),
  forgedProgram(
    'names that lead elsewhere',
    'pack("N/a*", pack("(N/a*)*", "ok", "1", "0", "file", "0", "../../etc/passwd"))',
  ),
  forgedProgram('noise', 'pack("N", 900000) . "x" x 60000'),
  {
    number: '92',
    name: 'a file that is replaced by links, pipes, devices and folders while it is read and written',
    holds: 'what is read is the file’s or nothing, nothing hangs, and what belongs to others stays as it was',
    attack: async ({ page }) => {
      await page.run('echo mine >mine; cp mine target; id >/dev/null');
      await page.run(
        `(${bash(
          'while :; do for make in "ln -s /etc/shadow" "ln -s /proc/1/environ" "mkfifo" "ln -s /dev/zero" "ln -s /dev/tty" "mkdir" "ln -s target" "cp mine"; do rm -rf next; $make next 2>/dev/null; mv -fT next swapped 2>/dev/null || { rm -rf swapped; mv -fT next swapped; }; done; done',
        )} >/dev/null 2>&1 &)`,
      );
      const seen = new Map<string, number>();
      const until = performance.now() + 15_000;
      while (performance.now() < until) {
        const word = inWords(await read(page, 'swapped'));
        seen.set(word, (seen.get(word) ?? 0) + 1);
        await ask(page, {
          kind: 'part',
          upload: 1,
          offset: 0,
          data: Buffer.from('mine\n').toString('base64'),
        });
        const saved = inWords(
          await ask(page, { kind: 'save', path: 'swapped', expected: 'any', upload: 1, size: 5 }),
        );
        seen.set(`save: ${saved}`, (seen.get(`save: ${saved}`) ?? 0) + 1);
      }
      const words = [...seen.keys()];
      expect(
        words.filter(
          (word) => !/^(save: )?(mine\n|gone|denied|notFile|changed|saved|exists|failed)$/.test(word),
        ),
      ).toEqual([]);
      expect(words, 'it was replaced meanwhile').toEqual(
        expect.arrayContaining(['mine\n', 'notFile', 'denied']),
      );
      expect(await page.run('cat target mine')).toBe('mine\nmine\n');
      return [...seen].map(([word, count]) => `${word.trim()} ${count}`).join(', ');
    },
  },
];

terminalCases(cases);
