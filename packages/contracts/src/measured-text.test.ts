import { expect, test } from 'vitest';
import { measuredText, type Quotation } from './measured-text.ts';
import { resultDocumentSchema } from './result.ts';

const none = { score: 0, max: 0 };
const step = (line: number, bytes: number) => ({
  line,
  stage: 'stage-0',
  name: 'RUN x',
  cached: false,
  ms: 1,
  bytes,
});
const layer = (line: number | undefined, bytes: number) => ({
  line,
  instruction: 'RUN',
  createdBy: 'x',
  diffId: `${line}`,
  fromBase: line === undefined,
  bytes,
  wastedBytes: Math.floor(bytes / 1_000),
  files: 1,
});
const run = resultDocumentSchema.parse({
  version: 1,
  exercise: 'demo',
  status: 'graded',
  passed: true,
  score: 100,
  headline: 'Builds.',
  checks: [],
  timings: { totalMs: 1 },
  notices: [],
  axes: { build: none, size: none, cache: none, security: none, runtime: none },
  cold: { scenario: 'cold', title: 'Cold', totalMs: 12_640, steps: [step(3, 5)] },
  replay: [{ scenario: 'edit-code', title: 'Edit', totalMs: 940, steps: [step(3, 800), step(4, 28)] }],
  image: {
    totalBytes: 474_710_756,
    liveBytes: 1,
    wastedBytes: 7_000,
    baseBytes: 1,
    largest: [],
    layers: [layer(undefined, 9), layer(3, 1_000_000), layer(4, 288_831_987), layer(4, 1_000_000)],
  },
});

test.each<[name: string, quotation: Quotation, text: string]>([
  ['the image', { value: 'size' }, '475 MB'],
  ['what one line added, in both of its layers', { value: 'layer', line: '4' }, '290 MB'],
  ['the unused bytes', { value: 'unused' }, '7.0 kB'],
  ['the unused bytes of one line, in both of its layers', { value: 'unused', line: '4' }, '290 kB'],
  ['the first build', { value: 'time' }, '13 s'],
  ['the build after an edit', { value: 'time', edit: 'edit-code' }, '940 ms'],
  ['the new bytes after an edit', { value: 'new', edit: 'edit-code' }, '828 B'],
])('%s', (_name, quotation, text) => expect(measuredText(run, quotation)).toBe(text));

test.each<[name: string, quotation: Quotation]>([
  ['a line without a layer', { value: 'layer', line: '5' }],
  ['no line, because layers of the base have none', { value: 'layer' }],
  ['the unused bytes of a line without a layer', { value: 'unused', line: '5' }],
  ['an edit that was not replayed', { value: 'time', edit: 'no-change' }],
  ['the new bytes of the first build', { value: 'new' }],
  ['an unknown value', { value: 'speed' }],
])('the run does not have: %s', (_name, quotation) => expect(measuredText(run, quotation)).toBeUndefined());
