import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CorrectionNote } from './correction-note.tsx';

const correction = { note: 'A probe was wrong', at: '2026-12-01T10:00:00.000Z' };
const html = (original: boolean) =>
  renderToStaticMarkup(<CorrectionNote correction={correction} address="/runs/7" original={original} />);

test('the new verdict says why, and leads to the original one', () => {
  expect(html(false)).toContain('2026-12-01 10:00 UTC</time>: A probe was wrong');
  expect(html(false)).toContain('href="/runs/7?verdict=original"');
  expect(html(false)).toContain('which counts');
});

test('the original verdict says that it no longer counts, and leads back', () => {
  expect(html(true)).toContain('no longer counts');
  expect(html(true)).toContain('href="/runs/7"');
});
