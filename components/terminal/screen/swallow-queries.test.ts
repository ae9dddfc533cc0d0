import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { swallowQueries } from './swallow-queries.ts';

/** What a terminal sends back after a program printed a text. */
async function answers(text: string, isSwallowing: boolean): Promise<string[]> {
  const terminal = new Terminal();
  if (isSwallowing) swallowQueries(terminal);
  const sent: string[] = [];
  terminal.onData((data) => sent.push(data));
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  terminal.dispose();
  return sent;
}

test.each([
  ['primary device attributes', '\x1b[c'],
  ['secondary device attributes', '\x1b[>c'],
  ['status', '\x1b[5n'],
  ['cursor position', '\x1b[6n'],
  ['cursor position, DEC', '\x1b[?6n'],
  ['ANSI mode', '\x1b[4$p'],
  ['DEC mode', '\x1b[?2004$p'],
  ['a setting', '\x1bP$qm\x1b\\'],
])('the query of %s is not answered', async (_name, query) => {
  expect(await answers(query, false), 'without the handlers').toHaveLength(1);
  expect(await answers(query, true)).toEqual([]);
});

test('what is printed around a query is shown', async () => {
  const terminal = new Terminal({ allowProposedApi: true });
  swallowQueries(terminal);
  await new Promise<void>((resolve) => terminal.write('a\x1b[6nb\x1b]11;?\x07c\x1b[31md', resolve));
  expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('abcd');
});
