import { visibleText } from '@dfm/contracts/visible-text';
import { expect, test, vi } from 'vitest';
import { log } from './log.ts';

test('an error that quotes user input is logged exactly, but is harmless in a terminal', () => {
  const written: string[] = [];
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((line) => written.push(String(line)) > 0);
  const text = 'a\u001b[2J\u009b2J\u202eb\u200b';
  log.warn({ err: new Error(text), runId: text }, text);
  write.mockRestore();
  const [line = ''] = written;
  expect(JSON.parse(line)).toMatchObject({ name: 'site', runId: text, msg: text, err: { message: text } });
  expect(visibleText(line)).toBe(line);
});
