import { terminalLimits } from '@dfm/contracts/terminal';
import { beforeEach, expect, test } from 'vitest';
import { type ViewMessage, Viewer } from './viewer.ts';

const limit = terminalLimits.unshownLength;
const size = { columns: 80, rows: 24 };
let sent: ViewMessage[];
let viewer: Viewer;

beforeEach(() => {
  sent = [];
  viewer = new Viewer((message) => sent.push(message));
});

test('a page gets output after its first screen, and not before', () => {
  viewer.output('early');
  viewer.screen('the screen', size);
  viewer.output('late');
  expect(sent).toEqual([
    { type: 'screen', ...size, text: 'the screen' },
    { type: 'output', text: 'late' },
  ]);
});

test('a page that shows nothing gets no more than the limit', () => {
  viewer.screen('', size);
  for (let n = 0; n < 100; n++) viewer.output('x'.repeat(limit / 10));
  expect(sent).toHaveLength(1 + 10);
});

test('near miss: a page that shows what it gets misses nothing', () => {
  viewer.screen('', size);
  for (let n = 1; n <= 100; n++) {
    viewer.output('x'.repeat(limit));
    expect(viewer.shown(n * limit)).toBe(false);
  }
  expect(sent).toHaveLength(1 + 100);
});

test('a page that has missed something is ready for a new screen when it has shown everything that it got', () => {
  viewer.screen('', size);
  viewer.output('x'.repeat(limit));
  viewer.output('missed');
  expect([viewer.shown(limit - 1), viewer.shown(limit)]).toEqual([false, true]);
  // Even a single character would follow the gap.
  viewer.output('y');
  expect(sent).toHaveLength(2);
  viewer.screen('newest', size);
  viewer.output('z');
  expect(sent.slice(2)).toEqual([
    { type: 'screen', ...size, text: 'newest' },
    { type: 'output', text: 'z' },
  ]);
});

test('a page cannot have shown more than it got', () => {
  viewer.screen('', size);
  viewer.shown(Number.MAX_SAFE_INTEGER);
  viewer.output('x'.repeat(limit));
  viewer.output('y');
  expect(sent).toHaveLength(2);
});
