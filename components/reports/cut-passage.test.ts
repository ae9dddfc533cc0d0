import { describe, expect, test } from 'vitest';
import { cutPassage } from './cut-passage.ts';

/** Cuts what is between the brackets. */
function cut(marked: string) {
  const [before, quote, after] = marked.split(/[[\]]/);
  const start = before!.length;
  return cutPassage(`${before}${quote}${after}`, start, start + quote!.length);
}

describe('a passage', () => {
  test.each([
    [
      'with what is around it',
      'Every step [has a key] of its own.',
      'has a key',
      'Every step',
      'of its own.',
    ],
    ['in the middle of words', 'Every s[tep has a k]ey.', 'step has a key', 'Every', '.'],
    ['that ends between words', 'Every[ step ]has.', 'step', 'Every', 'has.'],
    ['across lines', 'One\n[two\n  three]\tfour', 'two three', 'One', 'four'],
    ['at the beginning', '[One] two', 'One', '', 'two'],
    ['at the end', 'One [two]', 'two', 'One', ''],
    ['of symbols', 'a [&&] b', '&&', 'a', 'b'],
    ['next to symbols', 'run --no-[cache] now', 'cache', 'run --no-', 'now'],
    ['with accents', 'Zo[ë is] here', 'Zoë is', '', 'here'],
  ])('%s', (_name, marked, quote, before, after) => {
    expect(cut(marked)).toEqual({ quote, before, after });
  });

  test('that is too long ends with a word, and goes on in what comes after it', () => {
    const words = Array.from({ length: 200 }, (_, index) => `w${index}`);
    const { quote, after } = cut(`[${words.join(' ')}] end`);
    expect(quote.length).toBeLessThanOrEqual(500);
    expect(words.join(' ').startsWith(`${quote} ${after}`)).toBe(true);
    expect(after.length).toBeGreaterThan(80);
    expect(after.length).toBeLessThanOrEqual(100);
  });

  test('has whole words around it, within the limit', () => {
    const { before, after } = cut(`${'first '.repeat(60)}[quote]${' second'.repeat(60)}`);
    expect(before).toMatch(/^first( first)+$/);
    expect(after).toMatch(/^second( second)+$/);
    expect(Math.max(before.length, after.length)).toBeLessThanOrEqual(100);
  });

  test('without a single space is cut at the limit', () => {
    expect(cut(`[${'x'.repeat(600)}]`).quote).toHaveLength(500);
  });
});
