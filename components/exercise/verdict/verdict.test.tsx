import type { ResultDocument } from '@dfm/contracts';
import { visibleText } from '@dfm/contracts/visible-text';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Verdict } from './verdict.tsx';

const hostile = '\u001b]8;;http://x\u0007\u009b2J\u202egpj\u200b<img src=x onerror=alert(1)>\ud800';
const axis = { score: 1, max: 20 };
const step = { line: 1, stage: hostile, name: hostile, cached: false, ms: 5, bytes: 1 };
const replay = { scenario: hostile, title: hostile, totalMs: 5, steps: [step] };
const layer = {
  diffId: hostile,
  createdBy: hostile,
  instruction: hostile,
  line: 1,
  fromBase: false,
  bytes: 10,
  wastedBytes: 1,
  files: 1,
};
const base: ResultDocument = {
  version: 1,
  exercise: 'x',
  status: 'graded',
  passed: false,
  score: 10,
  headline: hostile,
  axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
  checks: [
    {
      id: hostile,
      axis: 'size',
      status: 'fail',
      severity: 'error',
      points: 0,
      maxPoints: 5,
      required: true,
      message: hostile,
      why: hostile,
      next: hostile,
      path: hostile,
      line: 1,
      also: [hostile],
      evidence: [{ label: hostile, value: hostile, unit: 'path', wanted: hostile }],
    },
  ],
  replay: [],
  timings: { totalMs: 1 },
  notices: [hostile],
  ignored: [{ id: hostile, line: 1, reason: hostile }],
  engine: { version: hostile, stampedAt: '2026-01-01T00:00:00.000Z' },
};
const image: ResultDocument['image'] = {
  totalBytes: 10,
  liveBytes: 9,
  wastedBytes: 1,
  baseBytes: 0,
  base: { reference: hostile, standIn: true },
  layers: [layer, { ...layer, fromBase: true }],
  largest: [{ path: hostile, bytes: 1, layer: 0, wasted: true }],
  contents: { groups: [{ group: hostile, label: hostile, liveBytes: 9, wastedBytes: 1 }], layers: [[], []] },
};

describe('a verdict that quotes an image', () => {
  test.each<[string, ResultDocument]>([
    ['its sentences and checks', base],
    ['its figures', { ...base, image, cold: replay, replay: [replay] }],
    [
      'what ended it',
      {
        ...base,
        status: 'build-failed',
        failure: {
          phase: 'cold-build',
          message: hostile,
          limit: hostile,
          line: 1,
          logTail: `first\r\n${hostile}`,
        },
      },
    ],
  ])('%s: all is inert', (_name, result) => {
    const page = renderToStaticMarkup(<Verdict result={result} passScore={80} link={{}} />);
    expect(page).toContain('‹U+202E›gpj');
    expect(visibleText(page)).toBe(page);
    expect(page).not.toContain('<img');
  });
});

test('the notices of the result are shown as they are, and none is added', () => {
  const page = (notices: string[]) =>
    renderToStaticMarkup(
      <Verdict result={{ ...base, image, ignored: [], notices }} passScore={80} link={{}} />,
    );
  expect(page([])).not.toContain('How it was measured');
  expect(page(['Two builds ran.', 'a:1 is a stand-in.']).match(/<li>[^<]*<\/li>/gu)).toEqual([
    '<li>Two builds ran.</li>',
    '<li>a:1 is a stand-in.</li>',
  ]);
});

const required = { ...base.checks[0]!, required: true, message: 'x' };
test.each<[name: string, result: Partial<ResultDocument>, text: string]>([
  [
    'points and a check are missing',
    { checks: [required] },
    'Needs 80 points and one required check, still failing.',
  ],
  [
    'two checks are missing',
    { score: 90, checks: [required, { ...required, id: 'y' }] },
    'Enough points to pass, but 2 required checks still fail.',
  ],
  ['only points are missing', { checks: [] }, 'Needs 80 points to pass.'],
  ['nothing is missing', { passed: true, score: 90, checks: [] }, 'You needed 80.'],
])('what a run needs to pass: %s', (_name, result, text) => {
  expect(
    renderToStaticMarkup(<Verdict result={{ ...base, ...result }} passScore={80} link={{}} />),
  ).toContain(text);
});

test('each failed edit is in a table, and the check lists what to change', () => {
  const edit = {
    title: 'The next commit',
    ok: false,
    wanted: 'cached' as const,
    installLines: [5, 7],
    ms: 15_000,
    bytes: 85_000_000,
    measuredIn: 'first-build' as const,
  };
  const edits = [2, 4].map((line) => ({
    ...edit,
    title: `Edit ${line}`,
    lostAt: [{ line, reason: 'a changed', fix: `Line ${line}: move it.` }],
  }));
  const shown = renderToStaticMarkup(
    <Verdict result={{ ...base, checks: [{ ...required, edits }] }} passScore={80} link={{}} />,
  );
  const text = shown.replaceAll(/<[^>]*>/gu, '');
  expect(text).toContain('Edit 2line 2: a changedlines 5 and 7: 15 s, 85 MB*nothing');
  expect(text).toContain('* Time and size from the first build');
  expect(text.match(/Line \d: move it/gu)).toHaveLength(2);
});
