import { describe, expect, test } from 'vitest';
import { appendLog, emptyLog, type LogEntry, type LogLimits } from './log-buffer.ts';

const out = (text: string, key = 'a'): LogEntry => ({ source: 'cold-build', key, stream: 'stdout', text });
const limits: LogLimits = { lines: 3, lineLength: 10 };
const texts = (entries: LogEntry[], max: LogLimits = { lines: 100, lineLength: 100 }) =>
  appendLog(emptyLog, entries, max).lines.map((l) => l.text);

describe('appendLog', () => {
  const cases: [name: string, entries: LogEntry[], expected: string[]][] = [
    ['splits lines', [out('one\ntwo\n')], ['one', 'two']],
    ['joins a line that arrived in two pieces', [out('on'), out('e\ntwo')], ['one', 'two']],
    ['keeps an empty line in between', [out('one\n\ntwo\n')], ['one', '', 'two']],
    [
      'does not mix the output of two concurrent steps',
      [out('a1 ', 'a'), out('b1\n', 'b'), out('a2\n', 'a')],
      ['a1 a2', 'b1'],
    ],
    ['a carriage return restarts the line', [out('10 %\r20 %'), out('\r30 %\n')], ['30 %']],
    [
      'a progress bar can restart its line any number of times',
      [...Array.from({ length: 50 }, (_, i) => out(`\rdownloading ${i}`)), out('\n')],
      ['downloading 49'],
    ],
    ['near miss: CR LF ends a line and erases nothing', [out('one\r\ntwo\r\n')], ['one', 'two']],
    [
      'a control sequence cut between two pieces is still removed',
      [out('x\u001b]52;c;'), out('AAAA\u0007y\n')],
      ['xy'],
    ],
  ];
  test.each(cases)('%s', (_name, entries, expected) => expect(texts(entries)).toEqual(expected));

  test('drops the oldest lines above the limit, counts them and keeps the line numbers', () => {
    const log = appendLog(emptyLog, [out('1\n2\n3\n4\n5\n')], limits);
    expect(log.lines.map((l) => [l.number, l.text])).toEqual([
      [2, '3'],
      [3, '4'],
      [4, '5'],
    ]);
    expect(log.droppedLines).toBe(2);
    expect(appendLog(log, [out('6\n')], limits).lines.at(-1)).toMatchObject({ number: 5, text: '6' });
  });

  test('cuts and marks a long line, never inside a surrogate pair', () => {
    expect(texts([out('0123456789abc\n')], limits)).toEqual(['0123456789 … (line cut after 10 characters)']);
    expect(texts([out('012345678😀abc\n')], limits)).toEqual(['012345678 … (line cut after 10 characters)']);
    expect(texts([out('0123456789\n')], limits)).toEqual(['0123456789']);
  });

  test('an unfinished line that was dropped stays dropped', () => {
    const log = appendLog(emptyLog, [out('open', 'slow'), out('1\n2\n3\n4\n')], limits);
    const after = appendLog(log, [out(' more\n', 'slow')], limits);
    expect(after.lines.map((l) => l.text)).toEqual(['2', '3', '4']);
  });

  test('does not change the log it was given', () => {
    const before = appendLog(emptyLog, [out('a')], limits);
    appendLog(before, [out('b\n')], limits);
    expect(before.lines.map((l) => l.text)).toEqual(['a']);
  });
});
