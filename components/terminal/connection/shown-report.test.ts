import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ShownReport, reportAfter } from './shown-report.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a little output is reported once, after a moment', () => {
  const report = vi.fn<(length: number) => void>();
  const shown = new ShownReport(report);
  shown.startScreen();
  shown.expect('abc')();
  shown.expect('de')();
  expect(vi.getTimerCount()).toBe(1);
  expect(report).not.toHaveBeenCalled();
  vi.advanceTimersByTime(reportAfter.ms);
  expect(report.mock.calls).toEqual([[5]]);
});

test('much output is reported at once, as a total since the screen', () => {
  const report = vi.fn<(length: number) => void>();
  const shown = new ShownReport(report);
  shown.startScreen();
  const much = 'x'.repeat(reportAfter.length);
  shown.expect(much)();
  shown.expect(much)();
  expect(report.mock.calls).toEqual([[much.length], [2 * much.length]]);
  vi.advanceTimersByTime(reportAfter.ms);
  expect(report).toHaveBeenCalledTimes(2);
});

test('output from before a screen does not count', () => {
  const report = vi.fn<(length: number) => void>();
  const shown = new ShownReport(report);
  shown.startScreen();
  const late = shown.expect('late');
  shown.expect('early')();
  shown.startScreen();
  late();
  vi.advanceTimersByTime(reportAfter.ms);
  expect(report).not.toHaveBeenCalled();
  shown.expect('new')();
  vi.advanceTimersByTime(reportAfter.ms);
  expect(report.mock.calls).toEqual([[3]]);
});
