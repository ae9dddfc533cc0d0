import { expect, test } from 'vitest';
import { effectRows } from './effect-rows.ts';

const layer = (line: number | undefined, bytes: number, files: number) => ({
  line,
  instruction: 'RUN',
  createdBy: 'x',
  diffId: `${line} ${bytes}`,
  fromBase: line === undefined,
  bytes,
  wastedBytes: 0,
  files,
});
const image = {
  layers: [layer(undefined, 100, 3), layer(undefined, 20, 1), layer(2, 0, 0), layer(4, 7, 2), layer(4, 1, 1)],
};
const rows = effectRows(
  'FROM base\nWORKDIR /srv\nARG A=1\nRUN true \\\n  && true\nUSER 10001\nCMD ["python", "a.py"]\n',
  image,
);

test.each([
  [1, 'from', { bytes: 120, files: 4 }, 'the base’s entire config'],
  [2, 'workdir', { bytes: 0, files: 0 }, 'WorkingDir: /srv'],
  [3, 'arg', undefined, undefined],
  [4, 'run', { bytes: 8, files: 3 }, undefined],
  [6, 'config', undefined, 'User: 10001'],
  [7, 'config', undefined, 'Cmd: ["python", "a.py"]'],
])('line %d', (line, kind, measured, config) => {
  const row = rows.find((candidate) => candidate.line === line);
  expect(row?.kind).toBe(kind);
  expect(row?.layer).toEqual(measured);
  expect(row?.config).toBe(config);
});

test('nothing else', () => expect(rows).toHaveLength(6));
