import type { ImageLayer, ImageResult, ReplayResult } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { sentBytes, transferRows, type RemoteState } from './transfer-rows.ts';

const layer = (over: Partial<ImageLayer>): ImageLayer => ({
  instruction: 'COPY',
  createdBy: 'COPY a b # buildkit',
  diffId: 'd',
  fromBase: false,
  bytes: 0,
  wastedBytes: 0,
  files: 1,
  ...over,
});
const image: ImageResult = {
  totalBytes: 0,
  liveBytes: 0,
  wastedBytes: 0,
  baseBytes: 0,
  largest: [],
  base: { reference: 'debian', standIn: false },
  layers: [
    layer({ fromBase: true, bytes: 100 }),
    layer({ line: 2, bytes: 40 }),
    layer({ line: 3, bytes: 7 }),
  ],
};
const step = (line: number, cached: boolean, bytes: number) => ({
  line,
  stage: 's',
  name: 'COPY a b',
  cached,
  ms: 1,
  bytes,
});
const edit: ReplayResult = {
  scenario: 'e',
  title: 'E',
  totalMs: 1,
  steps: [step(1, false, 0), step(2, true, 0), step(3, false, 9)],
};

test.each<[RemoteState, sent: [number | undefined, number][], total: number]>([
  [
    'nothing',
    [
      [3, 7],
      [2, 40],
      [undefined, 100],
    ],
    147,
  ],
  [
    'base',
    [
      [3, 7],
      [2, 40],
    ],
    47,
  ],
  ['before-edit', [[3, 9]], 9],
])('to a registry that has %s', (remote, sent, total) => {
  const rows = transferRows(image, edit, remote);
  expect(rows).toHaveLength(3);
  expect(rows.filter((row) => row.isSent).map((row) => [row.line, row.bytes])).toEqual(sent);
  expect(sentBytes(rows)).toBe(total);
});

test('a layer of the base is not confused with that of a step without a line', () => {
  const lineless: ReplayResult = { ...edit, steps: [{ ...step(3, false, 5), line: undefined }] };
  expect(sentBytes(transferRows(image, lineless, 'before-edit'))).toBe(0);
});
