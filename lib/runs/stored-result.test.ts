import { beforeEach, describe, expect, test, vi } from 'vitest';
import { log } from '../platform/log.ts';
import { readStoredResult } from './stored-result.ts';
import { readStoredSummary } from './stored-summary.ts';

const step = { line: 2, stage: 'stage-0', name: 'RUN make', cached: false, ms: 5, bytes: 10 };
const layer = {
  line: 2,
  instruction: 'RUN',
  createdBy: 'RUN make',
  diffId: 'sha256:1',
  fromBase: false,
  bytes: 10,
  wastedBytes: 1,
  files: 1,
};
const image = {
  totalBytes: 11,
  liveBytes: 10,
  wastedBytes: 1,
  baseBytes: 0,
  base: { reference: 'python:3.11', standIn: true },
  layers: [layer],
  largest: [{ path: '/a', bytes: 1, layer: 0, wasted: true }],
};
const replay = { scenario: 'edit', title: 'An edit', totalMs: 5, steps: [step] };
const axis = { score: 1, max: 2 };
const first = {
  version: 1,
  exercise: 'x',
  status: 'graded',
  passed: true,
  score: 90,
  headline: 'Passed.',
  axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
  checks: [
    {
      id: 'non-root',
      axis: 'security',
      status: 'fail',
      severity: 'error',
      points: 0,
      maxPoints: 1,
      required: false,
      line: 2,
      message: 'Runs as root.',
      why: 'Because.',
      evidence: [{ label: 'User', value: 0, unit: 'uid', wanted: 1000 }],
      also: ['DL3002'],
    },
  ],
  replay: [replay],
  cold: { ...replay, scenario: 'cold' },
  image,
  timings: { totalMs: 5 },
  engine: { version: '29.5.1', stampedAt: '2026-11-21T10:00:00.000Z' },
  notices: ['A stand-in.'],
};
const contents = {
  groups: [{ group: 'other', label: 'Other', liveBytes: 10, wastedBytes: 1 }],
  layers: [[{ group: 'other', liveBytes: 10, wastedBytes: 1 }]],
};

/** What has been stored so far, by what was new about it. */
const formats: Record<string, object> = {
  'the first format': first,
  'a run that was not graded': {
    ...first,
    status: 'infrastructure',
    image: undefined,
    failure: { phase: 'sandbox', message: 'The runner was lost.' },
  },
  'ignored findings': { ...first, ignored: [{ id: 'base-tag', line: 1, reason: 'A test.' }] },
  'contents of an image': { ...first, image: { ...image, contents } },
  'compressed sizes': {
    ...first,
    image: { ...image, contents, layers: [{ ...layer, compressedBytes: 4 }] },
  },
  'bytes that are transferred': { ...first, image: { ...image, contents, transferBytes: 20 } },
  'stopped replays': {
    ...first,
    replay: [{ ...replay, stopped: { repeatsMs: 9 }, steps: [{ ...step, firstBuildMs: 9 }] }],
  },
  'the course’s layers': { ...first, cold: { ...replay, steps: [{ ...step, cached: true, courseMs: 7 }] } },
};

/** As it comes out of the database. */
const stored = (result: object): unknown => JSON.parse(JSON.stringify(result));

beforeEach(() => {
  vi.spyOn(log, 'error').mockReturnValue(undefined);
});

describe('each format that was stored is read', () => {
  test.each(Object.entries(formats))('%s', (_, result) => {
    expect(readStoredResult('r', stored(result))).toEqual(stored(result));
    expect(readStoredSummary('r', stored(result))).toMatchObject({ score: 90, axes: first.axes });
  });
});

describe('near miss: a format that cannot be read is no result, and is logged', () => {
  test.each<[string, object]>([
    ['a later version', { ...first, version: 2 }],
    ['an unknown status', { ...first, status: 'paused' }],
    ['a check without its axis', { ...first, checks: [{ ...first.checks[0], axis: undefined }] }],
  ])('%s', (_, result) => {
    expect(readStoredResult('r', stored(result))).toBeUndefined();
    expect(log.error).toHaveBeenCalledWith(
      expect.objectContaining({ column: 'run.result', row: 'r' }),
      expect.any(String),
    );
  });
});

test('lists read only what they show', () => {
  const summary = readStoredSummary('r', stored(formats['contents of an image']!));
  expect(summary).toEqual({
    status: 'graded',
    passed: true,
    score: 90,
    axes: first.axes,
    image: { totalBytes: 11 },
  });
  expect(readStoredSummary('r', stored({ ...first, axes: {} }))).toBeUndefined();
});
