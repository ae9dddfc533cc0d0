import { visibleText } from '@dfm/contracts/visible-text';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { applyEvents, initialLiveRun } from '../run/live-run.ts';
import { LogLineText } from './log-line-text.tsx';

/** The HTML that the page shows for a log, from the event on. */
function render(text: string): string {
  const { log } = applyEvents(initialLiveRun, [
    { seq: 1, receivedAtMs: 0, event: { type: 'log', atMs: 0, source: 'run', stream: 'stdout', text } },
  ]);
  return log.lines.map((line) => renderToStaticMarkup(<LogLineText line={line} />)).join('\n');
}

describe('a line of a log', () => {
  test.each<[string, string, string]>([
    ['colours become classes', '\u001b[31mred\u001b[0m', '<span class="ansi-red">red</span>'],
    ['text marked as hidden is shown', '\u001b[8mhidden\u001b[0m', '<span class="">hidden</span>'],
    [
      'markup is text',
      '<img src=x onerror=alert(1)>',
      '<span class="">&lt;img src=x onerror=alert(1)&gt;</span>',
    ],
    ['an entity is text', '&lt;b&gt;', '<span class="">&amp;lt;b&amp;gt;</span>'],
    [
      'a hyperlink (OSC 8) leaves its text',
      '\u001b]8;;javascript:alert(1)\u001b\\click\u001b]8;;\u001b\\',
      '<span class="">click</span>',
    ],
    ['a clipboard write (OSC 52)', 'a\u001b]52;c;ZXZpbA==\u0007b', '<span class="">ab</span>'],
    ['a device control string', 'a\u001bP1$r0m\u001b\\b', '<span class="">ab</span>'],
    [
      'cursor, screen and private modes',
      '\u001b[2J\u001b[H\u001b[?1049h\u001b[6na',
      '<span class="">a</span>',
    ],
    ['8-bit controls', 'a\u009b31mb\u009d52;c;x\u009cc', '<span class="">abc</span>'],
    ['direction overrides', 'user\u202e\u2066nimda', '<span class="">user‹U+202E›‹U+2066›nimda</span>'],
    ['zero-width characters', 'pip\u200b install', '<span class="">pip‹U+200B› install</span>'],
    [
      'a colour cannot inject a class name',
      '\u001b[38;2;1;2;"onx"mred',
      '<span class="">nx&quot;mred</span>',
    ],
  ])('%s', (_name, text, expected) => {
    expect(render(text)).toBe(expected);
    expect(visibleText(render(text))).toBe(render(text));
  });
});
