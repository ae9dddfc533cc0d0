import type { ResultDocument } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { earlierRunOf, gainRows } from './gain-rows.ts';

const axis = { score: 1, max: 1 };
/** A graded result with a rebuild of this duration, and with an image. */
function result(
  rebuild: { totalMs: number; stopped?: { repeatsMs: number } },
  totalBytes = 100,
  status: ResultDocument['status'] = 'graded',
): ResultDocument {
  return {
    version: 1,
    exercise: 'x',
    status,
    passed: true,
    score: 100,
    headline: '',
    axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
    checks: [],
    replay: [{ scenario: 'commit', title: 'The next commit', steps: [], ...rebuild }],
    image: { totalBytes, liveBytes: 1, wastedBytes: 0, baseBytes: 0, layers: [], largest: [] },
    timings: { totalMs: 1 },
    notices: [],
  };
}
const gain = (before: ResultDocument, after: ResultDocument) =>
  gainRows(earlierRunOf('r', before)!, after).map(({ title, before: from, after: to, isEstimate }) => [
    title,
    from,
    to,
    isEstimate,
  ]);

test.each<[name: string, before: ResultDocument, after: ResultDocument, expected: unknown[]]>([
  [
    'a rebuild that became faster',
    result({ totalMs: 18_000 }),
    result({ totalMs: 900 }),
    [['The next commit', 18_000, 900, false]],
  ],
  [
    'a rebuild that was stopped counts with its remaining steps, and says so',
    result({ totalMs: 1_000, stopped: { repeatsMs: 17_000 } }),
    result({ totalMs: 900 }),
    [['The next commit', 18_000, 900, true]],
  ],
  [
    'the larger ratio first',
    result({ totalMs: 2_000 }, 1_000),
    result({ totalMs: 900 }, 100),
    [
      ['Image', 1_000, 100, false],
      ['The next commit', 2_000, 900, false],
    ],
  ],
  ['near miss: noise', result({ totalMs: 1_700 }, 101), result({ totalMs: 900 }), []],
  ['near miss: milliseconds', result({ totalMs: 300 }), result({ totalMs: 100 }), []],
  ['near miss: slower and larger', result({ totalMs: 900 }), result({ totalMs: 9_000 }, 900), []],
  [
    'near miss: a rebuild that is still stopped',
    result({ totalMs: 18_000 }),
    result({ totalMs: 900, stopped: { repeatsMs: 1 } }),
    [],
  ],
])('%s', (_name, before, after, expected) => {
  expect(gain(before, after)).toEqual(expected);
});

test('a run that was not graded cannot be compared with', () => {
  expect(earlierRunOf('r', result({ totalMs: 1 }, 1, 'build-failed'))).toBeUndefined();
});
